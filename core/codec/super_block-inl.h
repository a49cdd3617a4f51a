// A super-block of 256 values as the scale searches of the K types see it, and the walk over all of them.
// Included once per SIMD target.
//
// The 256 values are 16 lanes of 16: lane k holds values 16k..16k+15, which is a sub-block of q2_K, q3_K and q6_K and
// half of one of q4_K and q5_K. Value i of lane k is kept at 16·i + k, so that one vector holds the same value of
// neighbouring lanes and a sum over a lane is a plain sequence of additions.
#if defined(HALFTONE_CODEC_SUPER_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_SUPER_BLOCK_INL_H_
#undef HALFTONE_CODEC_SUPER_BLOCK_INL_H_
#else
#define HALFTONE_CODEC_SUPER_BLOCK_INL_H_
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "core/codec/block_group-inl.h"
#include "core/codec/k_depths.h"
#include "core/codec/lanes-inl.h"
#include "core/codec/rows.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

inline constexpr std::size_t kLaneLength = 16;
inline constexpr std::size_t kSuperBlock = kLanes * kLaneLength;

// 256 numbers, value i of lane k at 16·i + k.
using Panel = GroupPanel<kLaneLength>;

// What is compared while searching is shortened, so that products with codes and with short inverses are exact (see
// lanes-inl.h): 2^-13 of a value is little next to the step of any K type. Bytes are made of the values as given.
struct SuperBlock {
  const float* values;   // as given, in order
  Panel x;               // the values divided by unit, kFactorBits each: the largest magnitude is in [1, 2]
  const Panel* weights;  // the largest is in [1, 2], kFactorBits each; nullptr: all 1
  Panel wx;              // weights·x, kProductBits each; only if there are weights
  float unit;            // a power of two
};

// A code, of at most 6 bits, times this many bits is exact.
inline constexpr int kProductBits = 18;

// Below this magnitude no K type holds anything but 0: half of f16's smallest step.
inline constexpr float kSmallestMagnitude = 0x1p-26f;

// The power of two that is at most `value` (positive), kept within 2^±100 so that its inverse is a normal number.
HWY_INLINE float powerOfTwoBelow(float value) {
  const std::uint32_t exponent = std::bit_cast<std::uint32_t>(value) >> 23;
  const std::uint32_t kept = exponent < 27 ? 27 : exponent > 227 ? 227 : exponent;
  return std::bit_cast<float>(kept << 23);
}

HWY_INLINE float largestMagnitude(const float* values) {
  LaneVector largest[4] = {zeros(), zeros(), zeros(), zeros()};
  for (std::size_t i = 0; i < kSuperBlock; i += 4 * vectorLanes()) {
    for (std::size_t k = 0; k < 4; ++k)
      largest[k] = hn::Max(largest[k], hn::Abs(hn::LoadU(LaneTag(), values + i + k * vectorLanes())));
  }
  const LaneVector all = hn::Max(hn::Max(largest[0], largest[1]), hn::Max(largest[2], largest[3]));
  return hn::GetLane(hn::MaxOfLanes(LaneTag(), all));
}

// The weights of 256 columns.
struct Weights {
  Panel panel;
  bool even;  // all are the same: as good as none
};

// Columns of no importance keep a trace of it, 2^-40 of the largest, so that a lane of such columns still gets a scale
// that fits its values and no system of equations is singular. If nothing is important, everything is equally so.
inline void loadWeights(const float* importance, Weights& weights) {
  weights.even = std::all_of(importance, importance + kSuperBlock, [&](float w) { return w == importance[0]; });
  if (weights.even) return;
  transposeBlocks(importance, weights.panel);
  const LaneVector shrink = same(1.0f / powerOfTwoBelow(largestMagnitude(importance)));
  for (std::size_t i = 0; i < kSuperBlock; i += vectorLanes()) {
    const LaneVector weight = hn::Max(hn::Mul(at(weights.panel.v + i), shrink), same(0x1p-40f));
    hn::Store(shortened<kFactorBits>(weight), LaneTag(), weights.panel.v + i);
  }
}

