#include "core/run/same_metadata.h"

#include <gtest/gtest.h>

#include <cmath>

namespace halftone {
namespace {

Metadata metadata() {
  Metadata made;
  made.set("general.architecture", std::string("llama"));
  made.set("general.alignment", std::uint32_t{64});
  made.set("a.number", 1.5F);
  made.set("a.list", MetadataArray{MetadataType::F32, std::vector<float>{1, NAN}});
  return made;
}

TEST(SameMetadata, NanEqualsItselfAndAlignmentIsLeftOut) {
  Metadata read = metadata();
  EXPECT_EQ(firstDifference(metadata(), read), std::nullopt);
  read.erase("general.alignment");
  EXPECT_EQ(firstDifference(metadata(), read), std::nullopt);
}

TEST(SameMetadata, NamesTheFirstKeyThatDiffers) {
  Metadata read = metadata();
  read.set("a.number", 1.25F);
  EXPECT_EQ(firstDifference(metadata(), read), "a.number");
  read.set("a.number", 1.5);
  EXPECT_EQ(firstDifference(metadata(), read), "a.number") << "another type";
  read = metadata();
  read.set("a.list", MetadataArray{MetadataType::F32, std::vector<float>{1, 2}});
  EXPECT_EQ(firstDifference(metadata(), read), "a.list");
  read = metadata();
  read.erase("a.list");
  EXPECT_EQ(firstDifference(metadata(), read), "a.list");
  read = metadata();
  read.set("b.more", true);
  EXPECT_EQ(firstDifference(metadata(), read), "b.more");
}

}  // namespace
}  // namespace halftone
