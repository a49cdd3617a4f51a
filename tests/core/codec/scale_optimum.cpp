#include "tests/core/codec/scale_optimum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/codec/floats.h"
#include "core/codec/levels.h"

namespace halftone::test {
namespace {

std::vector<double> integers(int low, int high) {
  std::vector<double> levels(static_cast<std::size_t>(high - low + 1));
  std::iota(levels.begin(), levels.end(), low);
  return levels;
}

// Levels in rising order, of the types that have one f16 scale.
std::vector<double> levelsOf(TensorType type) {
  switch (type) {
    case TensorType::Q8_0: return integers(-128, 127);
    case TensorType::Q5_0: return integers(-16, 15);
    case TensorType::Q4_0: return integers(-8, 7);
    case TensorType::Q2_0: return integers(-1, 2);
    case TensorType::TQ1_0:
    case TensorType::TQ2_0: return integers(-1, 1);
    case TensorType::Q1_0: return {-1, 1};
    case TensorType::IQ4_NL: return {codecs::kUnevenLevels.begin(), codecs::kUnevenLevels.end()};
    default: return {};
  }
}

double nearestLevel(std::span<const double> levels, double v) {
  const auto above = std::lower_bound(levels.begin(), levels.end(), v);
  if (above == levels.begin()) return *above;
  if (above == levels.end()) return levels.back();
  return 2 * v > *(above - 1) + *above ? *above : *(above - 1);
}

// From which inverse scale on the assignment's sums are these.
struct Piece {
  double from, xq, qq;
};

struct Change {
  double at, xq, qq;
};

// What the assignment of nearest levels gives for every inverse scale > 0, in rising order.
std::vector<Piece> pieces(std::span<const double> levels, const WeightedBlock& block, double sign) {
  std::vector<Change> changes;
  Piece present{0, 0, 0};
  for (std::size_t i = 0; i < block.x.size(); ++i) {
    const double x = sign * static_cast<double>(block.x[i]), w = static_cast<double>(block.w[i]);
    const double start = nearestLevel(levels, std::copysign(1e-300, x));
    present.xq += w * x * start;
    present.qq += w * start * start;
    for (std::size_t k = 1; k < levels.size() && x != 0; ++k) {
      const double at = 0.5 * (levels[k - 1] + levels[k]) / x;
      if (at <= 0) continue;
      const double from = x > 0 ? levels[k - 1] : levels[k], to = x > 0 ? levels[k] : levels[k - 1];
      changes.push_back({at, w * x * (to - from), w * (to * to - from * from)});
    }
  }
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.at < b.at; });
  std::vector<Piece> all = {present};
  for (const Change& change : changes) {
    present = {change.at, present.xq + change.xq, present.qq + change.qq};
    if (change.at == all.back().from)
      all.back() = present;
    else
      all.push_back(present);
  }
  return all;
}

double energyOf(const WeightedBlock& block) {
  double energy = 0;
  for (std::size_t i = 0; i < block.x.size(); ++i)
    energy += static_cast<double>(block.w[i]) * static_cast<double>(block.x[i]) * static_cast<double>(block.x[i]);
  return energy;
}

double leastOfOneScale(std::span<const double> levels, const WeightedBlock& block) {
  const double energy = energyOf(block);
  double mostSaved = 0;
  for (const double sign : {1.0, -1.0}) {
    for (const Piece& piece : pieces(levels, block, sign)) {
      if (piece.qq <= 0 || piece.xq * piece.xq / piece.qq <= mostSaved) continue;
      const std::uint16_t half = codecs::f32ToF16(static_cast<float>(piece.xq / piece.qq));
      for (int step = -1; step <= 1; ++step) {
        const double d = static_cast<double>(codecs::f16ToF32(static_cast<std::uint16_t>(half + step)));
        if (std::isfinite(d)) mostSaved = std::max(mostSaved, d * (2 * piece.xq - d * piece.qq));
      }
    }
  }
  return energy - mostSaved;
}

double errorAt(std::span<const double> levels, const WeightedBlock& block, double scale) {
  double error = 0;
  for (std::size_t i = 0; i < block.x.size(); ++i) {
    const double x = static_cast<double>(block.x[i]);
    const double r = scale == 0 ? x : x - scale * nearestLevel(levels, x / scale);
    error += static_cast<double>(block.w[i]) * r * r;
  }
  return error;
}

