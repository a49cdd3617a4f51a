// Sixteen blocks side by side as the scale searches of the one-scale types see them, and the walk over all of them.
// Included once per SIMD target.
//
// Lane k holds block k: value i of block k is kept at 16·i + k, so that a vector holds the same value of neighbouring
// blocks, each block goes through its values in order, and a search needs no sum across lanes. Blocks never meet: a
// block gets the same bytes whatever stands beside it.
#if defined(HALFTONE_CODEC_BLOCK_GROUP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_BLOCK_GROUP_INL_H_
#undef HALFTONE_CODEC_BLOCK_GROUP_INL_H_
#else
#define HALFTONE_CODEC_BLOCK_GROUP_INL_H_
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/codec/half_bits-inl.h"
#include "core/codec/lanes-inl.h"
#include "core/codec/rows.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// A set of lanes: bit k for lane k.
using LaneBits = std::uint32_t;
inline constexpr LaneBits kAllLanes = (LaneBits{1} << kLanes) - 1;

// Those of the lanes from `lane` on that are in the mask.
HWY_INLINE LaneBits laneBits(LaneMask mask, std::size_t lane) {
  std::uint8_t bits[8] = {};
  hn::StoreMaskBits(LaneTag(), mask, bits);
  return (bits[0] | LaneBits{bits[1]} << 8U) << lane;
}

template <std::size_t kLength>
struct alignas(64) GroupPanel {
  float v[kLength * kLanes];
};

// The weights of up to sixteen blocks, each block's largest in [1, 2).
template <std::size_t kLength>
struct GroupWeights {
  GroupPanel<kLength> panel;
  LaneBits even;  // lanes with the same weight for all: as good as none
};

template <std::size_t kLength>
struct BlockGroup {
  const float* values;                 // as given, in order
  std::size_t count;                   // blocks, 1 to 16; lanes without one hold zeros
  GroupPanel<kLength> x;               // the values divided by their lane's unit: its largest magnitude is in [1, 2)
  const GroupPanel<kLength>* weights;  // nullptr: all 1
  PerLane unit;                        // powers of two
  PerLane perUnit;                     // 1/unit
  LaneBits lost;                       // lanes in which no value is large enough to be kept
};

// The power of two that is at most `value`, kept within 2^±100 so that its inverse is a normal number.
HWY_INLINE LaneVector normalizingUnit(LaneVector value) {
  const hn::RebindToSigned<LaneTag> integers;
  const auto exponent = hn::ShiftRight<23>(hn::BitCast(integers, value));
  const auto bounded = hn::Min(hn::Max(exponent, hn::Set(integers, 27)), hn::Set(integers, 227));
  return hn::BitCast(LaneTag(), hn::ShiftLeft<23>(bounded));
}
HWY_INLINE float normalizingUnit(float value) { return hn::GetLane(normalizingUnit(same(value))); }

// The largest magnitude of a block. REQUIRES: length is a multiple of 16.
HWY_INLINE float largestOf(const float* values, std::size_t length) {
  LaneVector largest = zeros();
  for (std::size_t i = 0; i < length; i += vectorLanes())
    largest = hn::Max(largest, hn::Abs(hn::LoadU(LaneTag(), values + i)));
  return hn::GetLane(hn::MaxOfLanes(LaneTag(), largest));
}

#if HWY_TARGET == HWY_SCALAR || HWY_HAVE_SCALABLE
template <std::size_t kLength>
void transposeBlocks(const float* values, GroupPanel<kLength>& panel) {
  for (std::size_t k = 0; k < kLanes; ++k)
    for (std::size_t i = 0; i < kLength; ++i) panel.v[i * kLanes + k] = values[k * kLength + i];
}
#else
// As many times four values as fit in a vector, from places kStride apart.
template <std::size_t kStride, class Tag>
HWY_INLINE hn::Vec<Tag> fours(Tag tag, const float* first) {
  if constexpr (hn::MaxLanes(Tag()) == 4) {
    return hn::LoadU(tag, first);
  } else {
    const hn::Half<Tag> half;
    return hn::Combine(tag, fours<kStride>(half, first + hn::MaxLanes(tag) / 8 * kStride), fours<kStride>(half, first));
  }
}

