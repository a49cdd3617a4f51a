// f32 to f16 in vectors, as floats.h does it. Included once per SIMD target.
#if defined(HALFTONE_CODEC_HALF_BITS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_HALF_BITS_INL_H_
#undef HALFTONE_CODEC_HALF_BITS_INL_H_
#else
#define HALFTONE_CODEC_HALF_BITS_INL_H_
#endif

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// f32ToF16 of each lane.
template <class Floats>
HWY_INLINE hn::Vec<hn::RebindToSigned<Floats>> halfBits(Floats floats, hn::Vec<Floats> value) {
  const hn::RebindToSigned<Floats> d;
  const auto bits = hn::BitCast(d, value);
  const auto magnitude = hn::And(bits, hn::Set(d, 0x7fffffff));
  const auto odd = hn::And(hn::ShiftRight<13>(magnitude), hn::Set(d, 1));
  const auto bias = hn::Set(d, 0x0fff - (112 << 23));
  const auto normal = hn::ShiftRight<13>(hn::Add(hn::Add(magnitude, bias), odd));
  const auto shifted = hn::Add(hn::BitCast(floats, magnitude), hn::Set(floats, 0.5F));
  const auto subnormal = hn::Sub(hn::BitCast(d, shifted), hn::Set(d, 0x3f000000));
  auto half = hn::IfThenElse(hn::Lt(magnitude, hn::Set(d, 0x38800000)), subnormal, normal);
  half = hn::IfThenElse(hn::Gt(magnitude, hn::Set(d, 0x477fdfff)), hn::Set(d, 0x7bff), half);
  half = hn::IfThenElse(hn::Gt(magnitude, hn::Set(d, 0x7f800000)), hn::Set(d, 0x7e00), half);
  return hn::Or(half, hn::And(hn::ShiftRight<16>(bits), hn::Set(d, 0x8000)));
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
