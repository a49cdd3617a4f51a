// q8_0: f16 d; 32 × i8 q. x = d·q.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q8_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

struct Q8_0 {
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 34;
  static constexpr int kLow = -128;
  static constexpr int kHigh = 127;
  static constexpr std::array<float, 96> kPlain = scaleLadder<48>(112, 136);
  static constexpr std::array<float, 192> kWeighted = scaleLadder<96>(105, 180);
};

void encodeQ8_0Block(const float* values, const float* importance, std::uint8_t* bytes) {
  ScaleFit<Q8_0::kLength> fit;
  if (!allZero(values, Q8_0::kLength)) {
    NormalizedBlock<Q8_0::kLength> block;
    normalizeBlock(values, importance, block);
    fit = fitScale<Q8_0>(block);
  }
  storeF16(bytes, fit.scale);
  std::memcpy(bytes + 2, fit.codes.data(), Q8_0::kLength);
}

void encodeQ8_0(std::span<const float> values, std::size_t columns, std::span<const float> importance,
                std::span<std::byte> blocks) {
  encodeBlocks<encodeQ8_0Block, Q8_0::kBytes, Q8_0::kLength>(values, columns, importance, blocks);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeQ8_0);

void encode(std::span<const float> values, std::size_t columns, std::span<const float> importance,
            std::span<std::byte> blocks) {
  HWY_DYNAMIC_DISPATCH(encodeQ8_0)(values, columns, importance, blocks);
}

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  for (std::size_t i = 0; i < 32; ++i) values[i] = d * static_cast<float>(load<std::int8_t>(block + 2 + i));
}

}  // namespace

const Codec q8_0 = {TensorType::Q8_0, &decodeBlocks<decodeBlock, 34, 32>, &encode};

}  // namespace halftone::codecs
#endif
