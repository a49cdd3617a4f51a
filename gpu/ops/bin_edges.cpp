#include "gpu/ops/bin_edges.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

namespace halftone::gpu {
namespace {

// The largest values become about 2 to this: far from where squares of f32's range end, and farther from where it does.
constexpr int kLargestExponent = 100;
// A tensor has at most 2^40 values, so no error is beyond its root times the RMSE.
constexpr double kMostErrors = 1 << 20;
constexpr double kLeastErrors = 0x1p-80;  // of RMSE over max |x|

constexpr float kLeastNormal = std::numeric_limits<float>::min();

// Floats in order as integers: −0 is 0.
template <class Float, class Int>
struct Ordered {
  static constexpr Int kSign = std::numeric_limits<Int>::min();
  static Float floatOf(Int key) { return key < 0 ? -std::bit_cast<Float>(Int(-key)) : std::bit_cast<Float>(key); }
  static Int largest() { return std::bit_cast<Int>(std::numeric_limits<Float>::max()); }
};
using OrderedFloats = Ordered<float, std::int32_t>;
using OrderedDoubles = Ordered<double, std::int64_t>;

// The least key for which `isReached` holds, which then holds for all above; one beyond the largest if for none.
template <class Order, class IsReached>
auto leastKey(const IsReached& isReached) {
  auto low = -Order::largest();
  auto high = Order::largest();
  if (!isReached(Order::floatOf(high))) return static_cast<decltype(low)>(high + 1);
  while (low < high) {
    const auto middle = static_cast<decltype(low)>((low & high) + ((low ^ high) >> 1));  // rounded down, no overflow
    if (isReached(Order::floatOf(middle)))
      high = middle;
    else
      low = static_cast<decltype(low)>(middle + 1);
  }
  return low;
}

// How many of the edges between below, the bins, and above a value has passed: findEvenBins(), one at a time.
std::size_t edgesPassed(const EvenBins& even, double value) {
  if (value < even.low) return 0;
  if (value > even.high) return std::size_t{even.count} + 1;
  const double position = value * even.perUnit + static_cast<double>(even.count / 2);
  return static_cast<std::size_t>(std::clamp(position, 0.0, static_cast<double>(even.count - 1))) + 1;
}

std::uint32_t wordOf(float value) { return std::bit_cast<std::uint32_t>(value); }
std::uint32_t wordOf(std::int32_t key) { return std::bit_cast<std::uint32_t>(key); }

// Bits of the least size that is at least `limit`, or that is beyond it.
std::uint32_t leastSize(double limit, bool beyond) {
  const std::int32_t key = leastKey<OrderedFloats>([&](float size) {
    const double wide = static_cast<double>(size);
    return beyond ? wide > limit : wide >= limit;
  });
  return static_cast<std::uint32_t>(std::max(key, 0));
}

float boundedFloat(double value) {
  constexpr double kLargest = static_cast<double>(std::numeric_limits<float>::max());
  return static_cast<float>(std::min(value, kLargest));
}

}  // namespace

BinEdges::BinEdges(const AnalysisScale& scale) : m_scale(scale) {
  const double largest = std::max(scale.maxAbs, scale.rmse * kMostErrors);
  m_usable = std::isfinite(largest) && std::isfinite(scale.sigma) &&
             (scale.rmse == 0 || scale.rmse >= scale.maxAbs * kLeastErrors);
  if (!m_usable) return;
  if (largest > 0) m_exponent = kLargestExponent - std::ilogb(largest);
  m_errorBinsPerUnit = boundedFloat(std::ldexp(HistogramCounter::binsOver(6 * scale.rmse).perUnit, -m_exponent));
  m_weightBinsPerUnit = boundedFloat(std::ldexp(HistogramCounter::binsOver(scale.maxAbs).perUnit, -m_exponent));
  m_words.reserve(MetricsLayout::kEdgeWords);
  addWeightEdges();
  addErrorEdges();
  addSizeEdges();
}

void BinEdges::addWeightEdges() {
  const EvenBins even = HistogramCounter::binsOver(m_scale.maxAbs);
  for (std::size_t edge = 1; edge <= MetricsLayout::kHistogramEdges; ++edge)
    m_words.push_back(wordOf(
        leastKey<OrderedFloats>([&](float value) { return edgesPassed(even, static_cast<double>(value)) >= edge; })));
}

// All firsts of the pairs, then all seconds. An error, rounded + rest exactly, reaches an edge if `rounded` is more
// than the first; or if it is the same and `rest` at least the second. For the first is the edge itself, rounded in the
// same way, and both round to the nearest; the second takes in that the CPU rounds the error to a double.
void BinEdges::addErrorEdges() {
  const EvenBins even = HistogramCounter::binsOver(6 * m_scale.rmse);
  std::vector<float> firsts, seconds;
  for (std::size_t edge = 1; edge <= MetricsLayout::kHistogramEdges; ++edge) {
    const std::int64_t key = leastKey<OrderedDoubles>([&](double value) { return edgesPassed(even, value) >= edge; });
    const float first = static_cast<float>(std::ldexp(OrderedDoubles::floatOf(key), m_exponent));
    const std::int32_t rest = leastKey<OrderedFloats>([&](float second) {
      const double error = static_cast<double>(first) + static_cast<double>(second);
      return edgesPassed(even, std::ldexp(error, -m_exponent)) >= edge;
    });
    float second = OrderedFloats::floatOf(rest);
    // Devices may have no denormals: then the next that they have.
    if (std::abs(second) < kLeastNormal) second = second > 0 ? kLeastNormal : 0;
    firsts.push_back(first);
    seconds.push_back(second);
  }
  for (const float first : firsts) m_words.push_back(wordOf(first));
  for (const float second : seconds) m_words.push_back(wordOf(second));
}

void BinEdges::addSizeEdges() {
  for (std::size_t bin = 1; bin <= MetricsLayout::kSizeEdges; ++bin)
    m_words.push_back(leastSize(SignLossBySize::edge(bin) * m_scale.sigma, false));
  m_words.push_back(leastSize(TailCount(m_scale.sigma).limit, true));
}

}  // namespace halftone::gpu
