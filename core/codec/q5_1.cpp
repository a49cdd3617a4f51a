// q5_1: f16 d; f16 m; u32 h; 16 bytes, byte j holds the low bits of value j in its low nibble and of value j + 16 in
// its high one. Bit i of h is the fifth bit of value i. x = d·q + m.
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/packed_codes.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q5_1.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/offset_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q5_1 : Q5_1Depths {
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 24;
  static constexpr int kHigh = 31;
  static constexpr std::array<float, 1> kQuickPlain = {0.005F};
  static constexpr std::array<float, 2> kQuickWeighted = {0.0F, 0.025F};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    packFifthBits(codes.data(), bytes + 4);
    packHalves(codes.data(), bytes + 8);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeScaleAndOffset<Q5_1>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void decodeBlock(const std::uint8_t* block, float* values) {
  constexpr std::size_t kLength = 32;
  const float d = loadF16(block);
  std::uint8_t codes[kLength];
  unpackNibbles(block + 8, codes);
  for (std::size_t i = 0; i < kLength; i += 8)
    store(codes + i, load<std::uint64_t>(codes + i) | spreadBits(block[4 + i / 8]) << 4);
  scaleAndShift<kLength>(codes, d, loadF16(block + 2), values);
}

}  // namespace

const Codec q5_1 = {TensorType::Q5_1, &decodeBlocks<decodeBlock, 24, 32>, &encode};

}  // namespace halftone::codecs
#endif
