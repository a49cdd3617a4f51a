// Blocks of a scale d and an offset m, written from what a search found. Included once per SIMD target.
#if defined(HALFTONE_CODEC_OFFSET_BLOCKS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_OFFSET_BLOCKS_INL_H_
#undef HALFTONE_CODEC_OFFSET_BLOCKS_INL_H_
#else
#define HALFTONE_CODEC_OFFSET_BLOCKS_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/codec/block_group-inl.h"
#include "core/codec/blocks.h"
#include "core/codec/level_codes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Of each block: d and m as f16 holds them.
struct OffsetFits {
  PerLane scales, offsets;
};

// A block of one value: m is that value rounded to f16, and what rounding lost comes back as d with every code 1, or,
// where f16 is too small for it, with every code the highest.
struct ConstantFit {
  float scale, offset;
  int code;
  ConstantFit(float value, int highest) : offset(roundToF16(value)) {
    const float rest = value - offset;
    code = std::abs(rest) > 65504.0F ? highest : 1;
    scale = roundToF16(rest / static_cast<float>(code));
    if (scale == 0) code = 0;
  }
};

// `count` blocks of Type::kBytes bytes, each with f16 d, f16 m, and what Type::pack(codes, bytes) makes of its codes,
// 0 to Type::kHigh, after them.
template <class Type>
void writeOffsetBlocks(const float* values, std::size_t count, const OffsetFits& fits, std::uint8_t* bytes) {
  constexpr std::size_t kLength = Type::kLength;
  const HalfPerLane scales = halvesOf(fits.scales), offsets = halvesOf(fits.offsets);
  for (std::size_t k = 0; k < count; ++k, bytes += Type::kBytes, values += kLength) {
    alignas(64) std::array<std::uint8_t, kLength> codes;
    if (std::all_of(values, values + kLength, [values](float value) { return value == values[0]; })) {
      const ConstantFit fit(values[0], Type::kHigh);
      codes.fill(static_cast<std::uint8_t>(fit.code));
      storeF16(bytes, fit.scale);
      storeF16(bytes + 2, fit.offset);
    } else {
      const LaneVector inverse = inverseOrZero(same(fits.scales.v[k])), start = same(fits.offsets.v[k]);
      for (std::size_t i = 0; i < kLength; i += vectorLanes()) {
        const LaneVector y = hn::Sub(hn::LoadU(LaneTag(), values + i), start);
        writeBytes(IntegerLevels<0, Type::kHigh>::code(hn::Mul(y, inverse)), codes.data() + i);
      }
      store(bytes, scales.v[k]);
      store(bytes + 2, offsets.v[k]);
    }
    Type::pack(codes, bytes);
  }
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
