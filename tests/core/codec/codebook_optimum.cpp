#include "tests/core/codec/codebook_optimum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "core/codec/floats.h"

namespace halftone::test {
namespace {

struct Line {
  double slope, height;

  double at(double t) const { return height - t * slope; }
};

// A concave, piecewise linear function of t >= 0: the least of lines, which are kept in rising order of slope, each
// from a t on at which it is the least.
class Concave {
 public:
  Concave() : m_lines{{0, 0}}, m_from{0} {}

  explicit Concave(std::vector<Line> lines) {
    std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      return a.slope != b.slope ? a.slope < b.slope : a.height < b.height;
    });
    for (const Line& line : lines) append(line);
  }

  double at(double t) const {
    const auto next = std::upper_bound(m_from.begin() + 1, m_from.end(), t);
    return m_lines[static_cast<std::size_t>(next - m_from.begin()) - 1].at(t);
  }

  const std::vector<Line>& lines() const { return m_lines; }

  Concave operator+(const Concave& other) const {
    Concave sum;
    sum.m_lines.clear();
    sum.m_from.clear();
    for (std::size_t i = 0, k = 0; i < m_lines.size() && k < other.m_lines.size();) {
      sum.m_from.push_back(std::max(m_from[i], other.m_from[k]));
      sum.m_lines.push_back({m_lines[i].slope + other.m_lines[k].slope, m_lines[i].height + other.m_lines[k].height});
      const double mine = i + 1 < m_from.size() ? m_from[i + 1] : HUGE_VAL;
      const double its = k + 1 < other.m_from.size() ? other.m_from[k + 1] : HUGE_VAL;
      if (mine <= its) ++i;
      if (its <= mine) ++k;
    }
    return sum;
  }

  // The scale s = 2/t at which s²·at(t) is least, and that.
  std::array<double, 2> best() const {
    std::array<double, 2> best = {0, 0};
    for (const Line& line : m_lines) {
      if (line.slope <= 0 || line.height <= 0) continue;
      const double scale = line.slope / line.height;
      const double error = scale * scale * at(2 / scale);
      if (error < best[1]) best = {scale, error};
    }
    return best;
  }

 private:
  void append(const Line& line) {
    while (!m_lines.empty()) {
      const Line& last = m_lines.back();
      if (line.slope == last.slope) return;
      const double crossing = (line.height - last.height) / (line.slope - last.slope);
      if (crossing > m_from.back()) {
        m_from.push_back(crossing);
        m_lines.push_back(line);
        return;
      }
      m_lines.pop_back();
      m_from.pop_back();
    }
    m_from.push_back(0);
    m_lines.push_back(line);
  }

  std::vector<Line> m_lines;
  std::vector<double> m_from;
};

// All entries for the values from `first` on; `turned`: one sign is wrong, that which costs least.
Concave entriesAt(const CodebookForm& form, const WeightedBlock& block, std::size_t first, double shift, bool turned) {
  std::vector<Line> lines;
  for (const std::vector<double>& entry : form.entries) {
    Line line{0, 0};
    double least = HUGE_VAL;
    for (std::size_t j = 0; j < entry.size(); ++j) {
      const double x = static_cast<double>(block.x[first + j]), w = static_cast<double>(block.w[first + j]);
      const double level = entry[j] + shift, term = w * (form.signs ? std::abs(x) : x) * level;
      least = std::min(least, term);
      line.slope += term;
      line.height += w * level * level;
    }
    if (turned) line.slope -= 2 * least;
    lines.push_back(line);
  }
  return Concave(std::move(lines));
}

// The least of alternatives, each for `size` values from `first` on: a shift for all, or one wrong sign in one entry.
Concave partAt(const CodebookForm& form, const WeightedBlock& block, std::size_t first, std::size_t size) {
  const std::size_t length = form.entries.front().size(), count = size / length;
  std::vector<Line> lines;
  const auto add = [&](double shift, std::size_t turned) {
    Concave sum;
    for (std::size_t c = 0; c < count; ++c) sum = sum + entriesAt(form, block, first + c * length, shift, c == turned);
    lines.insert(lines.end(), sum.lines().begin(), sum.lines().end());
  };
  const std::span<const float> x = block.x.subspan(first, size);
  const bool odd = std::count_if(x.begin(), x.end(), [](float value) { return value < 0; }) % 2 != 0;
  if (!form.signs) {
    add(0.125, count);
    add(-0.125, count);
  } else if (form.even && odd) {
    for (std::size_t turned = 0; turned < count; ++turned) add(0, turned);
  } else {
    add(0, count);
  }
  return Concave(std::move(lines));
}

std::vector<Concave> subBlocks(const CodebookForm& form, const WeightedBlock& block) {
  const std::size_t size = form.sharedShift ? 32 : 8, length = 256 / form.scales;
  std::vector<Concave> all(form.scales);
  for (std::size_t i = 0; i < 256; i += size) all[i / length] = all[i / length] + partAt(form, block, i, size);
  return all;
}

// The least of any f16 d > 0, less Σ w·x².
double leastOf(const CodebookForm& form, const std::vector<Concave>& parts) {
  double smallest = HUGE_VAL, largest = 0, least = 0;
  std::vector<double> rest(parts.size() + 1, 0);  // what all from there on lose at least
  for (std::size_t b = parts.size(); b-- > 0;) {
    const auto [scale, error] = parts[b].best();
    smallest = std::min(smallest, scale);
    largest = std::max(largest, scale);
    rest[b] = rest[b + 1] + error;
  }
  const auto first = codecs::f32ToF16(static_cast<float>(0.8 * smallest / form.unit / form.top));
  const auto last = codecs::f32ToF16(static_cast<float>(1.25 * largest / form.unit));
  for (std::uint16_t half = std::max<std::uint16_t>(first, 1); half <= std::min<std::uint16_t>(last, 0x7bff); ++half) {
    const double step = static_cast<double>(codecs::f16ToF32(half)) * form.unit;
    double total = 0;
    for (std::size_t b = 0; b < parts.size() && total + rest[b] < least; ++b) {
      double own = HUGE_VAL;
      for (double m = 1; m <= form.top; m += 2) own = std::min(own, step * m * step * m * parts[b].at(2 / (step * m)));
      total += own;
    }
    least = std::min(least, total);
  }
  return least;
}

}  // namespace

double leastCodebookError(const CodebookForm& form, const WeightedBlock& block) {
  double energy = 0;
  std::vector<float> turned(block.x.begin(), block.x.end());
  for (std::size_t i = 0; i < turned.size(); ++i) {
    energy += static_cast<double>(block.w[i]) * static_cast<double>(turned[i]) * static_cast<double>(turned[i]);
    turned[i] = -turned[i];
  }
  double least = leastOf(form, subBlocks(form, block));
  // A negative d turns every sign, which signs of their own do as well.
  if (!form.signs) least = std::min(least, leastOf(form, subBlocks(form, {turned, block.w})));
  return energy + least;
}

}  // namespace halftone::test
