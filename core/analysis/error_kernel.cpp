#include "core/analysis/error_kernel.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/analysis/error_kernel.cpp"
#include "hwy/foreach_target.h"
//
#include "core/analysis/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::analysis::HWY_NAMESPACE {
namespace {

struct ErrorLanes {
  Lanes<double> error, error2, source2, decoded2, product, maxError;
  Lanes<double> nonZero, lost, flipped, lostEnergy;
  Lanes<double> weightedError2, weightedSource2;
};

// The sums of the lanes from `lane` on. Zeros in place of values that are not there add nothing.
struct Group {
  DoubleVector error, error2, source2, decoded2, product, maxError;
  DoubleVector nonZero, lost, flipped, lostEnergy, weightedError2, weightedSource2;

  // Written out, because GCC compiles an implicit constructor for the baseline.
  HWY_INLINE Group()
      : error(zeros()),
        error2(zeros()),
        source2(zeros()),
        decoded2(zeros()),
        product(zeros()),
        maxError(zeros()),
        nonZero(zeros()),
        lost(zeros()),
        flipped(zeros()),
        lostEnergy(zeros()),
        weightedError2(zeros()),
        weightedSource2(zeros()) {}

  template <bool kWeighted>
  HWY_INLINE void add(const float* source, const float* decoded, const float* importance) {
    const DoubleVector x = load(source);
    const DoubleVector y = load(decoded);
    const DoubleVector e = hn::Sub(x, y);
    const DoubleVector e2 = hn::Mul(e, e);
    const DoubleVector x2 = hn::Mul(x, x);
    const DoubleVector xy = hn::Mul(x, y);
    error = hn::Add(error, e);
    error2 = hn::Add(error2, e2);
    source2 = hn::Add(source2, x2);
    decoded2 = hn::Add(decoded2, hn::Mul(y, y));
    product = hn::Add(product, xy);
    maxError = hn::Max(maxError, hn::Abs(e));
    const DoubleMask isNonZero = hn::Ne(x, zeros());
    const DoubleMask isLost = hn::And(isNonZero, hn::Eq(y, zeros()));
    nonZero = hn::Add(nonZero, oneWhere(isNonZero));
    lost = hn::Add(lost, oneWhere(isLost));
    flipped = hn::Add(flipped, oneWhere(hn::Lt(xy, zeros())));  // a product of two floats cannot underflow in double
    lostEnergy = hn::Add(lostEnergy, hn::IfThenElseZero(isLost, x2));
    if constexpr (kWeighted) {
      const DoubleVector w = load(importance);
      weightedError2 = hn::Add(weightedError2, hn::Mul(w, e2));
      weightedSource2 = hn::Add(weightedSource2, hn::Mul(w, x2));
    }
  }

  void store(ErrorLanes& lanes, std::size_t lane) const {
    put(error, lanes.error, lane);
    put(error2, lanes.error2, lane);
    put(source2, lanes.source2, lane);
    put(decoded2, lanes.decoded2, lane);
    put(product, lanes.product, lane);
    put(maxError, lanes.maxError, lane);
    put(nonZero, lanes.nonZero, lane);
    put(lost, lanes.lost, lane);
    put(flipped, lanes.flipped, lane);
    put(lostEnergy, lanes.lostEnergy, lane);
    put(weightedError2, lanes.weightedError2, lane);
    put(weightedSource2, lanes.weightedSource2, lane);
  }
};

template <bool kWeighted>
void sumLanes(std::span<const float> source, std::span<const float> decoded, std::span<const float> importance,
              ErrorLanes& lanes) {
  const std::size_t whole = source.size() / kLanes * kLanes;
  const Tail lastSource(source), lastDecoded(decoded), lastImportance(importance);
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    Group group;
    for (std::size_t i = lane; i < whole; i += kLanes)
      group.add<kWeighted>(source.data() + i, decoded.data() + i, kWeighted ? importance.data() + i : nullptr);
    if (whole < source.size())
      group.add<kWeighted>(lastSource.values.data() + lane, lastDecoded.values.data() + lane,
                           lastImportance.values.data() + lane);
    group.store(lanes, lane);
  }
}

std::uint64_t count(const Lanes<double>& lanes) { return static_cast<std::uint64_t>(lanes.sum()); }

ErrorSums sumErrors(std::span<const float> source, std::span<const float> decoded, std::span<const float> importance) {
  ErrorLanes lanes;
  importance.empty() ? sumLanes<false>(source, decoded, importance, lanes)
                     : sumLanes<true>(source, decoded, importance, lanes);
  ErrorSums sums;
  sums.values = source.size();
  sums.error = lanes.error.sum();
  sums.error2 = lanes.error2.sum();
  sums.source2 = lanes.source2.sum();
  sums.decoded2 = lanes.decoded2.sum();
  sums.product = lanes.product.sum();
  sums.maxError = lanes.maxError.max();
  sums.nonZero = count(lanes.nonZero);
  sums.signLost = count(lanes.lost);
  sums.signFlipped = count(lanes.flipped);
  sums.signLostEnergy = lanes.lostEnergy.sum();
  sums.weightedError2 = importance.empty() ? sums.error2 : lanes.weightedError2.sum();
  sums.weightedSource2 = importance.empty() ? sums.source2 : lanes.weightedSource2.sum();
  return sums;
}

}  // namespace
}  // namespace halftone::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone {
namespace analysis {
HWY_EXPORT(sumErrors);
}

ErrorSums finiteErrorSums(std::span<const float> source, std::span<const float> decoded,
                          std::span<const float> importance) {
  using namespace analysis;
  return HWY_DYNAMIC_DISPATCH(sumErrors)(source, decoded, importance);
}

}  // namespace halftone
#endif
