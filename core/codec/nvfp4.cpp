// nvfp4: 4 × u8 scales, then four sub-blocks of 16 values in 8 bytes each, split low/high within the sub-block over F,
// twice the E2M1 values. A scale byte is unsigned E4M3 (bytes 0 and 0x7F mean 0); x = (scale/2)·F[q].
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/levels.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/nvfp4.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/candidate_scales-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

// Half of an unsigned E4M3 number; its code is the byte as a number.
struct HalfE4M3 {
  static HWY_INLINE LaneVector code(LaneVector start, float j) { return hn::Max(hn::Sub(start, same(j)), zeros()); }
  static HWY_INLINE LaneVector scale(LaneVector code) {
    const hn::RebindToSigned<LaneTag> integers;
    const auto bits = hn::Add(hn::ShiftLeft<20>(hn::ConvertTo(integers, code)), hn::Set(integers, 119 << 23));
    return hn::IfThenElse(hn::Lt(code, same(8.0F)), hn::Mul(code, same(0x1p-10F)), hn::BitCast(LaneTag(), bits));
  }
};

// A lane is a sub-block, a quarter of a block.
struct NVFP4 : NVFP4Depths {
  static constexpr std::size_t kLength = 16;
  static constexpr std::size_t kBytes = 9;
  static constexpr float kSmallest = 0x1p-12F;

  template <bool kWeighted>
  static void encode(const BlockGroup<kLength>& group, Effort effort, std::uint8_t* bytes) {
    PerLane start, codes, inverses;
    for (std::size_t k = 0; k < kLanes; ++k) start.v[k] = k < group.count ? startCode(group, effort, k) : 0.0F;
    chooseScaleCodes<TwiceE2M1Levels, HalfE4M3, kWeighted>(group, start, candidates(effort, kWeighted), codes,
                                                           inverses);
    for (std::size_t k = 0; k < group.count; ++k) {
      std::uint8_t* block = bytes + k / 4 * 36;
      std::uint8_t* packed = block + 4 + k % 4 * 8;
      std::array<std::uint8_t, kLength> levels;
      writeCodes<TwiceE2M1Levels>(group, k, inverses.v[k], levels.data());
      block[k % 4] = static_cast<std::uint8_t>(codes.v[k]);
      for (std::size_t j = 0; j < 8; ++j) packed[j] = static_cast<std::uint8_t>(levels[j] | levels[j + 8] << 4);
    }
  }

  static void takeLane(std::size_t k, const std::uint8_t* from, std::uint8_t* to) {
    const std::size_t block = k / 4 * 36;
    to[block + k % 4] = from[block + k % 4];
    std::memcpy(to + block + 4 + k % 4 * 8, from + block + 4 + k % 4 * 8, 8);
  }

 private:
  // Codes run from here down. An octave above the first code whose scale reaches the largest magnitude: from there on
  // no value comes nearer, because twice a level is a level wherever that is in range. A quick search starts half way
  // up.
  static float startCode(const BlockGroup<kLength>& group, Effort effort, std::size_t k) {
    const float wanted = largestOf(group.values + k * kLength, kLength) / 6.0F;
    int code = 0;
    for (int bit = 64; bit > 0; bit /= 2)
      if (code + bit <= 0x7e && f8E4M3ToF32(static_cast<std::uint8_t>(code + bit - 1)) < wanted) code += bit;
    const int octave = code < 8 ? 15 : 7;
    return static_cast<float>(std::min(code + (effort == Effort::Quick ? 4 : octave), 0x7e));
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeBlockGroups<NVFP4>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

// The format's sign bit is never set; it is ignored here.
float unsignedE4M3(std::uint8_t value) {
  const auto magnitude = static_cast<std::uint8_t>(value & 0x7fU);
  return value == 0x7fU ? 0.0F : (magnitude == 0x7fU ? 480.0F : f8E4M3ToF32(magnitude));
}

void decodeBlock(const std::uint8_t* block, float* values) {
  for (std::size_t s = 0; s < 4; ++s) {
    const float half = 0.5F * unsignedE4M3(block[s]);
    const std::uint8_t* codes = block + 4 + 8 * s;
    for (std::size_t j = 0; j < 8; ++j) {
      values[16 * s + j] = half * kTwiceE2M1[codes[j] & 15];
      values[16 * s + 8 + j] = half * kTwiceE2M1[codes[j] >> 4];
    }
  }
}

}  // namespace

const Codec nvfp4 = {TensorType::NVFP4, &decodeBlocks<decodeBlock, 36, 64>, &encode};

}  // namespace halftone::codecs
#endif
