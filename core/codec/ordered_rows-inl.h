// The walk over all blocks for searches that take sixteen of them in the order that rows have. Included once per SIMD
// target.
#if defined(HALFTONE_CODEC_ORDERED_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_ORDERED_ROWS_INL_H_
#undef HALFTONE_CODEC_ORDERED_ROWS_INL_H_
#else
#define HALFTONE_CODEC_ORDERED_ROWS_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/codec/aligned_array.h"
#include "core/codec/block_group-inl.h"
#include "core/codec/block_sums-inl.h"
#include "core/codec/rows.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Where no value of a block reaches this, all is lost to f16's smallest scale.
inline constexpr float kSmallestKept = 0x1p-26F;

// Of sixteen blocks in order: each block's largest weight is in [1, 2), none is 0. Null: all are 1.
struct OrderedWeights {
  const float* values = nullptr;
  const float* perSum = nullptr;  // one over the sum of each block's
  LaneBits even = kAllLanes;      // blocks with the same weight for all: as good as none
};

// The importance of a row's columns, made ready once for all rows: as in loadGroupWeights, but in order. Beyond the
// row's end all are 1.
template <std::size_t kLength>
class RowWeights {
 public:
  static constexpr std::size_t kStride = kLanes * kLength;
  explicit RowWeights(std::span<const float> importance)
      : m_even((importance.size() + kStride - 1) / kStride),
        m_weights(makeAlignedArray<float>(m_even.size() * kStride)),
        m_perSum(makeAlignedArray<float>(m_even.size() * kLanes)) {
    std::fill(std::copy(importance.begin(), importance.end(), m_weights.get()),
              m_weights.get() + m_even.size() * kStride, 1.0F);
    for (std::size_t group = 0; group < m_even.size(); ++group)
      m_even[group] = load(m_weights.get() + group * kStride, m_perSum.get() + group * kLanes);
  }

  // Those of the sixteen blocks from a column on.
  OrderedWeights from(std::size_t column) const {
    if (m_even.empty()) return {};
    return {&m_weights[column], &m_perSum[column / kLength], m_even[column / kStride]};
  }

 private:
  // Of sixteen blocks, in place. Which of them have the same for all.
  static LaneBits load(float* weights, float* perSum) {
    PerLane perUnit, least;
    const LaneBits even = findUnits(weights, perUnit, least);
    BlockFolds<Addition> sums;
    for (std::size_t k = 0; k < kLanes; ++k) {
      BlockParts<Addition> sum;
      for (std::size_t i = 0; i < kLength; i += vectorLanes()) {
        float* own = weights + k * kLength + i;
        const LaneVector weight = hn::Max(hn::Mul(at(own), same(perUnit.v[k])), same(least.v[k]));
        hn::Store(weight, LaneTag(), own);
        sum.add(i, weight);
      }
      sums.keep(k, sum);
    }
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      hn::Store(hn::Div(same(1.0F), sums.result(lane)), LaneTag(), perSum + lane);
    return even;
  }

  // What each block's importance is multiplied by, and the least that its weights are then.
  static LaneBits findUnits(const float* weights, PerLane& perUnit, PerLane& least) {
    BlockFolds<Maximum> largest;
    BlockFolds<Minimum> smallest;
    for (std::size_t k = 0; k < kLanes; ++k) {
      BlockParts<Maximum> high;
      BlockParts<Minimum> low(same(3e38F));
      for (std::size_t i = 0; i < kLength; i += vectorLanes()) {
        high.add(i, at(weights + k * kLength + i));
        low.add(i, at(weights + k * kLength + i));
      }
      largest.keep(k, high);
      smallest.keep(k, low);
    }
    LaneBits even = 0;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const LaneVector most = largest.result(lane);
      even |= laneBits(hn::Eq(most, smallest.result(lane)), lane);
      put(hn::Div(same(1.0F), normalizingUnit(most)), perUnit, lane);
      put(hn::IfThenElse(hn::Gt(most, zeros()), same(0x1p-40F), same(1.0F)), least, lane);
    }
    return even;
  }

  std::vector<LaneBits> m_even;  // of each sixteen blocks
  AlignedArray<float> m_weights, m_perSum;
};

// Sixteen blocks, of which `count` are written. What one gets does not depend on the others: see encodeGroup.
template <class Blocks>
void encodeOrdered(const float* values, const OrderedWeights& weights, std::size_t count, std::uint8_t* bytes) {
  const LaneBits all = kAllLanes >> (kLanes - count), even = weights.even & all;
  LaneBits lost = 0;
  if (even != all) lost = Blocks::template encode<true>(values, weights, count, bytes);
  if (even == all) {
    lost = Blocks::template encode<false>(values, {}, count, bytes);
  } else if (even != 0) {
    GroupBytes<Blocks> plain;
    Blocks::template encode<false>(values, {}, count, plain.data());
    takeLanes<Blocks>(even, plain, bytes);
  }
  if ((lost & all) != 0) takeLanes<Blocks>(lost & all, GroupBytes<Blocks>{}, bytes);
}

// Codec::encode by Blocks::encode<weighted>(values, weights, count, bytes) of sixteen blocks at a time, of which
// `count` are written, kLength values in kBytes bytes each; Blocks::takeLane as in BlockLanes. It tells the blocks
// whose values are all lost, which are bytes of zeros; if all sixteen are, it need not write any.
template <class Blocks>
void encodeInOrder(const Rows& rows, std::span<std::byte> blocks) {
  constexpr std::size_t kLength = Blocks::kLength;
  constexpr std::size_t kStride = kLanes * kLength;
  const auto& [values, columns, importance, effort] = rows;
  // Without importance rows need not be told apart.
  const std::size_t rowLength = importance.empty() ? values.size() : columns;
  const RowWeights<kLength> weights(importance);
  auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data());
  GroupPanel<kLength> padded;
  for (std::size_t row = 0; row < values.size(); row += rowLength) {
    for (std::size_t column = 0; column < rowLength; column += kStride) {
      const std::size_t count = std::min(kLanes, (rowLength - column) / kLength);
      const float* own = values.data() + row + column;
      if (count < kLanes) {
        std::memset(padded.v, 0, sizeof(padded.v));
        std::memcpy(padded.v, own, count * kLength * sizeof(float));
        own = padded.v;
      }
      encodeOrdered<Blocks>(own, weights.from(column), count, bytes);
      bytes += count * Blocks::kBytes;
    }
  }
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
