#include "gpu/vk/cache_file.h"

#include <filesystem>
#include <fstream>

#include "gpu/vk/lane.h"
#include "tests/gpu/support/gpu_test.h"

namespace halftone::gpu {
namespace {

class CacheFileTest : public GpuTest {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    m_folder = std::filesystem::path(::testing::TempDir()) /
               ("halftone-cache-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "-" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(m_folder);
  }
  void TearDown() override {
    std::filesystem::remove_all(m_folder);
    GpuTest::TearDown();
  }

  std::filesystem::path file() const { return cacheFileOf(device()->traits(), m_folder); }

  std::filesystem::path m_folder;
};

TEST_F(CacheFileTest, WhatWasWrittenIsReadByTheSameDriverAlone) {
  const std::vector<std::byte> cache(1000, std::byte{42});
  ASSERT_TRUE(writeCacheFile(file(), cache, device()->traits()));
  EXPECT_EQ(readCacheFile(file(), device()->traits()), cache);
  DeviceTraits other = device()->traits();
  other.cacheUuid[3] ^= 1U;
  EXPECT_TRUE(readCacheFile(file(), other).empty());
  EXPECT_NE(cacheFileOf(other, m_folder), file());
}

TEST_F(CacheFileTest, ADamagedFileIsIgnored) {
  ASSERT_TRUE(writeCacheFile(file(), std::vector<std::byte>(1000, std::byte{42}), device()->traits()));
  std::fstream stream(file(), std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(500);
  stream.put('\0');
  stream.close();
  EXPECT_TRUE(readCacheFile(file(), device()->traits()).empty());
  std::filesystem::resize_file(file(), 10);
  EXPECT_TRUE(readCacheFile(file(), device()->traits()).empty());
}

TEST_F(CacheFileTest, PipelinesAreKeptForTheNextStart) {
  for (int start = 0; start < 2; ++start) {
    auto made = Pipelines::create(device(), m_folder);
    ASSERT_TRUE(made);
    ASSERT_TRUE((*made)->find({"copy"}));
    made->reset();
    EXPECT_TRUE(std::filesystem::exists(file()));
  }
}

TEST_F(CacheFileTest, AFolderThatCannotBeWrittenIsNoHarm) {
  auto made = Pipelines::create(device(), "/dev/null/folder");
  ASSERT_TRUE(made);
  EXPECT_TRUE((*made)->find({"copy"}));
}

}  // namespace
}  // namespace halftone::gpu
