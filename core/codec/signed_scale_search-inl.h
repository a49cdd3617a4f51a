// The scales of the types of two and three bits with signs apart (iq2, iq3): y = ±d·kUnit·m·g, with one f16 d per
// super-block, one odd integer m per sub-block and codewords g. Finds d, m and g of small Σ w·(x − y)². Included once
// per SIMD target.
//
// 1. Each codeword's place: what is lowest at a few scales (half_scan-inl.h). What a codeword loses is s² times a line
//    in t = 2/s, so the least of these few lines is hardly more, between the scales, than that of all.
// 2. All sub-blocks: for a grid of d, the integers of least error, read off a row of errors by these lines.
// 3. For the best few d: the integers of least error by the lines themselves.
// 4. The codewords themselves; then, by turns, d by least squares for these, and the codewords for that d. No turn
//    makes the error larger.
// 5. Types of two bits: least squares shrinks a block, to 1 − D of the original along it, where D is the relative
//    error; in a model all layers shrink alike, and its outputs flatten. So d is stretched by 1/(1 − D), which costs
//    D²/(1 − D) more error and takes a tenth to a quarter off the divergence of the sample model's predictions.
#if defined(HALFTONE_CODEC_SIGNED_SCALE_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_SIGNED_SCALE_SEARCH_INL_H_
#undef HALFTONE_CODEC_SIGNED_SCALE_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_SIGNED_SCALE_SEARCH_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "core/codec/codebooks.h"
#include "core/codec/half_scan-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// How hard to search.
struct SignedDepth {
  std::size_t nodes;      // step 1: scales of a sub-block, at most kMostNodes
  float low, high;        // step 1: their range, over that which puts the peak at the largest level
  float first, step;      // step 2: d·kUnit = the largest wanted scale over first, first + step, …,
  std::size_t steps;      // that many of them (a multiple of kLanes)
  std::size_t finalists;  // step 3: at most kMostFinalists
  std::size_t tries;      // step 3: integers of a sub-block around what it wants
  int rounds;             // step 4
  bool turned = false;    // step 1: codewords that are best with a sign turned, where one has to be
};

// Type says what it can hold and how to search:
//   kBytes, kLength, kSigns, kLevels  bytes, values of a codeword, signs (signed_block-inl.h), levels in rising
//   order kUnbiased                    whether d is stretched at last, see step 5 kScales sub-blocks kUnit, kTop
//   the smallest step over d; the largest m kDepths                      by effort book(), halves(), pack() the
//   codebook and its halves (codeword_halves.h); packing CodebookCodes
template <class Type>
class SignedScaleSearch {
 public:
  using Block = SignedBlock<Type>;

  explicit SignedScaleSearch(Effort effort) : m_depth(Type::kDepths[static_cast<std::size_t>(effort)]) {}

