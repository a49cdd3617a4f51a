#include "core/base/checksum.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace halftone {
namespace {

// 2^64 divided by the golden ratio, made odd: Knuth, The Art of Computer Programming, volume 3, section 6.4.
constexpr std::uint64_t kMultiplier = 0x9e3779b97f4a7c15;
// Where the lanes begin: hexadecimal digits of π. Related numbers would let short inputs meet.
constexpr std::array<std::uint64_t, 4> kSeeds = {0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0,
                                                 0x082efa98ec4e6c89};

std::uint64_t wordAt(std::span<const std::byte> bytes, std::size_t offset) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + offset, std::min<std::size_t>(sizeof(word), bytes.size() - offset));
  return word;
}

// One to one in `word`, so that one word that changes always shows. The shift brings the high bits, to which a
// multiplication moves everything, back to the low ones.
std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
  const std::uint64_t product = (state ^ word) * kMultiplier;
  return product ^ (product >> 32);
}

}  // namespace

std::uint64_t checksumOf(std::span<const std::byte> bytes) {
  std::array<std::uint64_t, 4> lanes = kSeeds;
  std::size_t offset = 0;
  for (; offset + 32 <= bytes.size(); offset += 32)
    for (std::size_t lane = 0; lane < 4; ++lane) lanes[lane] = mix(lanes[lane], wordAt(bytes, offset + 8 * lane));
  for (; offset < bytes.size(); offset += 8) lanes[0] = mix(lanes[0], wordAt(bytes, offset));
  std::uint64_t state = mix(0, bytes.size());
  for (const std::uint64_t lane : lanes) state = mix(state, lane);
  return state;
}

void ChecksumChain::add(std::uint64_t checksum) { m_value = mix(m_value, checksum); }

}  // namespace halftone