// The values of a block with a unit and weights.
inline void loadValues(SuperBlock& block) {
  transposeBlocks(block.values, block.x);
  const LaneVector shrink = same(1.0f / block.unit);
  for (std::size_t i = 0; i < kSuperBlock; i += vectorLanes()) {
    const LaneVector x = shortened<kFactorBits>(hn::Mul(at(block.x.v + i), shrink));
    hn::Store(x, LaneTag(), block.x.v + i);
    if (block.weights == nullptr) continue;
    hn::Store(shortened<kProductBits>(hn::Mul(at(block.weights->v + i), x)), LaneTag(), block.wx.v + i);
  }
}

// The values negated, which is a negative unit: its codes, with steps of the other sign, are codes of the block.
inline void mirror(const SuperBlock& block, SuperBlock& negated) {
  for (std::size_t i = 0; i < kSuperBlock; i += vectorLanes()) {
    hn::Store(hn::Neg(at(block.x.v + i)), LaneTag(), negated.x.v + i);
    if (block.weights != nullptr) hn::Store(hn::Neg(at(block.wx.v + i)), LaneTag(), negated.wx.v + i);
  }
}

// Codec::encode for a K type. Type says: kBytes of a super-block; Codes, what its search finds; Search<weighted>, made
// from (super-block, depth), whose run(codes) finds them; kDepths, how hard it looks; pack(codes, bytes).
// The importance is the same for every row, so it is laid out once.
template <class Type>
void encodeSuperBlocks(const Rows& rows, std::span<std::byte> blocks) {
  const auto& [values, columns, importance, effort] = rows;
  std::vector<Weights> weights(importance.size() / kSuperBlock);
  for (std::size_t c = 0; c < weights.size(); ++c) loadWeights(importance.data() + c * kSuperBlock, weights[c]);
  auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data());
  SuperBlock block;
  typename Type::Codes codes;
  for (std::size_t i = 0; i < values.size(); i += kSuperBlock, bytes += Type::kBytes) {
    block.values = values.data() + i;
    const Weights* own = weights.empty() ? nullptr : &weights[i % columns / kSuperBlock];
    block.weights = own == nullptr || own->even ? nullptr : &own->panel;
    const float largest = largestMagnitude(block.values);
    if (!(largest >= kSmallestMagnitude)) {
      std::memset(bytes, 0, Type::kBytes);
      continue;
    }
    block.unit = powerOfTwoBelow(largest);
    loadValues(block);
    if (block.weights == nullptr) {
      typename Type::template Search<false>(block, Type::kDepths.of(effort, false)).run(codes);
    } else {
      typename Type::template Search<true>(block, Type::kDepths.of(effort, true)).run(codes);
    }
    Type::pack(codes, bytes);
  }
}

// The 256 codes in order: round(x·inverse + offset) − low, per lane, x being divided by the unit.
template <class Grid>
void writeCodes(const SuperBlock& block, const PerLane& inverse, const PerLane& offset, std::uint8_t* codes) {
  const hn::RebindToSigned<LaneTag> integers;
  const hn::Rebind<std::uint8_t, LaneTag> bytes;
  PerLane factor;  // of the values as given
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
    put(hn::Mul(at(inverse, lane), same(1.0f / block.unit)), factor, lane);
  for (std::size_t i = 0; i < kSuperBlock; i += vectorLanes()) {
    const std::size_t lane = i / kLaneLength;
    const LaneVector scaled =
        hn::Add(hn::Mul(hn::LoadU(LaneTag(), block.values + i), same(factor.v[lane])), same(offset.v[lane]));
    const LaneVector bounded = hn::Min(hn::Max(scaled, same(Grid::kCodeLow)), same(Grid::kCodeHigh));
    const LaneVector q = hn::Add(bounded, same(kRounder - Grid::kCodeLow));  // the integer is in the low bits
    const auto code = hn::And(hn::BitCast(integers, q), hn::Set(integers, 255));
    hn::StoreU(hn::DemoteTo(bytes, code), bytes, codes + i);
  }
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
