// q1_0: f16 d; 16 bytes, value i in bit i mod 8 of byte i/8. x = d if the bit is set, else −d.
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/packed_codes.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q1_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q1_0 : Q1_0Depths {
  using Levels = SignLevels;
  static constexpr std::size_t kLength = 128;
  static constexpr std::size_t kBytes = 18;
  static constexpr std::size_t kScaleAt = 0;
  static constexpr bool kFine = false;
  static constexpr std::array<float, 1> kQuickPlain = {1.0F}, kQuickWeighted = {1.0F};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    for (std::size_t j = 0; j < kLength / 8; ++j) bytes[2 + j] = gatherBits(load<std::uint64_t>(codes.data() + 8 * j));
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeOneScale<Q1_0>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

constexpr std::size_t kLength = 128;

void decodeBlock(const std::uint8_t* block, float* values) {
  const std::uint32_t negative = std::bit_cast<std::uint32_t>(loadF16(block)) ^ 0x80000000U;
  std::uint8_t bits[kLength];
  for (std::size_t i = 0; i < kLength; i += 8) store(bits + i, spreadBits(block[2 + i / 8]));
  for (std::size_t i = 0; i < kLength; ++i)
    values[i] = std::bit_cast<float>(negative ^ static_cast<std::uint32_t>(bits[i]) << 31);
}

}  // namespace

const Codec q1_0 = {TensorType::Q1_0, &decodeBlocks<decodeBlock, 18, 128>, &encode};

}  // namespace halftone::codecs
#endif