constexpr std::array<double, 15> kTwiceE2M1InOrder = {-12, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8, 12};

double leastOfMxfp4(const WeightedBlock& block) {
  double least = energyOf(block);
  for (int e = 0; e < 253; ++e) least = std::min(least, errorAt(kTwiceE2M1InOrder, block, std::ldexp(1.0, e - 128)));
  return least;
}

double leastOfNvfp4(const WeightedBlock& block) {
  double total = 0;
  for (std::size_t first = 0; first < block.x.size(); first += 16) {
    const WeightedBlock part{block.x.subspan(first, 16), block.w.subspan(first, 16)};
    double least = energyOf(part);
    for (std::uint8_t code = 1; code < 0x7f; ++code) {
      const double scale = 0.5 * static_cast<double>(codecs::f8E4M3ToF32(code));
      least = std::min(least, errorAt(kTwiceE2M1InOrder, part, scale));
    }
    total += least;
  }
  return total;
}

// The least error of one sub-block for any real scale, by pieces of the assignment.
class SubBlock {
 public:
  SubBlock(std::span<const double> levels, const WeightedBlock& block)
      : m_pieces{pieces(levels, block, 1.0), pieces(levels, block, -1.0)} {}

  // Σ w·x² − Σ w·(x − scale·q)² for the nearest levels q.
  double saved(double scale) const {
    if (scale == 0) return 0;
    const std::vector<Piece>& own = m_pieces[scale < 0 ? 1 : 0];
    const double inverse = 1 / std::abs(scale);
    const auto next = std::upper_bound(own.begin(), own.end(), inverse,
                                       [](double value, const Piece& piece) { return value < piece.from; });
    const Piece& piece = *(next - 1);
    return std::abs(scale) * (2 * piece.xq - std::abs(scale) * piece.qq);
  }

  // The real scale that saves most.
  double wanted() const {
    double most = 0, found = 0;
    for (std::size_t side = 0; side < 2; ++side) {
      for (const Piece& piece : m_pieces[side]) {
        if (piece.qq <= 0 || piece.xq <= 0 || piece.xq * piece.xq / piece.qq <= most) continue;
        most = piece.xq * piece.xq / piece.qq;
        found = side == 0 ? piece.xq / piece.qq : -piece.xq / piece.qq;
      }
    }
    return found;
  }

 private:
  std::array<std::vector<Piece>, 2> m_pieces;
};

double leastOfIq4Xs(const WeightedBlock& block) {
  const std::vector<double> levels = levelsOf(TensorType::IQ4_NL);
  std::vector<SubBlock> parts;
  double farthest = 0;
  for (std::size_t first = 0; first < block.x.size(); first += 32) {
    parts.emplace_back(levels, WeightedBlock{block.x.subspan(first, 32), block.w.subspan(first, 32)});
    farthest = std::max(farthest, std::abs(parts.back().wanted()));
  }
  double mostSaved = 0;
  const auto first = codecs::f32ToF16(static_cast<float>(farthest / 36));
  const auto last = codecs::f32ToF16(static_cast<float>(farthest / 11));
  for (std::uint16_t half = first; half <= last; ++half) {
    for (const double sign : {1.0, -1.0}) {
      const double d = sign * static_cast<double>(codecs::f16ToF32(half));
      double saved = 0;
      for (const SubBlock& part : parts) {
        double most = 0;
        for (int scale = -32; scale < 32; ++scale) most = std::max(most, part.saved(d * scale));
        saved += most;
      }
      mostSaved = std::max(mostSaved, saved);
    }
  }
  return energyOf(block) - mostSaved;
}

}  // namespace

std::optional<double> leastError(TensorType type, const WeightedBlock& block) {
  if (type == TensorType::MXFP4) return leastOfMxfp4(block);
  if (type == TensorType::NVFP4) return leastOfNvfp4(block);
  if (type == TensorType::IQ4_XS) return leastOfIq4Xs(block);
  const std::vector<double> levels = levelsOf(type);
  if (levels.empty()) return std::nullopt;
  return leastOfOneScale(levels, block);
}

}  // namespace halftone::test
