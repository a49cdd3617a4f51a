// q4_1: f16 d; f16 m; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·q + m.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/packed_codes.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q4_1.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/offset_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q4_1 {
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 20;
  static constexpr int kHigh = 15;
  // Importance makes deep cuts worth while.
  static constexpr std::array<float, 1> kQuickPlain = {0.02F};
  static constexpr std::array<float, 2> kQuickWeighted = {0.01F, 0.06F};
  static constexpr std::array<float, 6> kPlainCuts = {-0.030F, -0.002F, 0.026F, 0.054F, 0.082F, 0.110F};
  static constexpr std::array<float, 6> kWeightedCuts = {-0.030F, 0.015F, 0.073F, 0.138F, 0.207F, 0.280F};
  static constexpr std::array<float, 6> kPlainDeep = {-0.030F, 0.002F, 0.034F, 0.066F, 0.098F, 0.130F};
  static constexpr std::array<float, 6> kWeightedDeep = {-0.030F, 0.018F, 0.080F, 0.149F, 0.222F, 0.300F};
  static constexpr OffsetDepth kNormal = {kPlainCuts, kWeightedCuts, 2, 0.5F, 2, 3, 0};
  static constexpr OffsetDepth kThorough = {kPlainDeep, kWeightedDeep, 8, 0.35F, 3, 5, 1};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    packHalves(codes.data(), bytes + 4);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeScaleAndOffset<Q4_1>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void decodeBlock(const std::uint8_t* block, float* values) {
  std::uint8_t codes[32];
  unpackNibbles(block + 4, codes);
  scaleAndShift<32>(codes, loadF16(block), loadF16(block + 2), values);
}

}  // namespace

const Codec q4_1 = {TensorType::Q4_1, &decodeBlocks<decodeBlock, 20, 32>, &encode};

}  // namespace halftone::codecs
#endif
