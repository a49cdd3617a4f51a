// The codes of values in order, as bytes. Included once per SIMD target.
#if defined(HALFTONE_CODEC_LEVEL_CODES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_LEVEL_CODES_INL_H_
#undef HALFTONE_CODEC_LEVEL_CODES_INL_H_
#else
#define HALFTONE_CODEC_LEVEL_CODES_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "core/codec/lanes-inl.h"
#include "core/codec/levels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

HWY_INLINE void writeBytes(LaneIntegers codes, std::uint8_t* bytes) {
  const hn::Rebind<std::uint8_t, LaneTag> d;
  hn::StoreU(hn::U8FromU32(hn::BitCast(hn::RebindToUnsigned<LaneTag>(), codes)), d, bytes);
}

// Levels::code(value·factor) of each.
template <class Levels>
HWY_INLINE void writeLevelCodes(const float* values, std::size_t length, float factor, std::uint8_t* codes) {
  const LaneVector factors = same(factor);
  for (std::size_t i = 0; i < length; i += vectorLanes())
    writeBytes(Levels::code(hn::Mul(hn::LoadU(LaneTag(), values + i), factors)), codes + i);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
