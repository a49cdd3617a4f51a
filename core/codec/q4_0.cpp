// q4_0: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·(q − 8).
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q4_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

struct Q4_0 {
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 18;
  static constexpr int kLow = -8;
  static constexpr int kHigh = 7;
  static constexpr std::array<float, 48> kPlain = scaleLadder<24>(5.5, 16);
  static constexpr std::array<float, 64> kWeighted = scaleLadder<32>(5, 24);
};

void encodeQ4_0Block(const float* values, const float* importance, std::uint8_t* bytes) {
  ScaleFit<Q4_0::kLength> fit;
  if (!allZero(values, Q4_0::kLength)) {
    NormalizedBlock<Q4_0::kLength> block;
    normalizeBlock(values, importance, block);
    fit = fitScale<Q4_0>(block);
  }
  storeF16(bytes, fit.scale);
  for (std::size_t j = 0; j < Q4_0::kLength / 2; ++j) {
    const int low = fit.codes[j] - Q4_0::kLow;
    const int high = fit.codes[j + Q4_0::kLength / 2] - Q4_0::kLow;
    bytes[2 + j] = static_cast<std::uint8_t>(low | high << 4);
  }
}

void encodeQ4_0(std::span<const float> values, std::size_t columns, std::span<const float> importance,
                std::span<std::byte> blocks) {
  encodeBlocks<encodeQ4_0Block, Q4_0::kBytes, Q4_0::kLength>(values, columns, importance, blocks);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeQ4_0);

void encode(std::span<const float> values, std::size_t columns, std::span<const float> importance,
            std::span<std::byte> blocks) {
  HWY_DYNAMIC_DISPATCH(encodeQ4_0)(values, columns, importance, blocks);
}

void decodeBlock(const std::uint8_t* block, float* values) {
  constexpr std::size_t kHalf = 16;
  const float d = loadF16(block);
  const std::uint8_t* codes = block + 2;
  for (std::size_t j = 0; j < kHalf; ++j) {
    values[j] = d * static_cast<float>((codes[j] & 15) - 8);
    values[j + kHalf] = d * static_cast<float>((codes[j] >> 4) - 8);
  }
}

}  // namespace

const Codec q4_0 = {TensorType::Q4_0, &decodeBlocks<decodeBlock, 18, 32>, &encode};

}  // namespace halftone::codecs
#endif
