// The scales of the ternary types (iq1), thoroughly: y = d·kUnit·m·g, with one f16 d per super-block, one odd integer m
// per sub-block and codewords g. Finds d, m and g of small Σ w·(x − y)². Included once per SIMD target.
//
// 1. Each codeword's place: the lines that may be lowest over a wide range of scales (codeword_lines-inl.h).
// 2. Each sub-block: its error at a row of scales, from those lines.
// 3. All sub-blocks: for a grid of d, the integers of least error, read off between those scales.
// 4. For the best few d: every integer with its best codewords. Then, from the best, d by least squares for these, and
//    all again, as long as the error falls.
// 5. Types of one or two bits: least squares shrinks a block, to 1 − D of the original along it, where D is the
// relative
//    error; in a model all layers shrink alike, and its outputs flatten. So d is stretched by 1/(1 − D), which costs
//    D²/(1 − D) more error and takes a tenth to a quarter off the divergence of the sample model's predictions.
//
// A sub-block is made of parts that are chosen independently at a given scale. A part has one or two alternatives, each
// of some codewords: two where a bit beside the codewords (which of two signs is turned, a shift of the levels) binds
// them together.
#if defined(HALFTONE_CODEC_ODD_SCALE_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_ODD_SCALE_SEARCH_INL_H_
#undef HALFTONE_CODEC_ODD_SCALE_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_ODD_SCALE_SEARCH_INL_H_
#endif

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "core/codec/codebook_block-inl.h"
#include "core/codec/codeword_lines-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

template <std::size_t kCodewords>
struct Part {
  std::array<std::array<Lines, kCodewords>, 2> alternatives;
  std::size_t count = 1;  // of alternatives
};

template <std::size_t kCodewords>
struct PartChoice {
  std::array<Line, kCodewords> lines;
  std::size_t alternative = 0;
};

// The range of t = 2/s in which lines are sought.
struct Range {
  float low, high;
};

// How hard to search.
struct SearchDepth {
  float reach;            // step 1: how much farther the range goes at either end, as a factor
  std::size_t entries;    // step 1: of the codebook (a multiple of LinePool::kGroup)
  float first, step;      // step 3: d·kUnit = the largest wanted scale over first, first + step, …,
  std::size_t steps;      // that many of them (a multiple of kLanes)
  std::size_t finalists;  // step 4: at most kMostFinalists
  int rounds;
};

// Type says what it can hold and how to search:
//   kBytes, kLength, kLines, heights, pack  of the block (codebook_block-inl.h): bytes, values of a codeword, lines of
//                                one, the lines' heights, packing CodebookCodes
//   kUnbiased                    whether d is stretched at last, see step 5
//   kScales, kParts              sub-blocks; parts of a sub-block, each of kCodewords codewords
//   kLevel, kUnit, kTop          the largest level; the smallest step over d; the largest m
//   kLow, kFlatLow, kHigh        step 1: the range of t over that which puts the mean magnitude, weighted by w·|x|, at
//                                the largest level; kFlatLow where all are near the peak
//   kEntries, kTurns             of the codebook; 2 where a negative d gives other values than a positive one, else 1
//   kDepths                      by effort
//   Builder                      build(block, part, range, entries, pool, turn, part): step 1 for a part;
//                                write(block, part, choice, codes)
template <class Type>
class OddScaleSearch {
 public:
  explicit OddScaleSearch(Effort effort)
      : m_depth(Type::kDepths[static_cast<std::size_t>(effort)]), m_pool(kMostLineSets, Type::kEntries) {}

  void run(const CodebookBlock& block, std::uint8_t* bytes) {
    m_block = &block;
    m_pool.clear();
    m_finalists.fill({});
    m_best = {0.0f, 0.0f, 0};
    for (std::size_t b = 0; b < Type::kScales; ++b) m_subBlocks[b].range = rangeOf(b);
    for (std::size_t turn = 0; turn < Type::kTurns; ++turn) {
      for (std::size_t b = 0; b < Type::kScales; ++b) fitAlone(b, turn);
      chooseSteps(turn);
    }
    improve();
    if (m_best.error < 0.0f) {
      write(Type::kUnbiased ? unbiased() : m_best.d, bytes);
    } else {
      std::memset(bytes, 0, Type::kBytes);
    }
  }

