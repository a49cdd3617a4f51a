// The oracle of q3_K and q6_K: every step, every integer.
#include "tests/core/codec/k_optimum_symmetric.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/codec/floats.h"

namespace halftone::test {
namespace {

constexpr std::size_t kSubBlock = 16;

// From which scale > 0 on, in falling order, the nearest codes have these sums.
struct Piece {
  double from, xq, qq;
};

// What the nearest codes of one sub-block sum to for every scale > 0, from the largest scale down.
std::vector<Piece> pieces(const WeightedBlock& block, int low, int high, double sign) {
  std::vector<Piece> changes;
  for (std::size_t i = 0; i < block.x.size(); ++i) {
    const double x = sign * static_cast<double>(block.x[i]), w = static_cast<double>(block.w[i]);
    const int end = x > 0 ? high : -low;
    for (int k = 1; k <= end && x != 0; ++k)
      changes.push_back({std::abs(x) / (k - 0.5), w * std::abs(x), w * (2 * k - 1)});
  }
  std::sort(changes.begin(), changes.end(), [](const Piece& a, const Piece& b) { return a.from > b.from; });
  double xq = 0, qq = 0;
  for (Piece& piece : changes) {
    piece.xq = xq += piece.xq;
    piece.qq = qq += piece.qq;
  }
  return changes;
}

double wantedScale(const std::vector<Piece>& pieces, double& mostSaved) {
  double wanted = 0;
  for (const Piece& piece : pieces) {
    if (piece.xq * piece.xq / piece.qq <= mostSaved) continue;
    mostSaved = piece.xq * piece.xq / piece.qq;
    wanted = piece.xq / piece.qq;
  }
  return wanted;
}

// most[j] = the larger of it and what steps[j]·s saves, for steps in falling order and s > 0.
void raise(const std::vector<Piece>& pieces, const std::vector<double>& steps, int s, std::vector<double>& most) {
  std::size_t next = 0;
  for (std::size_t j = 0; j < steps.size(); ++j) {
    const double scale = steps[j] * s;
    while (next < pieces.size() && pieces[next].from >= scale) ++next;
    if (next == 0) continue;
    most[j] = std::max(most[j], scale * (2 * pieces[next - 1].xq - scale * pieces[next - 1].qq));
  }
}

}  // namespace

double leastErrorOfSymmetric(const SymmetricRanges& r, const WeightedBlock& block) {
  double energy = 0, farthest = 0, peak = 0;
  std::vector<std::vector<Piece>> above, below;  // of scales > 0 and < 0
  for (std::size_t first = 0; first < block.x.size(); first += kSubBlock) {
    const WeightedBlock part{block.x.subspan(first, kSubBlock), block.w.subspan(first, kSubBlock)};
    for (std::size_t i = 0; i < kSubBlock; ++i)
      energy += static_cast<double>(part.w[i]) * static_cast<double>(part.x[i]) * static_cast<double>(part.x[i]);
    above.push_back(pieces(part, r.codeLow, r.codeHigh, 1));
    below.push_back(pieces(part, r.codeLow, r.codeHigh, -1));
    double saved = 0;
    double wanted = wantedScale(above.back(), saved);
    if (const double other = wantedScale(below.back(), saved); other != 0) wanted = other;
    farthest = std::max(farthest, wanted);
    for (const float x : part.x) peak = std::max(peak, std::abs(static_cast<double>(x)));
  }
  std::vector<double> steps;
  const int top = -r.scaleLow;
  const double least = std::min(farthest, peak / -r.codeLow) / (1.3 * top);
  const int last = codecs::f32ToF16(static_cast<float>(least));
  for (int half = codecs::f32ToF16(static_cast<float>(farthest * 4 / top)); half >= std::max(last, 1); --half)
    steps.push_back(static_cast<double>(codecs::f16ToF32(static_cast<std::uint16_t>(half))));
  std::vector<double> saved(steps.size()), savedBelow(steps.size());  // with d > 0 and with d < 0
  for (std::size_t k = 0; k < above.size(); ++k) {
    std::vector<double> most(steps.size()), mostBelow(steps.size());
    for (int s = 1; s < top; ++s) {
      raise(above[k], steps, s, most);
      raise(below[k], steps, s, most);
    }
    mostBelow = most;
    raise(below[k], steps, top, most);  // the integer that has no counterpart
    raise(above[k], steps, top, mostBelow);
    for (std::size_t j = 0; j < steps.size(); ++j) {
      saved[j] += most[j];
      savedBelow[j] += mostBelow[j];
    }
  }
  double mostSaved = 0;
  for (std::size_t j = 0; j < steps.size(); ++j) mostSaved = std::max({mostSaved, saved[j], savedBelow[j]});
  return energy - mostSaved;
}

}  // namespace halftone::test
