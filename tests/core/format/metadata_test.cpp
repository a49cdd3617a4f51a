#include "core/format/metadata.h"

#include <gtest/gtest.h>

#include "core/format/utf8.h"

namespace halftone {
namespace {

TEST(Metadata, KeepsOrderWhenKeysAreSetAndErased) {
  Metadata metadata;
  for (const char* key : {"a", "b", "c", "d"}) metadata.set(key, std::uint32_t{1});
  metadata.erase("b");
  metadata.erase("absent");
  metadata.set("c", std::string("replaced"));
  metadata.set("e", true);
  std::string order;
  for (const MetadataEntry& entry : metadata.entries()) order += entry.key;
  EXPECT_EQ(order, "acde");
  EXPECT_EQ(metadata.string("c"), "replaced");
  EXPECT_EQ(metadata.unsignedInteger("d"), 1u);
  EXPECT_EQ(metadata.find("b"), nullptr);
}

TEST(Metadata, ErasesManyKeysAtOnce) {
  constexpr std::uint32_t kKeys = 100000;  // erased one by one they would take minutes
  Metadata metadata;
  for (std::uint32_t key = 0; key < kKeys; ++key) metadata.set("split." + std::to_string(key), key);
  metadata.set("kept", true);
  metadata.set("split", true);
  metadata.set("last", true);
  metadata.eraseIf([](const MetadataEntry& entry) { return std::string_view(entry.key).starts_with("split."); });
  ASSERT_EQ(metadata.entries().size(), 3u);
  EXPECT_EQ(metadata.find("split.7"), nullptr);
  EXPECT_EQ(metadata.find("last"), &metadata.entries()[2].value);
  metadata.set("split.7", true);
  EXPECT_EQ(metadata.entries()[3].key, "split.7");
}

TEST(Metadata, ReadsIntegersOfEveryWidth) {
  Metadata metadata;
  metadata.set("u8", std::uint8_t{255});
  metadata.set("i64", std::int64_t{1} << 40);
  metadata.set("negative", std::int8_t{-1});
  metadata.set("float", 2.0f);
  metadata.set("bool", true);
  EXPECT_EQ(metadata.unsignedInteger("u8"), 255u);
  EXPECT_EQ(metadata.unsignedInteger("i64"), std::uint64_t{1} << 40);
  for (const char* key : {"negative", "float", "bool", "absent"}) EXPECT_FALSE(metadata.unsignedInteger(key)) << key;
  EXPECT_EQ(metadata.number("negative"), -1.0);
  EXPECT_EQ(metadata.number("float"), 2.0);
  EXPECT_FALSE(metadata.number("bool"));
  EXPECT_FALSE(metadata.string("u8"));
}

TEST(MetadataArray, KnowsItsSizeInAFileAndSharesItsElements) {
  const MetadataArray texts(MetadataType::String, std::vector<std::string>{"", "two"});
  EXPECT_EQ(texts.encodedBytes(), 8u + 8u + 3u);
  EXPECT_EQ(MetadataArray(MetadataType::F64, std::vector<double>(3)).encodedBytes(), 24u);
  EXPECT_EQ(MetadataArray().encodedBytes(), 0u);
  const MetadataArray copy = texts;
  EXPECT_EQ(&copy.elements(), &texts.elements());
  EXPECT_EQ(copy, texts);
  EXPECT_EQ(MetadataArray(MetadataType::String, std::vector<std::string>{"", "two"}), texts);
  EXPECT_FALSE(MetadataArray(MetadataType::String, std::vector<std::string>{"", "too"}) == texts);
  EXPECT_FALSE(MetadataArray(MetadataType::Bool, std::vector<std::uint8_t>{}) == MetadataArray());
}

TEST(Metadata, TheLargestOfAnArrayIgnoresNegatives) {
  Metadata metadata;
  metadata.set("some", MetadataArray{MetadataType::I32, std::vector<std::int32_t>{-7, 3, 5}});
  metadata.set("none", MetadataArray{MetadataType::I32, std::vector<std::int32_t>{-7}});
  metadata.set("texts", MetadataArray{MetadataType::String, std::vector<std::string>{"9"}});
  EXPECT_EQ(metadata.largestInteger("some"), 5u);
  EXPECT_FALSE(metadata.largestInteger("none"));
  EXPECT_FALSE(metadata.largestInteger("texts"));
}

TEST(MetadataText, IsOneShortValidLine) {
  EXPECT_EQ(metadataText(std::uint8_t{7}), "7");
  EXPECT_EQ(metadataText(true), "true");
  EXPECT_EQ(metadataText(0.5f), "0.5");
  EXPECT_EQ(metadataText(std::string("two\nlines\xFF")), "two lines\uFFFD");
  EXPECT_EQ(metadataText(std::string("abcdef"), 4), "abc…");
  EXPECT_EQ(metadataText(std::string("äöüßäö"), 4), "äöü…");
  EXPECT_EQ(metadataText(std::string(100000, 'x'), 0), "");
  EXPECT_EQ(metadataText(MetadataArray{MetadataType::Bool, std::vector<std::uint8_t>{1, 0}}), "[true, false] (2 bool)");
  EXPECT_EQ(metadataText(MetadataArray{MetadataType::String, std::vector<std::string>{}}), "[] (0 string)");
  const MetadataArray many{MetadataType::I32, std::vector<std::int32_t>(100000, 12345)};
  const std::string text = metadataText(many, 40);
  EXPECT_EQ(text, "[12345, 12345, 12345, 123…] (100000 i32)");
}

TEST(MetadataText, IsWholeWithoutALimit) {
  constexpr std::size_t kAll = std::string::npos;
  const std::string text = std::string(5000, 'x') + "ä";
  EXPECT_EQ(metadataText(text, kAll), text);
  EXPECT_EQ(metadataText(text, kAll / 4), text);
  EXPECT_EQ(metadataText(std::uint8_t{7}, kAll), "7");
  EXPECT_EQ(metadataText(MetadataArray{MetadataType::String, std::vector<std::string>{text, "b"}}, kAll),
            "[" + text + ", b] (2 string)");
  EXPECT_EQ(metadataText(MetadataArray{MetadataType::I32, std::vector<std::int32_t>(1000, 7)}, kAll).size(),
            3 * 1000 + std::string(" (1000 i32)").size());
}

TEST(Utf8, ReplacesWhatIsNotWellFormed) {
  EXPECT_EQ(validUtf8("plain äß€😀"), "plain äß€😀");
  EXPECT_EQ(validUtf8("\x80"), "\uFFFD");
  EXPECT_EQ(validUtf8("\xC0\xAF"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(validUtf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(validUtf8("\xF4\x90\x80\x80").size(), 12u);        // above U+10FFFF
  EXPECT_EQ(validUtf8("a\xE2\x82"), "a\uFFFD\uFFFD");          // cut
  EXPECT_EQ(validUtf8("\xF0\x9F\x98\x80 ok"), "😀 ok");
}

}  // namespace
}  // namespace halftone
