// Sixteen lanes of two 16-bit numbers each, with sums that stay within their range. Included once per SIMD target.
// Whole numbers: every target gives the same. Numbers are signed, except where a function says otherwise.
#if defined(HALFTONE_CODEC_HALF_PAIRS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_HALF_PAIRS_INL_H_
#undef HALFTONE_CODEC_HALF_PAIRS_INL_H_
#else
#define HALFTONE_CODEC_HALF_PAIRS_INL_H_
#endif

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/codec/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

struct alignas(64) PairPerLane {
  std::int32_t v[kLanes];
};

using PairIds = hn::RebindToSigned<LaneTag>;

#if HWY_TARGET == HWY_SCALAR
struct PairVector {
  std::int16_t v[2];
};
struct PairMask {
  bool v[2];
};

HWY_INLINE PairVector pairsAt(const PairPerLane& pairs, std::size_t lane) {
  PairVector result;
  std::memcpy(result.v, pairs.v + lane, sizeof(result.v));
  return result;
}
HWY_INLINE void putPairs(PairVector pairs, PairPerLane& to, std::size_t lane) {
  std::memcpy(to.v + lane, pairs.v, sizeof(pairs.v));
}
HWY_INLINE PairVector asPairs(hn::Vec<PairIds> v) {
  const std::int32_t own = hn::GetLane(v);
  PairVector result;
  std::memcpy(result.v, &own, sizeof(result.v));
  return result;
}
HWY_INLINE hn::Vec<PairIds> asIds(PairVector pairs) {
  std::int32_t own;
  std::memcpy(&own, pairs.v, sizeof(own));
  return hn::Set(PairIds(), own);
}
HWY_INLINE PairVector samePairs(int value) {
  return {{static_cast<std::int16_t>(value), static_cast<std::int16_t>(value)}};
}
HWY_INLINE PairVector saturatedSum(PairVector a, PairVector b) {
  PairVector sum;
  for (int k = 0; k < 2; ++k) sum.v[k] = static_cast<std::int16_t>(std::clamp(a.v[k] + b.v[k], -32768, 32767));
  return sum;
}
HWY_INLINE PairVector lesser(PairVector a, PairVector b) {
  return {{std::min(a.v[0], b.v[0]), std::min(a.v[1], b.v[1])}};
}
// Of numbers without a sign.
HWY_INLINE PairVector unsignedSum(PairVector a, PairVector b) {
  PairVector sum;
  for (int k = 0; k < 2; ++k) {
    const int own = static_cast<std::uint16_t>(a.v[k]) + static_cast<std::uint16_t>(b.v[k]);
    sum.v[k] = static_cast<std::int16_t>(static_cast<std::uint16_t>(std::min(own, 65535)));
  }
  return sum;
}
HWY_INLINE PairVector unsignedLesser(PairVector a, PairVector b) {
  PairVector least;
  for (int k = 0; k < 2; ++k) {
    least.v[k] = static_cast<std::uint16_t>(b.v[k]) < static_cast<std::uint16_t>(a.v[k]) ? b.v[k] : a.v[k];
  }
  return least;
}
HWY_INLINE PairMask isSame(PairVector a, PairVector b) { return {{a.v[0] == b.v[0], a.v[1] == b.v[1]}}; }
HWY_INLINE PairMask isLess(PairVector a, PairVector b) { return {{a.v[0] < b.v[0], a.v[1] < b.v[1]}}; }
HWY_INLINE PairMask hasBit(PairVector a, PairVector bit) {
  return {{(a.v[0] & bit.v[0]) != 0, (a.v[1] & bit.v[1]) != 0}};
}
HWY_INLINE PairVector pick(PairMask which, PairVector yes, PairVector no) {
  return {{which.v[0] ? yes.v[0] : no.v[0], which.v[1] ? yes.v[1] : no.v[1]}};
}
#else
using PairTag = hn::Repartition<std::int16_t, LaneTag>;
using PairVector = hn::Vec<PairTag>;
using PairMask = hn::Mask<PairTag>;

HWY_INLINE PairVector asPairs(hn::Vec<PairIds> v) { return hn::BitCast(PairTag(), v); }
HWY_INLINE hn::Vec<PairIds> asIds(PairVector pairs) { return hn::BitCast(PairIds(), pairs); }
HWY_INLINE PairVector pairsAt(const PairPerLane& pairs, std::size_t lane) {
  return asPairs(hn::Load(PairIds(), pairs.v + lane));
}
HWY_INLINE void putPairs(PairVector pairs, PairPerLane& to, std::size_t lane) {
  hn::Store(asIds(pairs), PairIds(), to.v + lane);
}
HWY_INLINE PairVector samePairs(int value) { return hn::Set(PairTag(), static_cast<std::int16_t>(value)); }
HWY_INLINE PairVector saturatedSum(PairVector a, PairVector b) { return hn::SaturatedAdd(a, b); }
HWY_INLINE PairVector lesser(PairVector a, PairVector b) { return hn::Min(a, b); }
// Of numbers without a sign.
HWY_INLINE PairVector unsignedSum(PairVector a, PairVector b) {
  const hn::RebindToUnsigned<PairTag> d;
  return hn::BitCast(PairTag(), hn::SaturatedAdd(hn::BitCast(d, a), hn::BitCast(d, b)));
}
HWY_INLINE PairVector unsignedLesser(PairVector a, PairVector b) {
  const hn::RebindToUnsigned<PairTag> d;
  return hn::BitCast(PairTag(), hn::Min(hn::BitCast(d, a), hn::BitCast(d, b)));
}
HWY_INLINE PairMask isSame(PairVector a, PairVector b) { return hn::Eq(a, b); }
HWY_INLINE PairMask isLess(PairVector a, PairVector b) { return hn::Lt(a, b); }
HWY_INLINE PairMask hasBit(PairVector a, PairVector bit) { return hn::TestBit(a, bit); }
HWY_INLINE PairVector pick(PairMask which, PairVector yes, PairVector no) { return hn::IfThenElse(which, yes, no); }
#endif

// Of a table of which `pairs` points to what these lanes have.
HWY_INLINE PairVector pairsAt(const std::int32_t* pairs) { return asPairs(hn::Load(PairIds(), pairs)); }
HWY_INLINE void putPairs(PairVector pairs, std::int32_t* to) { hn::Store(asIds(pairs), PairIds(), to); }

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