 private:
  using V = LaneVector;
  using Integers = std::array<float, Type::kScales>;
  static constexpr std::size_t kNodes = 16;
  static constexpr std::size_t kMostFinalists = 64;
  static constexpr float kMostStretch = 2.0f;  // by unbiased(), of blocks that the codewords hardly resemble
  // What a codeword has in each turn, once to search in and once to write.
  static constexpr std::size_t kMostLineSets = 2 * 2 * Type::kTurns * kSuperBlock / Type::kLength;
  static constexpr std::size_t kSubBlock = kSuperBlock / Type::kScales;

  struct Choice {
    float d = 0.0f;
    float error = 3e38f;   // less Σ w·x², which is the same for all
    std::size_t turn = 0;  // 1: d is negative
  };

  struct SubBlock {
    PerLane least[Type::kTurns];  // of the lines, at kNodes t evenly across the range
    Range range;
    float wanted[Type::kTurns];  // the best scale of those
  };

  Range rangeOf(std::size_t b) const {
    const float* x = m_block->x.v + b * kSubBlock;
    const float* weighted = m_block->weighted.v + b * kSubBlock;
    float energy = 0.0f, squares = 0.0f, sum = 0.0f, weightedSum = 0.0f, largest = 0x1p-40f;
    for (std::size_t i = 0; i < kSubBlock; ++i) {
      energy += x[i] * weighted[i];
      squares += x[i] * x[i];
      sum += std::fabs(x[i]);
      weightedSum += std::fabs(weighted[i]);
      largest = std::max(largest, std::fabs(x[i]));
    }
    const float mean = std::max(energy, 0x1p-80f) / std::max(weightedSum, 0x1p-80f);
    return rangeAround(2.0f * Type::kLevel / mean, squares >= 0.9f * largest * sum);
  }

  // Where most magnitudes are nearly as large, the lowest levels may serve them best, and a few of the best codewords
  // lie far apart.
  Range rangeAround(float t, bool flat) const {
    if (flat) return {t * Type::kFlatLow, t * Type::kHigh};
    return {t * Type::kLow / m_depth.reach, t * Type::kHigh * m_depth.reach};
  }

  void build(std::size_t b, std::size_t turn) {
    for (std::size_t p = b * Type::kParts; p < (b + 1) * Type::kParts; ++p) {
      m_builder.build(*m_block, p, m_subBlocks[b].range, m_depth.entries, m_pool, turn, m_parts[p][turn]);
    }
  }

  void fitAlone(std::size_t b, std::size_t turn) {
    build(b, turn);
    SubBlock& sub = m_subBlocks[b];
    float bestError = 3e38f;
    PerLane scales, errors;
    for (std::size_t lane = 0; lane < kNodes; lane += vectorLanes()) {
      const V node = hn::Add(same(sub.range.low),
                             hn::Mul(placesFrom(lane), same((sub.range.high - sub.range.low) / (kNodes - 1))));
      const V s = hn::Div(same(2.0f), node);
      const V h = leastOf(b, turn, node);
      put(s, scales, lane);
      put(h, sub.least[turn], lane);
      put(hn::Mul(hn::Mul(h, s), s), errors, lane);
    }
    for (std::size_t i = 0; i < kNodes; ++i) {
      if (!(errors.v[i] < bestError)) continue;
      bestError = errors.v[i];
      sub.wanted[turn] = scales.v[i];
    }
  }

  V leastOf(std::size_t b, std::size_t turn, V t) const {
    V total = zeros();
    for (std::size_t p = b * Type::kParts; p < (b + 1) * Type::kParts; ++p) {
      const auto& part = m_parts[p][turn];
      V least = leastOf(part.alternatives[0], t);
      if (part.count == 2) least = hn::Min(least, leastOf(part.alternatives[1], t));
      total = hn::Add(total, least);
    }
    return total;
  }

