#include "core/plan/preset.h"

#include <gtest/gtest.h>

#include <set>

namespace halftone {
namespace {

TEST(Preset, ListsAll35InTheEnumerationsOrder) {
  const std::span<const PresetInfo> all = allPresets();
  ASSERT_EQ(all.size(), 35u);
  std::set<std::uint32_t> fileTypes;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(all[i].preset), i) << all[i].name;
    EXPECT_EQ(&presetInfo(all[i].preset), &all[i]);
    EXPECT_EQ(presetByName(all[i].name), all[i].preset);
    EXPECT_EQ(presetByName(std::to_string(all[i].fileType)), all[i].preset);
    fileTypes.insert(all[i].fileType);
  }
  EXPECT_EQ(fileTypes.size(), 35u);
}

TEST(Preset, IsFoundByAnyCaseAliasAndNumber) {
  EXPECT_EQ(presetByName("q4_k_m"), Preset::Q4_K_M);
  EXPECT_EQ(presetByName("Q4_K"), Preset::Q4_K_M);
  EXPECT_EQ(presetByName("q5_k"), Preset::Q5_K_M);
  EXPECT_EQ(presetByName("Q3_K"), Preset::Q3_K_M);
  EXPECT_EQ(presetByName("15"), Preset::Q4_K_M);
  EXPECT_EQ(presetByName("0"), Preset::F32);
  for (const char* unknown : {"", "Q4", "15x", "-1", "999", "4294967311", "Q4_K_M "})
    EXPECT_FALSE(presetByName(unknown)) << unknown;
}

}  // namespace
}  // namespace halftone
