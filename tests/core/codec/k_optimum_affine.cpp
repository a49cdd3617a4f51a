// The oracle of q2_K, q4_K and q5_K: descent by turns from many starts.
#include "tests/core/codec/k_optimum_affine.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/codec/floats.h"

namespace halftone::test {
namespace {

double rounded(double v) { return (v + 0x1.8p52) - 0x1.8p52; }
double clamped(double v, double high) { return v < 0 ? 0 : v > high ? high : v; }
double inverseOrZero(double v) { return v == 0 ? 0 : 1 / v; }

struct Steps {
  double d, dmin;
};

struct Fit {
  double scale = 0, min = 0, slope = 0, error = HUGE_VAL;  // slope: the mean code
};

struct Integers {
  double s = 0, m = 0, error = HUGE_VAL;
};

// Σ w, Σ w·x and, for given codes, Σ w·q, Σ w·q², Σ w·x·q.
struct Sums {
  double w = 0, x = 0, q = 0, qq = 0, xq = 0;
};

class SubBlock {
 public:
  SubBlock(const AffineRanges& ranges, const WeightedBlock& block, double sign) : m_ranges(ranges) {
    for (std::size_t i = 0; i < block.x.size(); ++i) {
      m_x.push_back(sign * static_cast<double>(block.x[i]));
      m_w.push_back(static_cast<double>(block.w[i]));
    }
    findFit();
  }

  const Fit& fit() const { return m_fit; }

  double error(double scale, double min) const {
    const double inverse = inverseOrZero(scale), high = m_ranges.codeHigh;
    double total = 0;
    for (std::size_t i = 0; i < m_x.size(); ++i) {
      const double v = m_x[i] + min;
      const double r = v - scale * rounded(clamped(v * inverse, high));
      total += m_w[i] * r * r;
    }
    return total;
  }

  Sums sums(double scale, double min) const {
    const double inverse = inverseOrZero(scale), high = m_ranges.codeHigh;
    Sums sums;
    for (std::size_t i = 0; i < m_x.size(); ++i) {
      const double q = rounded(clamped((m_x[i] + min) * inverse, high));
      sums.w += m_w[i];
      sums.x += m_w[i] * m_x[i];
      sums.q += m_w[i] * q;
      sums.qq += m_w[i] * q * q;
      sums.xq += m_w[i] * m_x[i] * q;
    }
    return sums;
  }

  // The best integers with s at most `reach` from that nearest to `scale`, and m around the minimum that suits it; of
  // all m if all s are tried.
  Integers nearest(const Steps& steps, double scale, double min, int reach) const {
    const double high = m_ranges.integerHigh;
    const double first = rounded(clamped(scale * inverseOrZero(steps.d), high));
    Integers best;
    for (double s = std::max(first - reach, 0.0); s <= std::min(first + reach, high); ++s) {
      const bool all = reach >= high;
      const double wanted = all ? 0 : minFor(s * steps.d, min + (s * steps.d - scale) * m_fit.slope);
      const double middle = rounded(clamped(wanted * inverseOrZero(steps.dmin), high));
      const double most = all ? high : std::min(middle + 1, high);
      for (double m = std::max(middle - 1, 0.0); m <= most; ++m) {
        const double e = error(s * steps.d, m * steps.dmin);
        if (e < best.error) best = {s, m, e};
      }
    }
    return best;
  }

 private:
  // The minimum of least squares for a scale, from a guess.
  double minFor(double scale, double min) const {
    for (int round = 0; round < 2; ++round) {
      const Sums s = sums(scale, std::max(min, 0.0));
      min = (scale * s.q - s.x) / s.w;
    }
    return min;
  }

  // The real scale and minimum that save most, from starts that put the codes' range in many places.
  void findFit() {
    double low = 0, high = m_x[0];
    for (const double x : m_x) {
      low = std::min(low, x);
      high = std::max(high, x);
    }
    double heaviest = 0, heavyLow = 0, heavyHigh = -HUGE_VAL;
    for (std::size_t i = 0; i < m_x.size(); ++i) heaviest = std::max(heaviest, m_w[i] * m_x[i] * m_x[i]);
    for (std::size_t i = 0; i < m_x.size(); ++i) {
      if (m_w[i] * m_x[i] * m_x[i] < 1e-3 * heaviest) continue;
      heavyLow = std::min(heavyLow, m_x[i]);
      heavyHigh = std::max(heavyHigh, m_x[i]);
    }
    tryRange(low, high);
    if (heavyHigh - heavyLow < 0.6 * (high - low)) tryRange(heavyLow, heavyHigh);
  }

  void tryRange(double low, double high) {
    constexpr int kPlaces = 12;
    if (!(high > low)) return;
    const double from = -0.8 / m_ranges.codeHigh, to = 0.15 + 0.8 / m_ranges.codeHigh;
    for (int i = 0; i < kPlaces * kPlaces; ++i) {
      const double begin = from + (to - from) * (i % kPlaces) / (kPlaces - 1);
      const double end = from + (to - from) * (i / kPlaces) / (kPlaces - 1);
      descend((high - low) * (1 - begin - end) / m_ranges.codeHigh, -(low + (high - low) * begin));
    }
  }

  void descend(double scale, double min) {
    for (double before = HUGE_VAL; scale > 0;) {
      const Sums s = sums(scale, min);
      const double e = error(scale, min);
      if (e < m_fit.error) m_fit = {scale, min, s.q / s.w, e};
      if (!(e < before * (1 - 1e-9))) return;
      before = e;
      const double determinant = s.w * s.qq - s.q * s.q;
      if (!(determinant > 1e-12 * s.w * s.qq)) return;
      scale = (s.w * s.xq - s.x * s.q) / determinant;
      min = (scale * s.q - s.x) / s.w;
      if (min < 0) {
        min = 0;
        scale = s.xq / s.qq;
      }
    }
  }