  HWY_INLINE V leastOf(const std::array<Lines, Type::kCodewords>& codewords, V t) const {
    V total = m_pool.least(codewords[0], t);
    for (std::size_t c = 1; c < Type::kCodewords; ++c) total = hn::Add(total, m_pool.least(codewords[c], t));
    return total;
  }

  static HWY_INLINE V odd(V wanted) {
    const V half = hn::Mul(hn::Sub(wanted, same(1.0f)), same(0.5f));
    return hn::Add(hn::Mul(nearestWithin(half, 0.0f, (Type::kTop - 1.0f) / 2), same(2.0f)), same(1.0f));
  }

  // The error of a sub-block at scales m·u, read off between its nodes.
  HWY_INLINE V between(const SubBlock& sub, std::size_t turn, V m, V u) const {
    const hn::RebindToSigned<LaneTag> integers;
    const V s = hn::Mul(m, u);
    const V place = hn::Mul(hn::Sub(hn::Div(same(2.0f), s), same(sub.range.low)),
                            same((kNodes - 1) / (sub.range.high - sub.range.low)));
    const auto index = hn::ConvertTo(integers, hn::Min(hn::Max(place, zeros()), same(kNodes - 2)));
    const V low = hn::GatherIndex(LaneTag(), sub.least[turn].v, index);
    const V high = hn::GatherIndex(LaneTag(), sub.least[turn].v + 1, index);
    const V share = hn::Sub(place, hn::ConvertTo(LaneTag(), index));
    return hn::Mul(hn::Mul(hn::Add(low, hn::Mul(share, hn::Sub(high, low))), s), s);
  }

  V roughError(std::size_t turn, V d) const {
    const V u = hn::Mul(d, same(Type::kUnit));
    const V inverse = inverseOrZero(u);
    V total = zeros();
    for (const SubBlock& sub : m_subBlocks) {
      const V start = hn::Mul(same(sub.wanted[turn]), inverse);
      V best = between(sub, turn, odd(start), u);
      best = hn::Min(best, between(sub, turn, odd(hn::Sub(start, same(2.0f))), u));
      best = hn::Min(best, between(sub, turn, odd(hn::Add(start, same(2.0f))), u));
      total = hn::Add(total, best);
    }
    return total;
  }

