// Sixteen numbers side by side, and the rounding that the scale searches of the K types share.
// Included once per SIMD target, inside files that Highway compiles for each (see q4_k_encode.cpp).
//
// A target works on 4, 8 or 16 of the 16 lanes at a time. No result depends on how many: lanes never meet, except in
// sumOfLanes, whose order is fixed. Products and sums are never fused.
#if defined(HALFTONE_CODEC_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_LANES_INL_H_
#undef HALFTONE_CODEC_LANES_INL_H_
#else
#define HALFTONE_CODEC_LANES_INL_H_
#endif

#include <cstddef>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

inline constexpr std::size_t kLanes = 16;
using LaneTag = hn::CappedTag<float, kLanes>;
using LaneVector = hn::Vec<LaneTag>;
using LaneMask = hn::Mask<LaneTag>;

// One number per lane.
struct alignas(64) PerLane {
  float v[kLanes];
};

HWY_INLINE std::size_t vectorLanes() { return hn::Lanes(LaneTag()); }
HWY_INLINE LaneVector same(float value) { return hn::Set(LaneTag(), value); }
HWY_INLINE LaneVector zeros() { return hn::Zero(LaneTag()); }
HWY_INLINE LaneVector at(const float* numbers) { return hn::Load(LaneTag(), numbers); }
HWY_INLINE LaneVector at(const PerLane& numbers, std::size_t lane) { return at(numbers.v + lane); }
HWY_INLINE void put(LaneVector v, PerLane& numbers, std::size_t lane) { hn::Store(v, LaneTag(), numbers.v + lane); }

// (((v0 + v8) + (v4 + v12)) + ((v2 + v10) + (v6 + v14))) + the same of the odd ones.
#if HWY_TARGET == HWY_SCALAR
HWY_INLINE float sumOfLanes(const PerLane& numbers) {
  PerLane sums = numbers;
  for (std::size_t width = kLanes / 2; width > 0; width /= 2) {
    for (std::size_t i = 0; i < width; ++i) sums.v[i] += sums.v[i + width];
  }
  return sums.v[0];
}
#else
HWY_INLINE float sumOfLanes(const PerLane& numbers) {
  const hn::Full128<float> four;
  using Four = hn::Vec<hn::Full128<float> >;
  const Four even = hn::Add(hn::Load(four, numbers.v), hn::Load(four, numbers.v + 8));
  const Four odd = hn::Add(hn::Load(four, numbers.v + 4), hn::Load(four, numbers.v + 12));
  const Four sums = hn::Add(even, odd);
  const Four pairs = hn::Add(sums, hn::Shuffle1032(sums));
  return hn::GetLane(hn::Add(pairs, hn::Shuffle2301(pairs)));
}
#endif

// Nearest integer within [low, high], ties to even; |low| and |high| below 2^22. Adding 1.5·2^23 leaves no room for a
// fraction, and every target rounds an addition alike.
HWY_INLINE LaneVector nearestWithin(LaneVector v, float low, float high) {
  const LaneVector magic = same(12582912.0f);
  return hn::Sub(hn::Add(hn::Min(hn::Max(v, same(low)), same(high)), magic), magic);
}

// 1/v, and 0 where v is 0.
HWY_INLINE LaneVector inverseOrZero(LaneVector v) {
  const LaneMask zero = hn::Eq(v, zeros());
  return hn::IfThenZeroElse(zero, hn::Div(same(1.0f), hn::IfThenElse(zero, same(1.0f), v)));
}

// The nearest number that IEEE binary16 holds, beyond its range the largest finite one. Normal numbers lose 13 bits by
// Dekker's splitting; subnormal ones are rounded to a multiple of 2^-24 by adding a number whose last place that is.
HWY_INLINE LaneVector nearestHalf(LaneVector v) {
  const LaneVector bounded = hn::Min(hn::Max(v, same(-65504.0f)), same(65504.0f));
  const LaneVector wide = hn::Mul(bounded, same(8193.0f));
  const LaneVector normal = hn::Sub(wide, hn::Sub(wide, bounded));
  const LaneVector magic = same(0.75f);
  const LaneVector subnormal = hn::Sub(hn::Add(bounded, magic), magic);
  return hn::IfThenElse(hn::Lt(hn::Abs(bounded), same(0x1p-14f)), subnormal, normal);
}

// The step nearest to `step` that a block can store, both in multiples of `unit` (a power of two; 1/unit beside it).
// Never 0 unless the step is: a smallest step with small integers beside it serves values that are tiny but not
// nothing.
HWY_INLINE LaneVector storable(LaneVector step, LaneVector unit, LaneVector perUnit) {
  const LaneVector half = nearestHalf(hn::Mul(step, unit));
  const LaneVector smallest = hn::CopySign(same(0x1p-24f), hn::Mul(step, unit));
  const LaneMask vanished = hn::And(hn::Eq(half, zeros()), hn::Ne(step, zeros()));
  return hn::Mul(hn::IfThenElse(vanished, smallest, half), perUnit);
}
HWY_INLINE LaneVector storable(LaneVector step, float unit) { return storable(step, same(unit), same(1.0f / unit)); }
HWY_INLINE float storable(float step, float unit) { return hn::GetLane(storable(same(step), unit)); }

// 0, −1, 1, −2, 2, …: the order in which integers around a start are tried.
constexpr float alternating(int i) { return static_cast<float>(i % 2 == 0 ? i / 2 : -(i + 1) / 2); }

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
