// bf16: the top half of f32. Encoding rounds to nearest, ties to even; finite values stay finite.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/bf16.cpp"
#include "hwy/foreach_target.h"
//
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using Integers = hn::RebindToSigned<Floats>;
using Halves = hn::Rebind<std::uint16_t, Floats>;

// f32ToBf16 of each lane.
HWY_INLINE hn::Vec<Integers> halfBits(hn::Vec<Floats> value) {
  const Integers d;
  const auto bits = hn::BitCast(d, value);
  const auto magnitude = hn::And(bits, hn::Set(d, 0x7fffffff));
  const auto odd = hn::And(hn::ShiftRight<16>(magnitude), hn::Set(d, 1));
  const auto rounded = hn::ShiftRight<16>(hn::Add(hn::Add(magnitude, hn::Set(d, 0x7fff)), odd));
  const auto bounded = hn::Min(rounded, hn::Set(d, 0x7f7f));
  const auto half = hn::IfThenElse(hn::Gt(magnitude, hn::Set(d, 0x7f800000)), hn::Set(d, 0x7fc0), bounded);
  return hn::Or(half, hn::And(hn::ShiftRight<16>(bits), hn::Set(d, 0x8000)));
}

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  assert(blocks.size() == rows.values.size() * 2);
  const float* values = rows.values.data();
  auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data());
  const std::size_t lanes = hn::Lanes(Floats()), count = rows.values.size();
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto halves = hn::DemoteTo(Halves(), halfBits(hn::LoadU(Floats(), values + i)));
    hn::StoreU(halves, Halves(), reinterpret_cast<std::uint16_t*>(bytes + 2 * i));
  }
  for (; i < count; ++i) store(bytes + 2 * i, f32ToBf16(values[i]));
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void decodeValue(const std::uint8_t* bytes, float* value) { *value = bf16ToF32(load<std::uint16_t>(bytes)); }

}  // namespace

const Codec bf16 = {TensorType::BF16, &decodeBlocks<decodeValue, 2, 1>, &encode};

}  // namespace halftone::codecs
#endif
