#include "core/io/byte_reader.h"

#include <gtest/gtest.h>

#include <array>

namespace halftone {
namespace {

constexpr std::array<std::byte, 10> kBytes = {std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}, std::byte{5},
                                              std::byte{6}, std::byte{7}, std::byte{8}, std::byte{9}, std::byte{10}};

TEST(ByteReader, ReadsLittleEndianNumbersInTurn) {
  ByteReader reader(kBytes);
  EXPECT_EQ(reader.read<std::uint8_t>(), 0x01);
  EXPECT_EQ(reader.read<std::uint16_t>(), 0x0302);
  EXPECT_EQ(reader.read<std::uint32_t>(), 0x07060504u);
  EXPECT_EQ(reader.offset(), 7u);
  EXPECT_EQ(reader.remaining(), 3u);
}

TEST(ByteReader, StaysWhereItIsWhenTooLittleIsLeft) {
  ByteReader reader(kBytes);
  ASSERT_TRUE(reader.view(7));
  EXPECT_FALSE(reader.read<std::uint32_t>());
  EXPECT_FALSE(reader.view(4));
  EXPECT_FALSE(reader.text(~0ull));
  EXPECT_EQ(reader.offset(), 7u);
  EXPECT_EQ(reader.text(3), "\x08\x09\x0A");
  EXPECT_EQ(reader.view(0)->size(), 0u);
  EXPECT_FALSE(reader.read<std::uint8_t>());
}

}  // namespace
}  // namespace halftone
