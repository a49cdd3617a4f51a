// Blocks of one scale, written from what a search found. Included once per SIMD target.
#if defined(HALFTONE_CODEC_ONE_SCALE_BLOCKS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_ONE_SCALE_BLOCKS_INL_H_
#undef HALFTONE_CODEC_ONE_SCALE_BLOCKS_INL_H_
#else
#define HALFTONE_CODEC_ONE_SCALE_BLOCKS_INL_H_
#endif

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/codec/block_group-inl.h"
#include "core/codec/blocks.h"
#include "core/codec/level_codes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// `count` blocks of Type::kBytes bytes, each with its f16 scale at Type::kScaleAt and what Type::pack(codes, bytes)
// makes of its codes, which are those of its values times its factor.
template <class Type>
void writeOneScaleBlocks(const float* values, std::size_t count, const PerLane& scales, const PerLane& factors,
                         std::uint8_t* bytes) {
  const HalfPerLane halves = halvesOf(scales);
  for (std::size_t k = 0; k < count; ++k, bytes += Type::kBytes) {
    alignas(64) std::array<std::uint8_t, Type::kLength> codes;
    writeLevelCodes<typename Type::Levels>(values + k * Type::kLength, Type::kLength, factors.v[k], codes.data());
    store(bytes + Type::kScaleAt, halves.v[k]);
    Type::pack(codes, bytes);
  }
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
