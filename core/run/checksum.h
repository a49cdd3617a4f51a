// Checksum: 64 bits that tell whether bytes read back are the bytes written. Against accidents, not against attackers.
// FNV-1a over 8-byte words (little-endian, the last one padded with zeros) in four interleaved lanes, then the lanes
// and the length: the plain FNV-1a takes one byte a multiplication and would slow a run down. Thread-safety: pure
// functions and values.
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
  std::uint64_t m_value = 0xcbf29ce484222325;
};

}  // namespace halftone
