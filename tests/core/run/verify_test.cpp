// Files that change between being written and being read back are not let through.
#include <gtest/gtest.h>

#include <fstream>

#include "core/run/quantize.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

namespace fs = std::filesystem;

// Harms the temporary file when verification begins, as a failing disk would.
class Saboteur : public RunObserver {
 public:
  Saboteur(fs::path folder, std::function<void(const fs::path&)> harm, bool wantsDecoded = false)
      : m_folder(std::move(folder)), m_harm(std::move(harm)), m_wantsDecoded(wantsDecoded) {}
  bool wantsDecoded() const override { return m_wantsDecoded; }
  void progressed(const RunProgress& progress) override {
    if (!progress.verifying || std::exchange(m_done, true)) return;
    for (const auto& entry : fs::directory_iterator(m_folder))
      if (entry.path().filename().string().find(".part") != std::string::npos) m_harm(entry.path());
  }

 private:
  fs::path m_folder;
  std::function<void(const fs::path&)> m_harm;
  bool m_wantsDecoded;
  bool m_done = false;
};

void flipByte(const fs::path& path, std::uint64_t offset) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  const int byte = file.get();
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(static_cast<char>(byte ^ 1));
}

class Verify : public testing::Test {
 protected:
  void SetUp() override {
    test::writeModel(m_inputs / "in.gguf", test::smallModel(TensorType::F16));
    m_model = test::openModel(m_inputs / "in.gguf");
    m_plan = test::planOf(*m_model, Preset::Q8_0);
    test::writeText(m_folder / "out.gguf", "old");
  }

  Error failureAfter(const std::function<void(const fs::path&)>& harm, bool wantsDecoded = false) {
    Saboteur saboteur(m_folder.path(), harm, wantsDecoded);
    QuantizeOptions options;
    options.output = m_folder / "out.gguf";
    const auto run = quantize(*m_model, m_plan, nullptr, options, &saboteur, {});
    EXPECT_FALSE(run) << "the harm went unseen";
    EXPECT_EQ(test::fileText(m_folder / "out.gguf"), "old");
    EXPECT_EQ(test::namesIn(m_folder.path()), std::vector<std::string>{"out.gguf"});
    return run ? Error{ErrorCode::InvalidArgument, "", "", "", ""} : run.error();
  }

  test::TemporaryFolder m_inputs;
  test::TemporaryFolder m_folder;
  std::shared_ptr<const Model> m_model;
  Plan m_plan;
};

TEST_F(Verify, AByteOfATensor) {
  const std::uint64_t size = m_plan.fileBytes.count;
  for (const bool wantsDecoded : {false, true}) {
    const Error error = failureAfter([&](const fs::path& file) { flipByte(file, size - 100); }, wantsDecoded);
    EXPECT_EQ(error.code, ErrorCode::VerificationFailed);
    EXPECT_NE(error.message().find("output.weight"), std::string::npos) << error.message();
  }
}

TEST_F(Verify, ATensorsName) {
  const Error error = failureAfter([](const fs::path& file) {
    const std::size_t at = test::fileText(file).find("blk.1.attn_v.weight");
    flipByte(file, at + 4);
  });
  EXPECT_EQ(error.code, ErrorCode::Corrupt) << "blk.0.attn_v.weight is there twice then";
}

TEST_F(Verify, AMetadataValue) {
  const Error error = failureAfter([](const fs::path& file) { flipByte(file, test::fileText(file).find("Small")); });
  EXPECT_EQ(error.code, ErrorCode::VerificationFailed);
  EXPECT_NE(error.message().find("general.name"), std::string::npos) << error.message();
}

TEST_F(Verify, ACutFile) {
  const Error error = failureAfter([](const fs::path& file) { fs::resize_file(file, fs::file_size(file) / 2); });
  EXPECT_EQ(error.code, ErrorCode::Truncated);
}

TEST_F(Verify, ACutHeader) {
  const Error error = failureAfter([](const fs::path& file) { fs::resize_file(file, 100); });
  EXPECT_EQ(error.code, ErrorCode::Truncated);
}

TEST(VerifyRange, WeightsTooLargeForTheirTypeStayNumbers) {
  const test::TemporaryFolder folder;
  std::vector<test::TestTensor> tensors = test::smallModel(TensorType::F32);
  tensors[2].values[9] = 1e6F;
  tensors[2].values[300] = -3e38F;
  test::writeModel(folder / "in.gguf", tensors);
  const auto model = test::openModel(folder / "in.gguf");
  for (const Preset preset : {Preset::F16, Preset::BF16, Preset::Q8_0, Preset::Q4_0, Preset::Q4_K_M, Preset::Q2_K}) {
    QuantizeOptions options;
    options.output = folder / "out.gguf";
    const auto run = quantize(*model, test::planOf(*model, preset), nullptr, options, nullptr, {});
    EXPECT_TRUE(run) << presetInfo(preset).name << ": " << run.error().message();
  }
}

}  // namespace
}  // namespace halftone
