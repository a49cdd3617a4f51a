// q4_1: f16 d; f16 m; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·q + m.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q4_1.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/offset_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

struct Q4_1 {
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 20;
  static constexpr int kHigh = 15;
  // Shares of the range to cut off at either end; importance makes deep cuts worth while.
  static constexpr std::array<float, kCuts> kPlainCuts = {-0.030F, -0.004F, 0.021F, 0.047F,
                                                          0.073F,  0.099F,  0.124F, 0.150F};
  static constexpr std::array<float, kCuts> kWeightedCuts = {-0.030F, -0.013F, 0.021F, 0.068F,
                                                             0.125F,  0.192F,  0.267F, 0.350F};
};

void encodeQ4_1Block(const float* values, const float* importance, std::uint8_t* bytes) {
  const OffsetFit<Q4_1::kLength> fit = fitOffset<Q4_1, Q4_1::kLength>(values, importance);
  storeF16(bytes, fit.scale);
  storeF16(bytes + 2, fit.offset);
  for (std::size_t j = 0; j < Q4_1::kLength / 2; ++j) {
    const int low = fit.codes[j];
    const int high = fit.codes[j + Q4_1::kLength / 2];
    bytes[4 + j] = static_cast<std::uint8_t>(low | high << 4);
  }
}

void encodeQ4_1(const Rows& rows, std::span<std::byte> blocks) {
  encodeBlocks<encodeQ4_1Block, Q4_1::kBytes, Q4_1::kLength>(rows, blocks);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeQ4_1);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeQ4_1)(rows, blocks); }

void decodeBlock(const std::uint8_t* block, float* values) {
  constexpr std::size_t kHalf = 16;
  const float d = loadF16(block);
  const float m = loadF16(block + 2);
  const std::uint8_t* codes = block + 4;
  for (std::size_t j = 0; j < kHalf; ++j) {
    values[j] = d * static_cast<float>(codes[j] & 15) + m;
    values[j + kHalf] = d * static_cast<float>(codes[j] >> 4) + m;
  }
}

}  // namespace

const Codec q4_1 = {TensorType::Q4_1, &decodeBlocks<decodeBlock, 20, 32>, &encode};

}  // namespace halftone::codecs
#endif
