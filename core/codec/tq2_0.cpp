// tq2_0: 64 bytes; f16 d. Two halves of 32 bytes; half h, byte m, bit pair l holds value 128·h + 32·l + m. x = d·(q −
// 1).
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/packed_codes.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/tq2_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct TQ2_0 : TernaryDepths {
  using Levels = IntegerLevels<-1, 1>;
  static constexpr std::size_t kLength = 256;
  static constexpr std::size_t kBytes = 66;
  static constexpr std::size_t kScaleAt = 64;
  static constexpr bool kFine = false;
  static constexpr std::array<float, 1> kQuickPlain = {2.4F};
  static constexpr std::array<float, 1> kQuickWeighted = {2.4F};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    packTwoBits(codes.data(), 0, bytes);
    packTwoBits(codes.data() + 128, 0, bytes + 32);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeOneScale<TQ2_0>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

constexpr std::size_t kLength = 256;

void decodeBlock(const std::uint8_t* block, float* values) {
  std::uint8_t codes[kLength];
  unpackTwoBits(block, codes);
  unpackTwoBits(block + 32, codes + 128);
  scaleCodes<kLength>(codes, loadF16(block + 64), 1, values);
}

}  // namespace

const Codec tq2_0 = {TensorType::TQ2_0, &decodeBlocks<decodeBlock, 66, 256>, &encode};

}  // namespace halftone::codecs
#endif
