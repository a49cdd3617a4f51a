// q5_1: f16 d; f16 m; u32 h; 16 bytes, byte j holds the low bits of value j in its low nibble and of value j + 16 in
// its high one. Bit i of h is the fifth bit of value i. x = d·q + m.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q5_1.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/offset_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

struct Q5_1 {
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 24;
  static constexpr int kHigh = 31;
  // Shares of the range to cut off at either end; importance makes deep cuts worth while.
  static constexpr std::array<float, kCuts> kPlainCuts = {-0.015F, 0.001F, 0.018F, 0.034F,
                                                          0.051F,  0.067F, 0.084F, 0.100F};
  static constexpr std::array<float, kCuts> kWeightedCuts = {-0.015F, -0.010F, 0.007F, 0.034F,
                                                             0.072F,  0.120F,  0.180F, 0.250F};
};

void encodeQ5_1Block(const float* values, const float* importance, std::uint8_t* bytes) {
  const OffsetFit<Q5_1::kLength> fit = fitOffset<Q5_1, Q5_1::kLength>(values, importance);
  storeF16(bytes, fit.scale);
  storeF16(bytes + 2, fit.offset);
  std::uint32_t high = 0;
  for (std::size_t j = 0; j < Q5_1::kLength / 2; ++j) {
    const auto first = static_cast<std::uint32_t>(fit.codes[j]);
    const auto second = static_cast<std::uint32_t>(fit.codes[j + Q5_1::kLength / 2]);
    bytes[8 + j] = static_cast<std::uint8_t>((first & 15U) | (second & 15U) << 4);
    high |= first >> 4 << j | second >> 4 << (j + Q5_1::kLength / 2);
  }
  store(bytes + 4, high);
}

void encodeQ5_1(const Rows& rows, std::span<std::byte> blocks) {
  encodeBlocks<encodeQ5_1Block, Q5_1::kBytes, Q5_1::kLength>(rows, blocks);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeQ5_1);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeQ5_1)(rows, blocks); }

void decodeBlock(const std::uint8_t* block, float* values) {
  constexpr std::size_t kHalf = 16;
  const float d = loadF16(block);
  const float m = loadF16(block + 2);
  const auto high = load<std::uint32_t>(block + 4);
  const std::uint8_t* codes = block + 8;
  for (std::size_t j = 0; j < kHalf; ++j) {
    const std::uint32_t first = (codes[j] & 15U) | ((high >> j) & 1U) << 4;
    const std::uint32_t second = (codes[j] >> 4U) | ((high >> (j + kHalf)) & 1U) << 4;
    values[j] = d * static_cast<float>(first) + m;
    values[j + kHalf] = d * static_cast<float>(second) + m;
  }
}

}  // namespace

const Codec q5_1 = {TensorType::Q5_1, &decodeBlocks<decodeBlock, 24, 32>, &encode};

}  // namespace halftone::codecs
#endif
