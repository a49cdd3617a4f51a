// What all codecs share: reading and writing little-endian fields, and walking a span block by block.
// Thread-safety: pure functions.
#pragma once

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "core/codec/floats.h"
#include "core/codec/rows.h"

namespace halftone::codecs {

static_assert(std::endian::native == std::endian::little, "blocks are little-endian and are read in place");

template <class T>
T load(const std::uint8_t* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

template <class T>
void store(std::uint8_t* bytes, T value) {
  std::memcpy(bytes, &value, sizeof(T));
}

inline float loadF16(const std::uint8_t* bytes) { return f16ToF32(load<std::uint16_t>(bytes)); }
inline void storeF16(std::uint8_t* bytes, float value) { store(bytes, f32ToF16(value)); }

// Codec::decode for a type whose blocks of kBytes bytes hold kLength values, from a function of one block.
template <auto kDecodeBlock, std::size_t kBytes, std::size_t kLength>
void decodeBlocks(std::span<const std::byte> blocks, std::span<float> values) {
  assert(blocks.size() % kBytes == 0 && values.size() == blocks.size() / kBytes * kLength);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(blocks.data());
  const std::size_t count = blocks.size() / kBytes;
  for (std::size_t i = 0; i < count; ++i) kDecodeBlock(bytes + i * kBytes, values.data() + i * kLength);
}

// Codec::encode for such a type, from a function of one block: (values, importance or null, bytes).
template <auto kEncodeBlock, std::size_t kBytes, std::size_t kLength>
void encodeBlocks(const Rows& rows, std::span<std::byte> blocks) {
  const auto& [values, columns, importance, effort] = rows;
  assert(columns % kLength == 0 && values.size() % kLength == 0);
  assert(blocks.size() == values.size() / kLength * kBytes && (importance.empty() || importance.size() == columns));
  auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data());
  std::size_t column = 0;
  for (std::size_t i = 0; i < values.size(); i += kLength, bytes += kBytes) {
    kEncodeBlock(values.data() + i, importance.empty() ? nullptr : importance.data() + column, bytes);
    column = column + kLength == columns ? 0 : column + kLength;
  }
}

}  // namespace halftone::codecs