// Vector r of four holds values i..i+3 of blocks r, r + 4, …; transposing each four by four lanes sets blocks in order.
template <std::size_t kLength>
HWY_INLINE void transposeBlocks(const float* values, GroupPanel<kLength>& panel) {
  const LaneTag d;
  const hn::RepartitionToWide<LaneTag> pairs;
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    for (std::size_t i = 0; i < kLength; i += 4) {
      const float* first = values + lane * kLength + i;
      const LaneVector a = fours<4 * kLength>(d, first), b = fours<4 * kLength>(d, first + kLength);
      const LaneVector c = fours<4 * kLength>(d, first + 2 * kLength), e = fours<4 * kLength>(d, first + 3 * kLength);
      const auto abLow = hn::BitCast(pairs, hn::InterleaveLower(d, a, b));
      const auto abHigh = hn::BitCast(pairs, hn::InterleaveUpper(d, a, b));
      const auto ceLow = hn::BitCast(pairs, hn::InterleaveLower(d, c, e));
      const auto ceHigh = hn::BitCast(pairs, hn::InterleaveUpper(d, c, e));
      float* to = panel.v + i * kLanes + lane;
      hn::Store(hn::BitCast(d, hn::InterleaveLower(pairs, abLow, ceLow)), d, to);
      hn::Store(hn::BitCast(d, hn::InterleaveUpper(pairs, abLow, ceLow)), d, to + kLanes);
      hn::Store(hn::BitCast(d, hn::InterleaveLower(pairs, abHigh, ceHigh)), d, to + 2 * kLanes);
      hn::Store(hn::BitCast(d, hn::InterleaveUpper(pairs, abHigh, ceHigh)), d, to + 3 * kLanes);
    }
  }
}
#endif

// Lanes beyond `count` get zeros.
template <std::size_t kLength>
void loadPanel(const float* values, std::size_t count, GroupPanel<kLength>& panel) {
  if (count == kLanes) return transposeBlocks(values, panel);
  GroupPanel<kLength> padded{};
  std::memcpy(padded.v, values, count * kLength * sizeof(float));
  transposeBlocks(padded.v, panel);
}

// The largest magnitude of each of these lanes.
template <std::size_t kLength>
HWY_INLINE LaneVector largestOfLanes(const GroupPanel<kLength>& panel, std::size_t lane) {
  LaneVector most = zeros();
  for (std::size_t i = lane; i < kLength * kLanes; i += kLanes) most = hn::Max(most, hn::Abs(at(panel.v + i)));
  return most;
}

// Columns of no importance keep a trace of it, 2^-40 of their block's largest, so that they are fitted where that costs
// the others nothing. If nothing in a block is important, everything is equally so.
template <std::size_t kLength>
void loadGroupWeights(const float* importance, std::size_t count, GroupWeights<kLength>& weights) {
  loadPanel(importance, count, weights.panel);
  weights.even = 0;
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    const LaneVector most = largestOfLanes(weights.panel, lane);
    const LaneVector perUnit = hn::Div(same(1.0F), normalizingUnit(most));
    const LaneVector first = at(weights.panel.v + lane);
    const LaneMask some = hn::Gt(most, zeros());
    LaneMask even = hn::Eq(first, first);
    for (std::size_t i = lane; i < kLength * kLanes; i += kLanes) {
      const LaneVector own = at(weights.panel.v + i);
      even = hn::And(even, hn::Eq(own, first));
      const LaneVector weight = hn::IfThenElse(some, hn::Max(hn::Mul(own, perUnit), same(0x1p-40F)), same(1.0F));
      hn::Store(weight, LaneTag(), weights.panel.v + i);
    }
    weights.even |= laneBits(even, lane);
  }
}

// Values below `smallest` are lost.
template <std::size_t kLength>
void loadGroupValues(const float* values, std::size_t count, float smallest, BlockGroup<kLength>& group) {
  group.values = values;
  group.count = count;
  group.lost = 0;
  loadPanel(values, count, group.x);
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    const LaneVector most = largestOfLanes(group.x, lane);
    group.lost |= laneBits(hn::Lt(most, same(smallest)), lane);
    const LaneVector unit = normalizingUnit(most), perUnit = hn::Div(same(1.0F), unit);
    put(unit, group.unit, lane);
    put(perUnit, group.perUnit, lane);
    for (std::size_t i = lane; i < kLength * kLanes; i += kLanes)
      hn::Store(hn::Mul(at(group.x.v + i), perUnit), LaneTag(), group.x.v + i);
  }
}

// Of a type whose lanes are blocks of kBytes bytes, for encodeGroup.
template <std::size_t kBytes>
struct BlockLanes {
  // Copies the bytes of lane k from one group's to another's.
  static void takeLane(std::size_t k, const std::uint8_t* from, std::uint8_t* to) {
    std::memcpy(to + k * kBytes, from + k * kBytes, kBytes);
  }
};

template <class Type>
using GroupBytes = std::array<std::uint8_t, kLanes * Type::kBytes>;

template <class Type>
void takeLanes(LaneBits lanes, const GroupBytes<Type>& from, std::uint8_t* to) {
  for (; lanes != 0; lanes &= lanes - 1)
    Type::takeLane(static_cast<std::size_t>(std::countr_zero(lanes)), from.data(), to);
}

