// Sums and maxima of each of sixteen blocks whose values stand in order, without bringing blocks into lanes first.
// Included once per SIMD target.
//
// Value i of a block is added to part i mod 16, then parts are added 8, 4, 2 and 1 apart. Every target does just that,
// whatever its vectors hold. Two blocks share each step across lanes: lane k ends with block k's sum.
#if defined(HALFTONE_CODEC_BLOCK_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_BLOCK_SUMS_INL_H_
#undef HALFTONE_CODEC_BLOCK_SUMS_INL_H_
#else
#define HALFTONE_CODEC_BLOCK_SUMS_INL_H_
#endif

#include <cstddef>

#include "core/codec/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

struct Addition {
  static HWY_INLINE LaneVector of(LaneVector a, LaneVector b) { return hn::Add(a, b); }
};
struct Maximum {
  static HWY_INLINE LaneVector of(LaneVector a, LaneVector b) { return hn::Max(a, b); }
};
struct Minimum {
  static HWY_INLINE LaneVector of(LaneVector a, LaneVector b) { return hn::Min(a, b); }
};

#if HWY_TARGET == HWY_SCALAR
template <class Operation, std::size_t kApart>
HWY_INLINE LaneVector foldedBlocks(const float* parts) {
  return at(parts);
}
#else
// Of a and b: what lanes kApart apart make of each. Lanes whose number has the bit kApart get b's, the others a's.
template <class Operation, std::size_t kApart>
HWY_INLINE LaneVector foldedPair(LaneVector a, LaneVector b) {
  const LaneTag d;
  if constexpr (kApart == 8) {
    return Operation::of(hn::ConcatUpperLower(d, b, a), hn::ConcatLowerUpper(d, b, a));
  } else if constexpr (kApart == 4) {
    return Operation::of(hn::OddEvenBlocks(b, a), hn::SwapAdjacentBlocks(hn::OddEvenBlocks(a, b)));
  } else if constexpr (kApart == 2) {
    const hn::RepartitionToWide<LaneTag> wide;
    const auto wideA = hn::BitCast(wide, a), wideB = hn::BitCast(wide, b);
    return Operation::of(hn::BitCast(d, hn::OddEven(wideB, wideA)),
                         hn::Shuffle1032(hn::BitCast(d, hn::OddEven(wideA, wideB))));
  } else {
    return Operation::of(hn::OddEven(b, a), hn::Shuffle2301(hn::OddEven(a, b)));
  }
}

// Of as many blocks as a vector has lanes, kApart blocks apart, each a vector of parts.
template <class Operation, std::size_t kApart>
HWY_INLINE LaneVector foldedBlocks(const float* parts) {
  constexpr std::size_t kWidth = hn::MaxLanes(LaneTag());
  if constexpr (kApart == kWidth)
    return at(parts);
  else
    return foldedPair<Operation, kApart>(foldedBlocks<Operation, 2 * kApart>(parts),
                                         foldedBlocks<Operation, 2 * kApart>(parts + kApart * kWidth));
}
#endif

// The parts of one block's sum, maximum or minimum.
template <class Operation>
class BlockParts {
 public:
  BlockParts() : BlockParts(zeros()) {}
  explicit BlockParts(LaneVector first) {
    for (LaneVector& part : m_parts) part = first;
  }
  // What values i to i + vectorLanes() − 1 add.
  HWY_INLINE void add(std::size_t i, LaneVector v) { m_parts[i / kWidth % kCount] = Operation::of(part(i), v); }
  HWY_INLINE void set(std::size_t i, LaneVector v) { m_parts[i / kWidth % kCount] = v; }
  HWY_INLINE LaneVector part(std::size_t i) const { return m_parts[i / kWidth % kCount]; }

 private:
  template <class>
  friend class BlockFolds;
  static constexpr std::size_t kWidth = hn::MaxLanes(LaneTag());
  static constexpr std::size_t kCount = kLanes / kWidth;
  LaneVector m_parts[kCount];
};

// The parts of sixteen blocks.
template <class Operation>
class BlockFolds {
 public:
  HWY_INLINE void keep(std::size_t block, BlockParts<Operation> own) {
    using Parts = BlockParts<Operation>;
    for (std::size_t apart = Parts::kCount / 2; apart > 0; apart /= 2)
      for (std::size_t p = 0; p < apart; ++p) own.m_parts[p] = Operation::of(own.m_parts[p], own.m_parts[p + apart]);
    hn::Store(own.m_parts[0], LaneTag(), m_parts.v + block * Parts::kWidth);
  }

  // Of the blocks from `lane` on.
  HWY_INLINE LaneVector result(std::size_t lane) const {
    return foldedBlocks<Operation, 1>(m_parts.v + lane * BlockParts<Operation>::kWidth);
  }

 private:
  struct alignas(64) {
    float v[kLanes * BlockParts<Operation>::kWidth];
  } m_parts;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
