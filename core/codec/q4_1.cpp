// q4_1: f16 d; f16 m; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·q + m.
#include "core/codec/block_depths.h"
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

struct Q4_1 : Q4_1Depths {
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 20;
  static constexpr int kHigh = 15;
  static constexpr std::array<float, 1> kQuickPlain = {0.02F};
  static constexpr std::array<float, 2> kQuickWeighted = {0.01F, 0.06F};

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
