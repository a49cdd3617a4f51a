#include "core/analysis/bin_kernel.h"

#include <limits>

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/analysis/bin_kernel.cpp"
#include "hwy/foreach_target.h"
//
#include "core/analysis/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::analysis::HWY_NAMESPACE {
namespace {

// False for NaN as well.
HWY_INLINE DoubleMask isFinite(DoubleVector v) {
  return hn::Lt(hn::Abs(v), same(std::numeric_limits<double>::infinity()));
}

// REQUIRES: whole numbers of 0 or more below 2^16.
HWY_INLINE void storeBins(DoubleVector v, std::uint16_t* bins) {
  const hn::Rebind<std::int32_t, DoubleTag> integers;
  const hn::Rebind<std::uint16_t, DoubleTag> narrow;
  hn::StoreU(hn::DemoteTo(narrow, hn::DemoteTo(integers, v)), narrow, bins);
}

// Runs body(values, others, bins) for each group of lanes, the last ones from a copy with zeros behind.
template <class Body>
HWY_INLINE void forGroups(std::span<const float> values, std::span<const float> others, std::span<std::uint16_t> bins,
                          const Body& body) {
  const std::size_t whole = values.size() / kLanes * kLanes;
  for (std::size_t i = 0; i < whole; i += vectorLanes()) body(values.data() + i, others.data() + i, bins.data() + i);
  const Tail lastValues(values), lastOthers(others);
  std::array<std::uint16_t, kLanes> last;
  for (std::size_t i = 0; i < kLanes; i += vectorLanes())
    body(lastValues.values.data() + i, lastOthers.values.data() + i, last.data() + i);
  std::copy_n(last.begin(), values.size() - whole, bins.begin() + static_cast<std::ptrdiff_t>(whole));
}

void evenBins(const EvenBins& even, std::span<const float> source, std::span<const float> subtracted,
              std::span<std::uint16_t> bins) {
  const auto place = [&](DoubleVector v, std::uint16_t* bin) HWY_ATTR {
    const DoubleMask finite = isFinite(v);
    const DoubleVector position =
        hn::Add(hn::Mul(hn::IfThenElseZero(finite, v), same(even.perUnit)), same(even.count / 2));
    DoubleVector found = hn::Min(hn::Max(position, zeros()), same(even.count - 1));
    found = hn::IfThenElse(hn::Lt(v, same(even.low)), same(even.below()), found);
    found = hn::IfThenElse(hn::Gt(v, same(even.high)), same(even.above()), found);
    storeBins(hn::IfThenElse(finite, found, same(even.notFinite())), bin);
  };
  if (subtracted.empty())
    forGroups(source, source, bins,
              [&](const float* x, const float*, std::uint16_t* bin) HWY_ATTR { place(load(x), bin); });
  else
    forGroups(source, subtracted, bins, [&](const float* x, const float* y, std::uint16_t* bin) HWY_ATTR {
      place(hn::Sub(load(x), load(y)), bin);
    });
}

void signBins(std::span<const double> edges, std::span<const float> source, std::span<const float> decoded,
              std::span<std::uint16_t> bins) {
  forGroups(source, decoded, bins, [&](const float* source, const float* decoded, std::uint16_t* bin) HWY_ATTR {
    const DoubleVector x = load(source);
    const DoubleVector y = load(decoded);
    const DoubleVector size = hn::Abs(x);
    DoubleVector found = zeros();
    for (const double edge : edges) found = hn::Add(found, hn::IfThenElseZero(hn::Ge(size, same(edge)), same(4.0)));
    DoubleVector fate = hn::IfThenElseZero(hn::Lt(hn::Mul(x, y), zeros()), same(kSignFlipped));
    fate = hn::IfThenElse(hn::Eq(y, zeros()), same(kSignLost), fate);
    const DoubleMask hasSign = hn::And(hn::Ne(x, zeros()), hn::And(isFinite(x), isFinite(y)));
    storeBins(hn::Add(found, hn::IfThenElse(hasSign, fate, same(kNoSign))), bin);
  });
}

}  // namespace
}  // namespace halftone::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone {
namespace analysis {
HWY_EXPORT(evenBins);
HWY_EXPORT(signBins);
}  // namespace analysis

void findEvenBins(const EvenBins& even, std::span<const float> source, std::span<const float> subtracted,
                  std::span<std::uint16_t> bins) {
  using namespace analysis;
  HWY_DYNAMIC_DISPATCH(evenBins)(even, source, subtracted, bins);
}

void findSignBins(std::span<const double> edges, std::span<const float> source, std::span<const float> decoded,
                  std::span<std::uint16_t> bins) {
  using namespace analysis;
  HWY_DYNAMIC_DISPATCH(signBins)(edges, source, decoded, bins);
}

}  // namespace halftone
#endif
