// f16: IEEE binary16. Encoding rounds to nearest, ties to even; beyond ±65504 it saturates. In integer arithmetic, as
// in floats.h, because what processors convert differs from it: they overflow to infinity and quiet NaNs.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/f16.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/half_bits-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

using Floats = hn::ScalableTag<float>;
using Integers = hn::RebindToSigned<Floats>;
using Halves = hn::Rebind<std::uint16_t, Floats>;

// f16ToF32 of each lane.
HWY_INLINE hn::Vec<Floats> floatOf(hn::Vec<Integers> half) {
  const Floats floats;
  const Integers d;
  const auto magnitude = hn::And(half, hn::Set(d, 0x7fff));
  const auto subnormal = hn::BitCast(d, hn::Mul(hn::ConvertTo(floats, magnitude), hn::Set(floats, 0x1p-24F)));
  const auto wide = hn::ShiftLeft<13>(magnitude);
  const auto normal = hn::Add(wide, hn::Set(d, 112 << 23));
  const auto finite = hn::IfThenElse(hn::Lt(magnitude, hn::Set(d, 0x0400)), subnormal, normal);
  const auto special = hn::Or(wide, hn::Set(d, 0x7f800000));
  const auto sign = hn::ShiftLeft<16>(hn::AndNot(hn::Set(d, 0x7fff), half));
  return hn::BitCast(floats, hn::Or(sign, hn::IfThenElse(hn::Lt(magnitude, hn::Set(d, 0x7c00)), finite, special)));
}

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  assert(blocks.size() == rows.values.size() * 2);
  const float* values = rows.values.data();
  auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data());
  const std::size_t lanes = hn::Lanes(Floats()), count = rows.values.size();
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto halves = hn::DemoteTo(Halves(), halfBits(Floats(), hn::LoadU(Floats(), values + i)));
    hn::StoreU(halves, Halves(), reinterpret_cast<std::uint16_t*>(bytes + 2 * i));
  }
  for (; i < count; ++i) store(bytes + 2 * i, f32ToF16(values[i]));
}

void decodeAll(std::span<const std::byte> blocks, std::span<float> values) {
  assert(blocks.size() == values.size() * 2);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(blocks.data());
  const std::size_t lanes = hn::Lanes(Floats()), count = values.size();
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto halves = hn::LoadU(Halves(), reinterpret_cast<const std::uint16_t*>(bytes + 2 * i));
    hn::StoreU(floatOf(hn::PromoteTo(Integers(), halves)), Floats(), values.data() + i);
  }
  for (; i < count; ++i) values[i] = f16ToF32(load<std::uint16_t>(bytes + 2 * i));
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);
HWY_EXPORT(decodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }
void decode(std::span<const std::byte> blocks, std::span<float> values) {
  HWY_DYNAMIC_DISPATCH(decodeAll)(blocks, values);
}

}  // namespace

const Codec f16 = {TensorType::F16, &decode, &encode};

}  // namespace halftone::codecs
#endif
