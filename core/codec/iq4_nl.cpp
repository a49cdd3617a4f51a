// iq4_nl: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one, each an index into
// uneven levels K. x = d·K[q].
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/packed_codes.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq4_nl.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct IQ4_NL : IQ4_NLDepths {
  using Levels = UnevenLevels;
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 18;
  static constexpr std::size_t kScaleAt = 0;
  static constexpr bool kFine = false;
  static constexpr std::array<float, 2> kQuickPlain = {-127.0F, 113.0F};
  static constexpr std::array<float, 4> kQuickWeighted = {-127.0F, 113.0F, -150.0F, -180.0F};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    packHalves(codes.data(), bytes + 2);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeOneScale<IQ4_NL>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

constexpr std::size_t kLength = 32;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  const std::uint8_t* codes = block + 2;
  for (std::size_t j = 0; j < kLength / 2; ++j) {
    values[j] = d * kUnevenLevels[codes[j] & 15];
    values[j + kLength / 2] = d * kUnevenLevels[codes[j] >> 4];
  }
}

}  // namespace

const Codec iq4_nl = {TensorType::IQ4_NL, &decodeBlocks<decodeBlock, 18, 32>, &encode};

}  // namespace halftone::codecs
#endif
