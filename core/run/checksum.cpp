#include "core/run/checksum.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace halftone {
namespace {

constexpr std::uint64_t kBasis = 0xcbf29ce484222325;
constexpr std::uint64_t kPrime = 0x100000001b3;

std::uint64_t wordAt(std::span<const std::byte> bytes, std::size_t offset) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + offset, std::min<std::size_t>(sizeof(word), bytes.size() - offset));
  return word;
}

// The rotation carries the high bits, which a multiplication only moves upwards, back to the low ones.
std::uint64_t mix(std::uint64_t state, std::uint64_t word) { return std::rotl((state ^ word) * kPrime, 29); }

}  // namespace

std::uint64_t checksumOf(std::span<const std::byte> bytes) {
  std::array<std::uint64_t, 4> lanes = {kBasis, kBasis + 1, kBasis + 2, kBasis + 3};
  std::size_t offset = 0;
  for (; offset + 32 <= bytes.size(); offset += 32)
    for (std::size_t lane = 0; lane < 4; ++lane) lanes[lane] = mix(lanes[lane], wordAt(bytes, offset + 8 * lane));
  for (; offset < bytes.size(); offset += 8) lanes[0] = mix(lanes[0], wordAt(bytes, offset));
  std::uint64_t state = mix(kBasis, bytes.size());
  for (const std::uint64_t lane : lanes) state = mix(state, lane);
  return state;
}

void ChecksumChain::add(std::uint64_t checksum) { m_value = mix(m_value, checksum); }

}  // namespace halftone
