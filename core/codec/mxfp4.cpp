// mxfp4: u8 e; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one, each an index into F,
// twice the E2M1 values. x = s·F[q] with s = 2^(e − 128), and for e < 2 the subnormal of the same value.
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/levels.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/mxfp4.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/candidate_scales-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

// A scale's code is e as a number.
struct PowersOfTwo {
  // Beyond 2^124 the largest level would be infinite.
  static constexpr float kFirst = 0, kLast = 252;
  static HWY_INLINE LaneVector code(LaneVector start, float j) {
    return hn::Max(hn::Sub(start, same(j)), same(kFirst));
  }
  // 2^(e − 128) in two factors that are normal numbers.
  static HWY_INLINE LaneVector scale(LaneVector code) {
    const hn::RebindToSigned<LaneTag> integers;
    const auto e = hn::ConvertTo(integers, code);
    const auto half = hn::ShiftRight<1>(e);
    return hn::Mul(power(hn::Sub(half, hn::Set(integers, 64))),
                   power(hn::Sub(hn::Sub(e, half), hn::Set(integers, 64))));
  }

 private:
  template <class Integers>
  static HWY_INLINE LaneVector power(Integers exponent) {
    const hn::RebindToSigned<LaneTag> integers;
    return hn::BitCast(LaneTag(), hn::ShiftLeft<23>(hn::Add(exponent, hn::Set(integers, 127))));
  }
};

struct MXFP4 : MXFP4Depths, BlockLanes<17> {
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 17;
  static constexpr float kSmallest = 0x1p-130F;

  template <bool kWeighted>
  static void encode(const BlockGroup<kLength>& group, Effort effort, std::uint8_t* bytes) {
    PerLane start, codes, inverses;
    for (std::size_t k = 0; k < kLanes; ++k) start.v[k] = k < group.count ? startCode(group, k) : 0.0F;
    chooseScaleCodes<TwiceE2M1Levels, PowersOfTwo, kWeighted>(group, start, candidates(effort, kWeighted), codes,
                                                              inverses);
    for (std::size_t k = 0; k < group.count; ++k, bytes += kBytes) {
      std::array<std::uint8_t, kLength> levels;
      writeCodes<TwiceE2M1Levels>(group, k, inverses.v[k], levels.data());
      bytes[0] = static_cast<std::uint8_t>(codes.v[k]);
      for (std::size_t j = 0; j < kLength / 2; ++j)
        bytes[1 + j] = static_cast<std::uint8_t>(levels[j] | levels[j + kLength / 2] << 4);
    }
  }

 private:
  // The scale that puts the largest magnitude L at 4..8: with a larger one no value comes nearer, because twice a level
  // is a level wherever that is in range. Codes run from there down; with importance far, since a peak may be cut.
  static float startCode(const BlockGroup<kLength>& group, std::size_t k) {
    const float largest = largestOf(group.values + k * kLength, kLength);
    const int exponent = largest > 0 ? std::ilogb(largest) : 0;
    return std::clamp(static_cast<float>(exponent - 2 + 128), PowersOfTwo::kFirst, PowersOfTwo::kLast);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeBlockGroups<MXFP4>(rows, blocks); }

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
  const std::uint32_t e = block[0];
  const float scale = std::bit_cast<float>(e < 2 ? 0x00200000U << e : (e - 1) << 23);
  const std::uint8_t* codes = block + 1;
  for (std::size_t j = 0; j < kLength / 2; ++j) {
    values[j] = scale * kTwiceE2M1[codes[j] & 15];
    values[j + kLength / 2] = scale * kTwiceE2M1[codes[j] >> 4];
  }
}

}  // namespace

const Codec mxfp4 = {TensorType::MXFP4, &decodeBlocks<decodeBlock, 17, 32>, &encode};

}  // namespace halftone::codecs
#endif