// A group, with its weights or nullptr. Lanes are searched together, but what a lane gets does not depend on the
// others: where only some have even weights, they take what they get without.
template <class Type>
void encodeGroup(BlockGroup<Type::kLength>& group, const GroupWeights<Type::kLength>* weights, Effort effort,
                 std::uint8_t* bytes) {
  const LaneBits all = kAllLanes >> (kLanes - group.count), lost = group.lost & all;
  const LaneBits even = weights == nullptr ? all : weights->even & all;
  if (lost == all) {
    std::memset(bytes, 0, group.count * Type::kBytes);
    return;
  }
  if (even != all) {
    group.weights = &weights->panel;
    Type::template encode<true>(group, effort, bytes);
  }
  if (even != 0) {
    GroupBytes<Type> plain;
    group.weights = nullptr;
    Type::template encode<false>(group, effort, even == all ? bytes : plain.data());
    if (even != all) takeLanes<Type>(even, plain, bytes);
  }
  if (lost != 0) takeLanes<Type>(lost, GroupBytes<Type>{}, bytes);
}

// Codec::encode for a type of independent blocks: Type::encode<weighted>(group, effort, bytes) for each group, where a
// lane is kLength values in kBytes bytes; Type::takeLane as in BlockLanes. Lanes of zeros (Type::kSmallest says below
// what all is lost) are bytes of zeros. The importance is the same for every row, so it is laid out once.
template <class Type>
void encodeBlockGroups(const Rows& rows, std::span<std::byte> blocks) {
  const auto& [values, columns, importance, effort] = rows;
  constexpr std::size_t kLength = Type::kLength;
  constexpr std::size_t kStride = kLanes * kLength;
  // Without importance rows need not be told apart.
  const std::size_t rowLength = importance.empty() ? values.size() : columns;
  std::vector<GroupWeights<kLength>> weights((importance.size() + kStride - 1) / kStride);
  for (std::size_t g = 0; g < weights.size(); ++g)
    loadGroupWeights(importance.data() + g * kStride, std::min(kLanes, (columns - g * kStride) / kLength), weights[g]);
  auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data());
  BlockGroup<kLength> group;
  for (std::size_t row = 0; row < values.size(); row += rowLength) {
    for (std::size_t column = 0; column < rowLength; column += kStride) {
      const std::size_t count = std::min(kLanes, (rowLength - column) / kLength);
      loadGroupValues(values.data() + row + column, count, Type::kSmallest, group);
      encodeGroup<Type>(group, weights.empty() ? nullptr : &weights[column / kStride], effort, bytes);
      bytes += count * Type::kBytes;
    }
  }
}

// Σ w·(x − scale·q)² for q = the level nearest to x/scale, of the blocks from `lane` on.
template <class Levels, bool kWeighted, std::size_t kLength>
HWY_INLINE LaneVector errorAt(const BlockGroup<kLength>& group, std::size_t lane, LaneVector scale) {
  const LaneVector inverse = inverseOrZero(scale);
  LaneVector total = zeros();
  for (std::size_t i = lane; i < kLength * kLanes; i += kLanes) {
    const LaneVector x = at(group.x.v + i);
    const LaneVector r = hn::Sub(x, hn::Mul(scale, Levels::nearest(hn::Mul(x, inverse))));
    if constexpr (kWeighted)
      total = hn::Add(total, hn::Mul(r, hn::Mul(at(group.weights->v + i), r)));
    else
      total = hn::Add(total, hn::Mul(r, r));
  }
  return total;
}

// Each lane's number as f16.
struct alignas(32) HalfPerLane {
  std::uint16_t v[kLanes];
};
HWY_INLINE HalfPerLane halvesOf(const PerLane& numbers) {
  const hn::Rebind<std::uint16_t, LaneTag> d;
  HalfPerLane halves;
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
    hn::Store(hn::DemoteTo(d, halfBits(LaneTag(), at(numbers, lane))), d, halves.v + lane);
  return halves;
}

// The codes of values in order, from the same arithmetic as a search's: Levels::index(value·perUnit·inverse). perUnit
// is a power of two, so that it does not matter which product comes first.
template <class Levels>
HWY_INLINE void writeIndices(const float* values, std::size_t length, float perUnit, float inverse,
                             std::uint8_t* codes) {
  const hn::RebindToSigned<LaneTag> integers;
  const hn::Rebind<std::uint8_t, LaneTag> bytes;
  const LaneVector factor = same(perUnit * inverse);
  for (std::size_t i = 0; i < length; i += vectorLanes()) {
    const LaneVector index = Levels::index(hn::Mul(hn::LoadU(LaneTag(), values + i), factor));
    hn::StoreU(hn::DemoteTo(bytes, hn::ConvertTo(integers, index)), bytes, codes + i);
  }
}

// Those of block k.
template <class Levels, std::size_t kLength>
HWY_INLINE void writeCodes(const BlockGroup<kLength>& group, std::size_t k, float inverse, std::uint8_t* codes) {
  writeIndices<Levels>(group.values + k * kLength, kLength, group.perUnit.v[k], inverse, codes);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
