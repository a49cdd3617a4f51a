// q4_0: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·(q − 8).
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/packed_codes.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q4_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q4_0 : Q4_0Depths {
  using Levels = IntegerLevels<-8, 7>;
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 18;
  static constexpr std::size_t kScaleAt = 0;
  static constexpr bool kFine = false;
  static constexpr std::array<float, 1> kQuickPlain = {-8.3F};
  static constexpr std::array<float, 2> kQuickWeighted = {-8.3F, -11.0F};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    packHalves(codes.data(), bytes + 2);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeOneScale<Q4_0>(rows, blocks); }

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
  unpackNibbles(block + 2, codes);
  scaleCodes<32>(codes, loadF16(block), 8, values);
}

}  // namespace

const Codec q4_0 = {TensorType::Q4_0, &decodeBlocks<decodeBlock, 18, 32>, &encode};

}  // namespace halftone::codecs
#endif