  AffineRanges m_ranges;
  std::vector<double> m_x, m_w;
  Fit m_fit;
};

struct Candidate {
  Steps steps{};
  double error = HUGE_VAL;
  std::vector<Integers> integers;
};

class Descent {
 public:
  Descent(const AffineRanges& ranges, const WeightedBlock& block, double sign) : m_ranges(ranges) {
    for (std::size_t first = 0; first < block.x.size(); first += ranges.subBlock) {
      const WeightedBlock part{block.x.subspan(first, ranges.subBlock), block.w.subspan(first, ranges.subBlock)};
      m_parts.emplace_back(ranges, part, sign);
    }
  }

  // For each d of a grid the best dmin of a grid, and descent from there.
  double run() {
    double largest = 0, largestMin = 0;
    for (const SubBlock& part : m_parts) {
      largest = std::max(largest, part.fit().scale);
      largestMin = std::max(largestMin, part.fit().min);
    }
    Candidate best;
    for (int i = 0; i < kPlaces; ++i) {
      Candidate candidate;
      const double d = half(largest / m_ranges.integerHigh * place(i));
      for (int j = 0; j < kPlaces; ++j) consider({d, half(largestMin / m_ranges.integerHigh * place(j))}, candidate);
      if (!(candidate.error < HUGE_VAL)) continue;
      descend(candidate);
      if (candidate.error < best.error) best = std::move(candidate);
    }
    if (best.error < HUGE_VAL) lookAround(best);
    return best.error;
  }

 private:
  // From 2^0.4 down: a fit's scale or minimum may be larger than it has to be, as one value far from the others needs
  // no fine codes.
  static constexpr int kPlaces = 26;
  static double place(int i) { return std::exp2(0.4 - 0.11 * i); }
  static double half(double v) { return static_cast<double>(codecs::roundToF16(static_cast<float>(v))); }

  void consider(const Steps& steps, Candidate& best) const {
    Candidate candidate{steps, 0, {}};
    for (const SubBlock& part : m_parts) {
      candidate.integers.push_back(part.nearest(steps, part.fit().scale, part.fit().min, m_ranges.reach));
      candidate.error += candidate.integers.back().error;
      if (candidate.error >= best.error) return;
    }
    best = std::move(candidate);
  }

  // Integers anew, around those wanted and around the present ones.
  void choose(Candidate& candidate, int reach) const {
    candidate.error = 0;
    for (std::size_t k = 0; k < m_parts.size(); ++k) {
      const SubBlock& part = m_parts[k];
      Integers& present = candidate.integers[k];
      const Steps& steps = candidate.steps;
      const Integers near = part.nearest(steps, present.s * steps.d, present.m * steps.dmin, reach);
      const Integers wanted = part.nearest(steps, part.fit().scale, part.fit().min, reach);
      present = near.error < wanted.error ? near : wanted;
      candidate.error += present.error;
    }
  }

  // Least squares of d and dmin for these integers and their codes: a·d − b·dmin = u, b·d − c·dmin = v.
  Steps refit(const Candidate& candidate) const {
    double a = 0, b = 0, c = 0, u = 0, v = 0;
    for (std::size_t k = 0; k < m_parts.size(); ++k) {
      const auto& [s, m, error] = candidate.integers[k];
      const Sums sums = m_parts[k].sums(s * candidate.steps.d, m * candidate.steps.dmin);
      a += s * s * sums.qq;
      b += s * m * sums.q;
      c += m * m * sums.w;
      u += s * sums.xq;
      v += m * sums.x;
    }
    const double determinant = a * c - b * b;
    if (determinant > 1e-12 * a * c) return {half((u * c - b * v) / determinant), half((u * b - a * v) / determinant)};
    return a > 0 ? Steps{half((u + b * candidate.steps.dmin) / a), candidate.steps.dmin} : candidate.steps;
  }

  void descend(Candidate& candidate) const {
    for (int round = 0; round < 20; ++round) {
      Candidate next = candidate;
      next.steps = refit(candidate);
      choose(next, m_ranges.reach + 1);
      if (!(next.error < candidate.error)) return;
      candidate = std::move(next);
    }
  }

  // The f16 numbers around, from each improvement on again.
  void lookAround(Candidate& best) const {
    for (bool improved = true; improved;) {
      improved = false;
      for (int i = 0; i < 49; ++i) {
        Candidate next = best;
        next.steps = {neighbour(best.steps.d, i % 7 - 3), neighbour(best.steps.dmin, i / 7 - 3)};
        choose(next, m_ranges.reach);
        if (!(next.error < best.error)) continue;
        descend(next);
        best = std::move(next);
        improved = true;
      }
    }
  }

  static double neighbour(double v, int places) {
    const int bits = codecs::f32ToF16(static_cast<float>(v)) + places;
    return static_cast<double>(codecs::f16ToF32(static_cast<std::uint16_t>(std::clamp(bits, 0, 0x7bff))));
  }

  AffineRanges m_ranges;
  std::vector<SubBlock> m_parts;
};

}  // namespace

double leastErrorOfAffine(const AffineRanges& ranges, const WeightedBlock& block) {
  return std::min(Descent(ranges, block, 1).run(), Descent(ranges, block, -1).run());
}

}  // namespace halftone::test
