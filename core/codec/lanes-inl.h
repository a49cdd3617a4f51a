// Sixteen numbers side by side, and the rounding that the scale searches of the K types share.
// Included once per SIMD target, inside files that Highway compiles for each (see q4_k_encode.cpp).
//
// A target works on 4, 8 or 16 of the 16 lanes at a time. No result depends on how many: lanes never meet, except in
// sumOfLanes, whose order is fixed. A product and a sum are fused only where the product is exact, so that it does not
// matter whether a target fuses them; numbers are shortened to few bits to make it so.
#if defined(HALFTONE_CODEC_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_LANES_INL_H_
#undef HALFTONE_CODEC_LANES_INL_H_
#else
#define HALFTONE_CODEC_LANES_INL_H_
#endif

#include <array>
#include <cstddef>
#include <cstdint>

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

// The nearest number of kBits significant bits. Finite numbers stay finite up to 2^127.
template <int kBits>
HWY_INLINE LaneVector shortened(LaneVector v) {
  const hn::RebindToSigned<LaneTag> integers;
  constexpr int kLost = 24 - kBits;
  const auto rounded = hn::Add(hn::BitCast(integers, v), hn::Set(integers, 1 << (kLost - 1)));
  return hn::BitCast(LaneTag(), hn::And(rounded, hn::Set(integers, -(1 << kLost))));
}

// Two numbers of so many bits have an exact product.
inline constexpr int kFactorBits = 12;

// sum + a·b and sum − a·b. REQUIRES: a·b has at most 24 significant bits, or is too small to matter.
HWY_INLINE LaneVector plusExact(LaneVector sum, LaneVector a, LaneVector b) { return hn::MulAdd(a, b, sum); }
HWY_INLINE LaneVector minusExact(LaneVector sum, LaneVector a, LaneVector b) { return hn::NegMulAdd(a, b, sum); }

// Adding it to a number below 2^22 in magnitude leaves no room for a fraction: the sum is it plus the nearest integer,
// ties to even, on every target alike.
inline constexpr float kRounder = 12582912.0f;  // 1.5·2^23

// Nearest integer within [low, high], ties to even; |low| and |high| below 2^22.
HWY_INLINE LaneVector nearestWithin(LaneVector v, float low, float high) {
  const LaneVector magic = same(kRounder);
  return hn::Sub(hn::Add(hn::Min(hn::Max(v, same(low)), same(high)), magic), magic);
}

// 1/v, and 0 where v is 0.
HWY_INLINE LaneVector inverseOrZero(LaneVector v) {
  const LaneMask zero = hn::Eq(v, zeros());
  return hn::IfThenZeroElse(zero, hn::Div(same(1.0f), hn::IfThenElse(zero, same(1.0f), v)));
}

// A step below this is as good as none.
inline constexpr float kLeastStep = 0x1p-60f;

// 1/v to kFactorBits and at most 2^60, so that squares of its products with numbers below 2 are finite; a large number
// of either sign where v is 0. Newton's iteration from what the exponent tells: all that codes need, at a fifth of a
// division.
HWY_INLINE LaneVector shortInverse(LaneVector v) {
  const hn::RebindToSigned<LaneTag> integers;
  const LaneVector bounded = hn::Max(hn::Abs(v), same(kLeastStep));
  const auto bits = hn::Sub(hn::Set(integers, 0x7ef311c3), hn::BitCast(integers, bounded));
  LaneVector inverse = hn::BitCast(LaneTag(), bits);
  for (int i = 0; i < 3; ++i) inverse = hn::Mul(inverse, hn::Sub(same(2.0f), hn::Mul(bounded, inverse)));
  return hn::CopySignToAbs(shortened<kFactorBits>(inverse), v);
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

// The place of the first of the least numbers. REQUIRES: kCount is a multiple of kLanes.
template <std::size_t kCount>
std::size_t placeOfLeast(const std::array<float, kCount>& numbers) {
  LaneVector least = at(numbers.data());
  for (std::size_t i = vectorLanes(); i < kCount; i += vectorLanes()) least = hn::Min(least, at(numbers.data() + i));
  const LaneVector wanted = hn::MinOfLanes(LaneTag(), least);
  for (std::size_t i = 0; i < kCount; i += vectorLanes()) {
    const std::intptr_t found = hn::FindFirstTrue(LaneTag(), hn::Eq(at(numbers.data() + i), wanted));
    if (found >= 0) return i + static_cast<std::size_t>(found);
  }
  return 0;
}

// Candidate steps and what is known of their errors. REQUIRES: kCount is a multiple of kLanes.
template <std::size_t kCount>
struct Candidates {
  using Order = std::array<std::uint8_t, kCount>;
  alignas(64) std::array<float, kCount> step;
  alignas(64) std::array<float, kCount> error;

  // The places of the candidates from the least error on: each is told how many have less. Of equal ones the last comes
  // first, and for the others the first candidate.
  Order order() const {
    Order places{};
    for (std::size_t i = 0; i < kCount; i += vectorLanes()) {
      const LaneVector own = at(error.data() + i);
      LaneVector ranks = zeros(), others = zeros();
      for (std::size_t k = 0; k < kCount; k += 2) {
        ranks = hn::Add(ranks, hn::IfThenElseZero(hn::Lt(same(error[k]), own), same(1.0f)));
        others = hn::Add(others, hn::IfThenElseZero(hn::Lt(same(error[k + 1]), own), same(1.0f)));
      }
      PerLane rank;
      put(hn::Add(ranks, others), rank, 0);
      for (std::size_t k = 0; k < vectorLanes(); ++k)
        places[static_cast<std::size_t>(rank.v[k])] = static_cast<std::uint8_t>(i + k);
    }
    return places;
  }
};

// Several vectors that are worked on side by side, so that one's sums do not wait for each other.
template <std::size_t kCount>
struct Several {
  LaneVector v[kCount];
};

// 0, −1, 1, −2, 2, …: the order in which integers around a start are tried.
constexpr float alternating(int i) { return static_cast<float>(i % 2 == 0 ? i / 2 : -(i + 1) / 2); }

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
