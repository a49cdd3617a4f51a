#include "core/base/checksum.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace halftone {
namespace {

TEST(Checksum, EveryBitAndTheLengthCount) {
  std::set<std::uint64_t> seen;
  for (std::size_t length = 0; length < 100; ++length) {
    std::vector<std::byte> bytes(length);
    EXPECT_TRUE(seen.insert(checksumOf(bytes)).second) << length << " zeros";
    for (std::size_t bit = 0; bit < 8 * length; ++bit) {
      bytes[bit / 8] ^= std::byte{1} << (bit % 8);
      EXPECT_TRUE(seen.insert(checksumOf(bytes)).second) << length << " bytes, bit " << bit;
      bytes[bit / 8] ^= std::byte{1} << (bit % 8);
    }
  }
}

TEST(Checksum, WordsThatChangePlacesCount) {
  std::vector<std::byte> bytes(64);
  bytes[0] = std::byte{1};
  const std::uint64_t first = checksumOf(bytes);
  bytes[0] = std::byte{0};
  bytes[32] = std::byte{1};
  EXPECT_NE(checksumOf(bytes), first);
}

TEST(Checksum, AChainDependsOnItsOrder) {
  ChecksumChain one;
  one.add(1);
  one.add(2);
  ChecksumChain other;
  other.add(2);
  other.add(1);
  EXPECT_FALSE(one == other);
}

}  // namespace
}  // namespace halftone
