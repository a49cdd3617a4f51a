// Sixteen lanes of two 16-bit numbers each, with sums that stay within their range. Included once per SIMD target.
// Whole numbers: every target gives the same.
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

HWY_INLINE PairVector pairsAt(const PairPerLane& pairs, std::size_t lane) {
  return hn::BitCast(PairTag(), hn::Load(hn::RebindToSigned<LaneTag>(), pairs.v + lane));
}
HWY_INLINE void putPairs(PairVector pairs, PairPerLane& to, std::size_t lane) {
  const hn::RebindToSigned<LaneTag> integers;
  hn::Store(hn::BitCast(integers, pairs), integers, to.v + lane);
}
HWY_INLINE PairVector samePairs(int value) { return hn::Set(PairTag(), static_cast<std::int16_t>(value)); }
HWY_INLINE PairVector saturatedSum(PairVector a, PairVector b) { return hn::SaturatedAdd(a, b); }
HWY_INLINE PairVector lesser(PairVector a, PairVector b) { return hn::Min(a, b); }
HWY_INLINE PairMask isLess(PairVector a, PairVector b) { return hn::Lt(a, b); }
HWY_INLINE PairMask hasBit(PairVector a, PairVector bit) { return hn::TestBit(a, bit); }
HWY_INLINE PairVector pick(PairMask which, PairVector yes, PairVector no) { return hn::IfThenElse(which, yes, no); }
#endif

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
