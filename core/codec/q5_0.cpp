// q5_0: f16 d; u32 h; 16 bytes, byte j holds the low bits of value j in its low nibble and of value j + 16 in its high
// one. Bit i of h is the fifth bit of value i. x = d·(q − 16).
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/packed_codes.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q5_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q5_0 : Q5_0Depths {
  using Levels = IntegerLevels<-16, 15>;
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 22;
  static constexpr std::size_t kScaleAt = 0;
  static constexpr bool kFine = false;
  static constexpr std::array<float, 1> kQuickPlain = {-16.2F};
  static constexpr std::array<float, 3> kQuickWeighted = {-16.2F, 15.6F, -19.0F};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    packFifthBits(codes.data(), bytes + 2);
    packHalves(codes.data(), bytes + 6);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeOneScale<Q5_0>(rows, blocks); }

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
  unpackNibbles(block + 6, codes);
  for (std::size_t i = 0; i < kLength; i += 8)
    store(codes + i, load<std::uint64_t>(codes + i) | spreadBits(block[2 + i / 8]) << 4);
  scaleCodes<kLength>(codes, d, 16, values);
}

}  // namespace

const Codec q5_0 = {TensorType::Q5_0, &decodeBlocks<decodeBlock, 22, 32>, &encode};

}  // namespace halftone::codecs
#endif