  void chooseSteps(std::size_t turn) {
    float largest = 0.0f;
    for (const SubBlock& sub : m_subBlocks) largest = std::max(largest, sub.wanted[turn]);
    for (std::size_t first = 0; first < m_depth.steps; first += kLanes) {
      PerLane steps, errors;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V index = placesFrom(first + lane);
        const V target = hn::Add(same(m_depth.first), hn::Mul(index, same(m_depth.step)));
        const V d = storable(hn::Div(same(largest / Type::kUnit), target), m_block->unit);
        put(d, steps, lane);
        put(roughError(turn, d), errors, lane);
      }
      for (std::size_t k = 0; k < kLanes; ++k) enter({steps.v[k], errors.v[k], turn});
    }
  }

  // Keeps the best few, in order.
  void enter(Choice choice) {
    for (std::size_t i = 0; i < m_depth.finalists; ++i) {
      if (choice.d == m_finalists[i].d && choice.turn == m_finalists[i].turn) return;
      if (choice.error < m_finalists[i].error) std::swap(choice, m_finalists[i]);
    }
  }

  // For each sub-block the integer of least error, and the sum of these errors.
  float chooseIntegers(float d, std::size_t turn, Integers& chosen) const {
    constexpr std::size_t kIntegers = static_cast<std::size_t>(Type::kTop + 1.0f) / 2;
    const float u = d * Type::kUnit;
    float total = 0.0f;
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      PerLane errors;
      for (std::size_t lane = 0; lane < kIntegers; lane += vectorLanes()) {
        const V index = placesFrom(lane);
        const V s = hn::Mul(hn::Add(hn::Add(index, index), same(1.0f)), same(u));
        put(hn::Mul(hn::Mul(leastOf(b, turn, hn::Div(same(2.0f), s)), s), s), errors, lane);
      }
      std::size_t best = 0;
      for (std::size_t k = 1; k < kIntegers; ++k) {
        if (errors.v[k] < errors.v[best]) best = k;
      }
      chosen[b] = static_cast<float>(2 * best + 1);
      total += errors.v[best];
    }
    return total;
  }

  PartChoice<Type::kCodewords> choose(const Part<Type::kCodewords>& part, float t) const {
    PartChoice<Type::kCodewords> best;
    float least = 3e38f;
    for (std::size_t a = 0; a < part.count; ++a) {
      PartChoice<Type::kCodewords> choice;
      choice.alternative = a;
      float value = 0.0f;
      for (std::size_t c = 0; c < Type::kCodewords; ++c) {
        choice.lines[c] = m_pool.lowest(part.alternatives[a][c], t);
        value += choice.lines[c].height - t * choice.lines[c].slope;
      }
      if (a > 0 && !(value < least)) continue;
      least = value;
      best = choice;
    }
    return best;
  }

  // The d of least squares for these integers and the codewords that they and the present d give.
  float refit(const Integers& chosen, float d, std::size_t turn) const {
    float up = 0.0f, down = 0.0f;
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      const float m = chosen[b];
      const float t = 2.0f / (m * (d * Type::kUnit));
      float slopes = 0.0f, heights = 0.0f;
      for (std::size_t p = b * Type::kParts; p < (b + 1) * Type::kParts; ++p) {
        for (const Line& line : choose(m_parts[p][turn], t).lines) {
          slopes += line.slope;
          heights += line.height;
        }
      }
      up += m * slopes;
      down += m * m * heights;
    }
    return up > 0.0f ? storable(up / down / Type::kUnit, m_block->unit) : d;
  }

  // The best finalist with its integers; then d and integers by turns.
  void improve() {
    for (const Choice& finalist : m_finalists) {
      if (finalist.d != 0.0f) consider(finalist.d, finalist.turn);
    }
    for (int round = 0; round < m_depth.rounds && m_best.d != 0.0f; ++round) {
      const float next = refit(m_integers, m_best.d, m_best.turn);
      if (next == m_best.d || !consider(next, m_best.turn)) return;
    }
  }

  // Keeps d if it is the best so far.
  bool consider(float d, std::size_t turn) {
    Integers chosen;
    const float error = chooseIntegers(d, turn, chosen);
    if (!(error < m_best.error)) return false;
    m_best = {d, error, turn};
    m_integers = chosen;
    return true;
  }

  // d for the same codewords with Σ w·x·y = Σ w·x². By least squares Σ w·x·y = Σ w·y² is what the error falls by.
  float unbiased() const {
    float energy = 0.0f;
    for (std::size_t i = 0; i < kSuperBlock; ++i) energy += m_block->x.v[i] * m_block->weighted.v[i];
    const float gain = std::max(-m_best.error, energy / kMostStretch);
    return storable(m_best.d * (energy / gain), m_block->unit);
  }

  // The codewords chosen for m_best, under `d`.
  void write(float d, std::uint8_t* bytes) {
    CodebookCodes codes;
    codes.d = d * m_block->unit * (m_best.turn == 1 ? -1.0f : 1.0f);
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      codes.scale[b] = static_cast<std::uint8_t>((m_integers[b] - 1.0f) / 2);
      const float t = 2.0f / (m_integers[b] * (m_best.d * Type::kUnit));
      if (t < m_subBlocks[b].range.low || t > m_subBlocks[b].range.high) {
        m_subBlocks[b].range = {t, t};
        build(b, m_best.turn);
      }
      for (std::size_t p = b * Type::kParts; p < (b + 1) * Type::kParts; ++p) {
        m_builder.write(*m_block, p, choose(m_parts[p][m_best.turn], t), codes);
      }
    }
    Type::pack(codes, bytes);
  }

  const SearchDepth& m_depth;
  const CodebookBlock* m_block = nullptr;
  typename Type::Builder m_builder;
  LinePool m_pool;
  std::array<SubBlock, Type::kScales> m_subBlocks;
  std::array<std::array<Part<Type::kCodewords>, Type::kTurns>, Type::kScales * Type::kParts> m_parts;
  std::array<Choice, kMostFinalists> m_finalists{};
  Choice m_best;
  Integers m_integers{};
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