  void run(const Block& block, std::uint8_t* bytes) {
    m_block = &block;
    findCenters();
    measureNodes();
    chooseSteps();
    m_best = {0.0f, 3e38f};
    for (std::size_t i = 0; i < m_depth.finalists; ++i) {
      if (m_finalists[i].d != 0.0f) consider(m_finalists[i].d);
    }
    m_codes = {};
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      m_codes.scale[b] = static_cast<std::uint8_t>((m_integers.v[b] - 1.0f) / 2);
    }
    Fit fit = chooseCodewords(m_best.d);
    for (int round = 0; round < m_depth.rounds && fit.d != m_best.d; ++round) {
      m_best.d = fit.d;
      fit = chooseCodewords(m_best.d);
    }
    takeCodewords();
    write(fit, bytes);
  }

 private:
  using V = LaneVector;
  using Places = SignedPlaces<Type>;
  static constexpr std::size_t kMostNodes = 24, kMostFinalists = 16;
  static constexpr std::size_t kFine = 32;
  static_assert(kLanes == 16);
  static constexpr float kMostStretch = 2.0f;  // by unbiased(), of blocks that the codewords hardly resemble

  struct Choice {
    float d, error;  // less Σ w·x², which is the same for all
  };

  // For given codewords: the d of least squares, Σ of what each takes off the error at scale d/2 and of what it
  // adds.
  struct Fit {
    float d, up, down;
  };

  // Lanes that are of the same sub-block get what both have together.
  static void fold(PerLane& numbers) {
    for (std::size_t b = 0; b + Type::kScales < kLanes; ++b) {
      const float sum = numbers.v[b] + numbers.v[b + Type::kScales];
      numbers.v[b] = numbers.v[b + Type::kScales] = sum;
    }
  }

  // Σ over a sub-block's places of the least of the lines of nodes [first, end), at t.
  void least(const PerLane& t, std::size_t first, std::size_t end, PerLane& heights) const {
    constexpr std::size_t kFirst = Winners<Type>::kFirst, kEnd = Winners<Type>::kEnd;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      V lowest[kEnd][Places::kRows];
      for (std::size_t side = kFirst; side < kEnd; ++side)
        for (V& own : lowest[side]) own = same(3e38f);
      for (std::size_t k = first; k < end; ++k) {
        for (std::size_t side = kFirst; side < kEnd; ++side) {
          for (std::size_t row = 0; row < Places::kRows; ++row) {
            const V drop = hn::Mul(at(t, lane), at(m_winners[k].slope[side][row], lane));
            lowest[side][row] = hn::Min(lowest[side][row], hn::Sub(at(m_winners[k].height[side][row], lane), drop));
          }
        }
      }
      V sum = zeros();
      if constexpr (Type::kSigns == Signs::EvenInPairs) {
        for (std::size_t row = 0; row < Places::kRows; row += 2) {
          sum = hn::Add(
              sum, hn::Min(hn::Add(lowest[0][row], lowest[1][row + 1]), hn::Add(lowest[1][row], lowest[0][row + 1])));
        }
      } else {
        for (const V own : lowest[kFirst]) sum = hn::Add(sum, own);
      }
      put(sum, heights, lane);
    }
    fold(heights);
  }

  // The scale that puts a sub-block's peak at the largest level: the largest magnitude that counts, one of at
  // least 1/100 of the sub-block's energy.
  void findCenters() {
    PerLane energy, squares, peaks;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      V sum = zeros(), plain = zeros();
      eachValue(lane, [&](V x, V weighted) {
        sum = hn::Add(sum, hn::Mul(x, weighted));
        plain = hn::Add(plain, hn::Mul(x, x));
      });
      put(sum, energy, lane);
      put(plain, squares, lane);
    }
    fold(energy);
    fold(squares);
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V bound = hn::Mul(at(energy, lane), same(0.01f));
      V peak = same(0x1p-40f);
      eachValue(lane, [&](V x, V weighted) {
        peak = hn::Max(peak, hn::IfThenElseZero(hn::Ge(hn::Mul(x, weighted), bound), x));
      });
      put(peak, peaks, lane);
    }
    bool anyFlat = false;
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      for (std::size_t lane = b; lane < kLanes; lane += Type::kScales) peaks.v[b] = std::max(peaks.v[b], peaks.v[lane]);
      const float peak = peaks.v[b];
      m_energy[b] = energy.v[b];
      m_flat[b] = squares.v[b] >= 0.7f * kSuperBlock / Type::kScales * peak * peak;
      anyFlat = anyFlat || m_flat[b];
      for (std::size_t lane = b; lane < kLanes; lane += Type::kScales) {
        m_center.v[lane] = peak / Type::kLevels.back();
      }
    }
    if (anyFlat) moveFlatCenters();
  }

  template <class See>
  HWY_INLINE void eachValue(std::size_t lane, const See& see) const {
    for (std::size_t row = 0; row < Places::kRows; ++row) {
      for (std::size_t j = 0; j < Type::kLength; ++j) {
        see(at(m_block->x[row][j], lane), at(m_block->weighted[row][j], lane));
      }
    }
  }

  // Where most magnitudes are nearly as large, a lower level may serve them better.
  void moveFlatCenters() {
    const PerLane top = m_center;
    PerLane best;
    std::fill_n(best.v, kLanes, 3e38f);
    for (std::size_t k = Places::kLevels; k-- > 0;) {
      PerLane t, heights;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        t.v[lane] = 2.0f / top.v[lane] * (Type::kLevels[k] / Type::kLevels.back());
      }
      m_scan.chooseRoughly(*m_block, t, m_winners[0]);
      least(t, 0, 1, heights);
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const bool counts = m_flat[lane % Type::kScales] || k + 1 == Places::kLevels;
        const float error = heights.v[lane] / t.v[lane] / t.v[lane];
        if (!counts || !(error < best.v[lane])) continue;
        best.v[lane] = error;
        m_center.v[lane] = 2.0f / t.v[lane];
      }
    }
  }

  // The lines that are lowest at a few scales; with these, the errors at many. Between two nodes, lines of those
  // further away than the next ones are hardly ever the lowest.
  void measureNodes() {
    const float range = m_depth.high - m_depth.low;
    for (std::size_t k = 0; k < m_depth.nodes; ++k) {
      const float factor = m_depth.low + range * static_cast<float>(k) / static_cast<float>(m_depth.nodes - 1);
      PerLane t;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        put(hn::Div(same(2.0f / factor), at(m_center, lane)), t, lane);
      }
      m_scan.chooseRoughly(*m_block, t, m_winners[k]);
      if (m_depth.turned) chooseAt(t, k + 1, m_winners[k]);
    }
    m_perNode = static_cast<float>(kFine - 1) / range;
    PerLane best, wanted;
    std::fill_n(best.v, kLanes, 3e38f);
    for (std::size_t k = 0; k < kFine; ++k) {
      const float factor = m_depth.low + static_cast<float>(k) / m_perNode;
      PerLane t;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        put(hn::Div(same(2.0f / factor), at(m_center, lane)), t, lane);
      }
      const std::size_t below = k * (m_depth.nodes - 1) / (kFine - 1);
      least(t, below == 0 ? 0 : below - 1, std::min(below + 3, m_depth.nodes), m_least[k]);
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V s = hn::Mul(at(m_center, lane), same(factor));
        const V error = hn::Mul(hn::Mul(at(m_least[k], lane), s), s);
        const LaneMask better = hn::Lt(error, at(best, lane));
        put(error, m_least[k], lane);
        put(hn::IfThenElse(better, s, k == 0 ? s : at(wanted, lane)), wanted, lane);
        put(hn::Min(error, at(best, lane)), best, lane);
      }
    }
    std::copy_n(wanted.v, Type::kScales, m_wanted);
  }

  static HWY_INLINE V odd(V wanted) {
    const V half = hn::Mul(hn::Sub(wanted, same(1.0f)), same(0.5f));
    return hn::Add(hn::Mul(nearestWithin(half, 0.0f, (Type::kTop - 1.0f) / 2), same(2.0f)), same(1.0f));
  }

  // The error of sub-block b at scales m·u, read off between its nodes.
  HWY_INLINE V between(std::size_t b, V m, V u) const {
    const hn::RebindToSigned<LaneTag> integers;
    const V s = hn::Mul(m, u);
    const V place = hn::Sub(hn::Mul(s, same(m_perNode / m_center.v[b])), same(m_depth.low * m_perNode));
    const auto index = hn::ConvertTo(integers, hn::Min(hn::Max(place, zeros()), same(static_cast<float>(kFine - 2))));
    const auto offset = hn::ShiftLeft<4>(index);
    const V low = hn::GatherIndex(LaneTag(), m_least[0].v + b, offset);
    const V high = hn::GatherIndex(LaneTag(), m_least[1].v + b, offset);
    const V share = hn::Sub(place, hn::ConvertTo(LaneTag(), index));
    return hn::Add(low, hn::Mul(share, hn::Sub(high, low)));
  }

  V roughError(V d) const {
    const V u = hn::Mul(d, same(Type::kUnit));
    const V inverse = inverseOrZero(u);
    V total = zeros();
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      const V start = hn::Mul(same(m_wanted[b]), inverse);
      V best = between(b, odd(hn::Sub(start, same(1.0f))), u);
      best = hn::Min(best, between(b, odd(hn::Add(start, same(1.0f))), u));
      total = hn::Add(total, best);
    }
    return total;
  }

  void chooseSteps() {
    const float largest = *std::max_element(m_wanted, m_wanted + Type::kScales);
    m_finalists.fill({0.0f, 3e38f});
    for (std::size_t first = 0; first < m_depth.steps; first += kLanes) {
      PerLane steps, errors;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        PerLane targets;
        for (std::size_t i = lane; i < lane + vectorLanes(); ++i) {
          targets.v[i] = largest / Type::kUnit / (m_depth.first + m_depth.step * static_cast<float>(first + i));
        }
        const V d = storable(at(targets, lane), m_block->unit);
        put(d, steps, lane);
        put(roughError(d), errors, lane);
      }
      for (std::size_t k = 0; k < kLanes; ++k) enter({steps.v[k], errors.v[k]});
    }
  }

  // Keeps the best few, in order.
  void enter(Choice choice) {
    if (!(choice.error < m_finalists[m_depth.finalists - 1].error)) return;
    for (std::size_t i = 0; i < m_depth.finalists; ++i) {
      if (choice.d == m_finalists[i].d) return;
      if (choice.error < m_finalists[i].error) std::swap(choice, m_finalists[i]);
    }
  }

  // Keeps d and its integers, of those nearest to what each sub-block wants, if it is the best so far.
  void consider(float d) {
    const float u = d * Type::kUnit;
    PerLane wanted, chosen, errors;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      wanted.v[lane] = m_wanted[lane % Type::kScales] / u;
      chosen.v[lane] = 1.0f;
      errors.v[lane] = 3e38f;
    }
    for (std::size_t i = 0; i < m_depth.tries; ++i) {
      PerLane tried, t, heights;
      const V shift = same(2.0f * alternating(static_cast<int>(i)));
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V m = odd(hn::Add(at(wanted, lane), shift));
        put(m, tried, lane);
        put(hn::Div(same(2.0f), hn::Mul(m, same(u))), t, lane);
      }
      least(t, 0, m_depth.nodes, heights);
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V s = hn::Mul(at(tried, lane), same(u));
        const V error = hn::Mul(hn::Mul(at(heights, lane), s), s);
        const LaneMask better = hn::Lt(error, at(errors, lane));
        put(hn::IfThenElse(better, at(tried, lane), at(chosen, lane)), chosen, lane);
        put(hn::Min(error, at(errors, lane)), errors, lane);
      }
    }
    float total = 0.0f;
    for (std::size_t b = 0; b < Type::kScales; ++b) total += errors.v[b];
    if (!(total < m_best.error)) return;
    m_best = {d, total};
    m_integers = chosen;
  }

  // The best codewords at t, into `winners`. The lines of the first `nodes` tell what these lose at most.
  void chooseAt(const PerLane& t, std::size_t nodes, Winners<Type>& winners) {
    constexpr std::size_t kSide = Winners<Type>::kEnd - 1;
    PerLane bounded, known[Places::kRows];
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V own = LevelCosts<Type>::bounded(at(t, lane));
      put(own, bounded, lane);
      V lowest[Places::kRows];
      for (V& loss : lowest) loss = same(3e38f);
      for (std::size_t k = 0; k < nodes; ++k) {
        for (std::size_t row = 0; row < Places::kRows; ++row) {
          const V drop = hn::Mul(own, at(m_winners[k].slope[kSide][row], lane));
          lowest[row] = hn::Min(lowest[row], hn::Sub(at(m_winners[k].height[kSide][row], lane), drop));
        }
      }
      for (std::size_t row = 0; row < Places::kRows; ++row) put(lowest[row], known[row], lane);
    }
    m_scan.choose(*m_block, bounded, known, winners);
  }

  // The best codewords at d, and what fits them.
  Fit chooseCodewords(float d) {
    PerLane t;
    for (std::size_t lane = 0; lane < kLanes; ++lane) t.v[lane] = 2.0f / (m_integers.v[lane] * (d * Type::kUnit));
    chooseAt(t, m_depth.nodes, m_winners[0]);
    Fit fit = {d, 0.0f, 0.0f};
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      float slope = 0.0f, height = 0.0f;
      for (std::size_t row = 0; row < Places::kRows; ++row) {
        const std::size_t side = sideOf(row, lane, t.v[lane]);
        slope += m_winners[0].slope[side][row].v[lane];
        height += m_winners[0].height[side][row].v[lane];
      }
      fit.up += m_integers.v[lane] * slope;
      fit.down += m_integers.v[lane] * m_integers.v[lane] * height;
    }
    if (fit.up > 0.0f) fit.d = storable(fit.up / fit.down / Type::kUnit, m_block->unit);
    m_last = d;
    return fit;
  }

  // Which side of m_winners[0] serves a place at t.
  HWY_INLINE std::size_t sideOf(std::size_t row, std::size_t lane, float t) const {
    if constexpr (Type::kSigns == Signs::EvenInPairs) {
      const Winners<Type>& winners = m_winners[0];
      const std::size_t even = row / 2 * 2;
      float costs[2][2];
      for (std::size_t side = 0; side < 2; ++side) {
        for (std::size_t i = 0; i < 2; ++i) {
          costs[side][i] = winners.height[side][even + i].v[lane] - t * winners.slope[side][even + i].v[lane];
        }
      }
      const bool firstTurned = costs[1][0] + costs[0][1] < costs[0][0] + costs[1][1];
      return firstTurned == (row == even) ? 1 : 0;
    }
    return Winners<Type>::kFirst;
  }

  void takeCodewords() {
    std::memcpy(m_codes.signs.data(), m_block->signs, sizeof(m_block->signs));
    for (std::size_t row = 0; row < Places::kRows; ++row) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const std::size_t place = Places::place(row, lane);
        const std::size_t side = sideOf(row, lane, 2.0f / (m_integers.v[lane] * (m_last * Type::kUnit)));
        const auto entry = static_cast<std::uint16_t>(m_winners[0].entry[side][row][lane]);
        m_codes.index[place] = entry;
        if (side == 1 && m_block->turn[row].v[lane] < 0.0f) turnCheapest(row, lane, place, entry);
      }
    }
  }

  HWY_INLINE void turnCheapest(std::size_t row, std::size_t lane, std::size_t place, std::size_t entry) {
    float least = 3e38f;
    std::size_t cheapest = 0;
    for (std::size_t j = 0; j < Type::kLength; ++j) {
      const float term = m_block->weighted[row][j].v[lane] * static_cast<float>(Type::book()[entry][j]);
      cheapest = term < least ? j : cheapest;
      least = std::min(least, term);
    }
    const std::size_t value = place * Type::kLength + cheapest;
    m_codes.signs[value / 8] = static_cast<std::uint8_t>(m_codes.signs[value / 8] ^ 1U << value % 8);
  }

  // d for the same codewords with Σ w·x·y = Σ w·x², where Σ w·x·y is d·up.
  float unbiased(const Fit& fit) const {
    float energy = 0.0f;
    for (std::size_t b = 0; b < Type::kScales; ++b) energy += m_energy[b];
    const float least = energy / kMostStretch / (fit.d * Type::kUnit);
    return storable(energy / std::max(fit.up, least) / Type::kUnit, m_block->unit);
  }

  void write(const Fit& fit, std::uint8_t* bytes) {
    if (!(fit.up > 0.0f)) {
      std::memset(bytes, 0, Type::kBytes);
      return;
    }
    m_codes.d = (Type::kUnbiased ? unbiased(fit) : fit.d) * m_block->unit;
    Type::pack(m_codes, bytes);
  }

  const SignedDepth& m_depth;
  const Block* m_block = nullptr;
  HalfScan<Type> m_scan;
  PerLane m_center;  // the scale that puts each sub-block's peak at a level
  float m_energy[Type::kScales];
  bool m_flat[Type::kScales];
  float m_wanted[Type::kScales];  // the best scale of the nodes
  Winners<Type> m_winners[kMostNodes];
  PerLane m_least[kFine];  // errors at scales evenly across the range
  float m_perNode = 0.0f;
  std::array<Choice, kMostFinalists> m_finalists;
  Choice m_best;
  PerLane m_integers;
  float m_last = 0.0f;  // the d that m_winners[0] are for
  CodebookCodes m_codes;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
