#include "core/analysis/moments.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/analysis/moments.cpp"
#include "hwy/foreach_target.h"
//
#include "core/analysis/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::analysis::HWY_NAMESPACE {
namespace {

double sumOf(std::span<const float> values, const Tail& tail) {
  Lanes<double> sums;
  const std::size_t whole = values.size() / kLanes * kLanes;
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    DoubleVector sum = load(tail.values.data() + lane);
    for (std::size_t i = lane; i < whole; i += kLanes) sum = hn::Add(sum, load(values.data() + i));
    put(sum, sums, lane);
  }
  return sums.sum();
}

struct Powers {
  DoubleVector m2, m3, m4;

  // Written out, because GCC compiles an implicit constructor for the baseline.
  HWY_INLINE Powers() : m2(zeros()), m3(zeros()), m4(zeros()) {}

  HWY_INLINE void add(DoubleVector distance) {
    const DoubleVector square = hn::Mul(distance, distance);
    m2 = hn::Add(m2, square);
    m3 = hn::Add(m3, hn::Mul(square, distance));
    m4 = hn::Add(m4, hn::Mul(square, square));
  }
};

Moments momentsOf(std::span<const float> values) {
  const Tail tail(values);
  const double mean = sumOf(values, tail) / static_cast<double>(values.size());
  Lanes<double> m2, m3, m4;
  const std::size_t whole = values.size() / kLanes * kLanes;
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    Powers powers;
    for (std::size_t i = lane; i < whole; i += kLanes) powers.add(hn::Sub(load(values.data() + i), same(mean)));
    if (const std::size_t rest = values.size() - whole; rest > lane)
      powers.add(hn::IfThenElseZero(hn::FirstN(DoubleTag(), std::min(rest - lane, vectorLanes())),
                                    hn::Sub(load(tail.values.data() + lane), same(mean))));
    put(powers.m2, m2, lane);
    put(powers.m3, m3, lane);
    put(powers.m4, m4, lane);
  }
  return {values.size(), mean, m2.sum(), m3.sum(), m4.sum()};
}

}  // namespace
}  // namespace halftone::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone {
namespace analysis {
HWY_EXPORT(momentsOf);
}

void Moments::add(std::span<const float> values) {
  using namespace analysis;
  if (!values.empty()) merge(HWY_DYNAMIC_DISPATCH(momentsOf)(values));
}

void Moments::merge(const Moments& later) {
  if (later.count == 0) return;
  if (count == 0) {
    *this = later;
    return;
  }
  const double a = static_cast<double>(count);
  const double b = static_cast<double>(later.count);
  const double n = a + b;
  const double delta = later.mean - mean;
  const double step = delta / n;
  const double square = delta * step * a * b;  // δ²·ab/n
  m4 += later.m4 + square * step * step * (a * a - a * b + b * b) + 6 * step * step * (a * a * later.m2 + b * b * m2) +
        4 * step * (a * later.m3 - b * m3);
  m3 += later.m3 + square * step * (a - b) + 3 * step * (a * later.m2 - b * m2);
  m2 += later.m2 + square;
  mean += step * b;
  count += later.count;
}

}  // namespace halftone
#endif
