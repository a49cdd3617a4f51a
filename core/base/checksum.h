// Checksum: 64 bits that tell whether bytes read back are the bytes written. Against accidents, not against attackers.
// Multiplicative hashing of 8-byte words (little-endian, the last one padded with zeros) in four interleaved lanes,
// then of the length and the lanes: no package of the program has a fast one, and CRC-32 is too short for 100 GB.
// Thread-safety: pure functions and values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace halftone {

std::uint64_t checksumOf(std::span<const std::byte> bytes);

// The checksum of a sequence of parts, from theirs in order.
class ChecksumChain {
 public:
  void add(std::uint64_t checksum);
  std::uint64_t value() const { return m_value; }
  friend bool operator==(ChecksumChain, ChecksumChain) = default;

 private:
  std::uint64_t m_value = 0;
};

}  // namespace halftone
