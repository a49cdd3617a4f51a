// The scales of the codebook types: y = d·kUnit·m·g, with one f16 d per super-block, one odd integer m per sub-block
// and codewords g. Finds d, m and g of small Σ w·(x − y)². Included once per SIMD target.
//
// 1. Each codeword's place: the lines that may be lowest over a wide range of scales (codeword_lines-inl.h).
// 2. Each sub-block: its error at a row of scales, from those lines.
// 3. All sub-blocks: for a grid of d, the integers of least error, read off between those scales.
// 4. For the best few d: every integer with its best codewords. Then, from the best, d by least squares for these, and
//    all again, as long as the error falls.
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

// Type says what it can hold and how hard to search:
//   kBytes, kLength, kLines, kSigned, heights, pack  of the block (codebook_block-inl.h): bytes, values of a codeword,
//                                lines of one, whether signs stand apart, the lines' heights, packing CodebookCodes
//   kScales, kParts              sub-blocks; parts of a sub-block, each of kCodewords codewords
//   kLevel, kUnit, kTop          the largest level; the smallest step over d; the largest m
//   kLow, kFlatLow, kHigh        step 1: the range of t over that which puts the peak at the largest level; kFlatLow
//                                instead of kLow where magnitudes are alike
//   kFirst, kStep                step 3: d·kUnit = the largest wanted scale over kSteps such numbers
//   kFinalists, kRounds          step 4
//   Builder                      build(block, part, range, pool): step 1 for a part; write(block, part, choice, codes)
template <class Type>
class OddScaleSearch {
 public:
  OddScaleSearch() : m_pool(4 * kSuperBlock / Type::kLength, Type::kLines) {}

  void run(const CodebookBlock& block, std::uint8_t* bytes) {
    m_block = &block;
    m_pool.clear();
    for (std::size_t b = 0; b < Type::kScales; ++b) fitAlone(b);
    m_finalists.fill({});
    m_best = {0.0f, 0.0f};
    chooseSteps();
    improve();
    if (m_best.error < 0.0f) {
      write(bytes);
    } else {
      std::memset(bytes, 0, Type::kBytes);
    }
  }

 private:
  using V = LaneVector;
  using Integers = std::array<float, Type::kScales>;
  static constexpr std::size_t kNodes = 16;
  static constexpr std::size_t kSubBlock = kSuperBlock / Type::kScales;

  struct Choice {
    float d = 0.0f;
    float error = 3e38f;  // less Σ w·x², which is the same for all
  };

  struct SubBlock {
    PerLane least;  // of the lines, at kNodes t evenly across the range
    Range range;
    float wanted;  // the best scale of those
  };

  // From the largest magnitude that counts: of at least 1/500 of the sub-block's energy. Where most magnitudes are
  // nearly as large, the lowest levels may serve them best.
  Range rangeOf(std::size_t b) const {
    const float* x = m_block->x.v + b * kSubBlock;
    const float* weighted = m_block->weighted.v + b * kSubBlock;
    float energy = 0.0f, squares = 0.0f;
    for (std::size_t i = 0; i < kSubBlock; ++i) {
      energy += x[i] * weighted[i];
      squares += x[i] * x[i];
    }
    float peak = 0x1p-40f;
    for (std::size_t i = 0; i < kSubBlock; ++i) {
      if (x[i] * weighted[i] >= 0.002f * energy) peak = std::max(peak, std::fabs(x[i]));
    }
    const bool flat = squares >= 0.49f * kSubBlock * peak * peak;
    const float t = 2.0f * Type::kLevel / peak;
    return {t * (flat ? Type::kFlatLow : Type::kLow), t * Type::kHigh};
  }

  void build(std::size_t b) {
    for (std::size_t p = b * Type::kParts; p < (b + 1) * Type::kParts; ++p) {
      m_builder.build(*m_block, p, m_subBlocks[b].range, m_pool, m_parts[p]);
    }
  }

  void fitAlone(std::size_t b) {
    SubBlock& sub = m_subBlocks[b];
    sub.range = rangeOf(b);
    build(b);
    float bestError = 3e38f;
    PerLane nodes, errors;
    for (std::size_t lane = 0; lane < kNodes; lane += vectorLanes()) {
      const V index = placesFrom(lane);
      const V node =
          hn::Add(same(sub.range.low), hn::Mul(index, same((sub.range.high - sub.range.low) / (kNodes - 1))));
      const V s = hn::Div(same(2.0f), node);
      const V h = leastOf(b, node);
      put(s, nodes, lane);
      put(h, sub.least, lane);
      put(hn::Mul(hn::Mul(h, s), s), errors, lane);
    }
    for (std::size_t i = 0; i < kNodes; ++i) {
      if (!(errors.v[i] < bestError)) continue;
      bestError = errors.v[i];
      sub.wanted = nodes.v[i];
    }
  }

  V leastOf(std::size_t b, V t) const {
    V total = zeros();
    for (std::size_t p = b * Type::kParts; p < (b + 1) * Type::kParts; ++p) {
      const auto& part = m_parts[p];
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
  HWY_INLINE V between(const SubBlock& sub, V m, V u) const {
    const hn::RebindToSigned<LaneTag> integers;
    const V s = hn::Mul(m, u);
    const V place = hn::Mul(hn::Sub(hn::Div(same(2.0f), s), same(sub.range.low)),
                            same((kNodes - 1) / (sub.range.high - sub.range.low)));
    const auto index = hn::ConvertTo(integers, hn::Min(hn::Max(place, zeros()), same(kNodes - 2)));
    const V low = hn::GatherIndex(LaneTag(), sub.least.v, index);
    const V high = hn::GatherIndex(LaneTag(), sub.least.v + 1, index);
    const V share = hn::Sub(place, hn::ConvertTo(LaneTag(), index));
    return hn::Mul(hn::Mul(hn::Add(low, hn::Mul(share, hn::Sub(high, low))), s), s);
  }

  V roughError(V d) const {
    const V u = hn::Mul(d, same(Type::kUnit));
    const V inverse = inverseOrZero(u);
    V total = zeros();
    for (const SubBlock& sub : m_subBlocks) {
      const V start = hn::Mul(same(sub.wanted), inverse);
      V best = between(sub, odd(start), u);
      best = hn::Min(best, between(sub, odd(hn::Sub(start, same(2.0f))), u));
      best = hn::Min(best, between(sub, odd(hn::Add(start, same(2.0f))), u));
      total = hn::Add(total, best);
    }
    return total;
  }

  void chooseSteps() {
    float largest = 0.0f;
    for (const SubBlock& sub : m_subBlocks) largest = std::max(largest, sub.wanted);
    for (std::size_t first = 0; first < Type::kSteps; first += kLanes) {
      PerLane steps, errors;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V index = placesFrom(first + lane);
        const V target = hn::Add(same(Type::kFirst), hn::Mul(index, same(Type::kStep)));
        const V d = storable(hn::Div(same(largest / Type::kUnit), target), m_block->unit);
        put(d, steps, lane);
        put(roughError(d), errors, lane);
      }
      for (std::size_t k = 0; k < kLanes; ++k) enter({steps.v[k], errors.v[k]});
    }
  }

  // Keeps the best few, in order.
  void enter(Choice choice) {
    for (Choice& finalist : m_finalists) {
      if (choice.d == finalist.d) return;
      if (choice.error < finalist.error) std::swap(choice, finalist);
    }
  }

  // For each sub-block the integer of least error, and the sum of these errors.
  float chooseIntegers(float d, Integers& chosen) const {
    constexpr std::size_t kIntegers = static_cast<std::size_t>(Type::kTop + 1.0f) / 2;
    const float u = d * Type::kUnit;
    float total = 0.0f;
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      PerLane errors;
      for (std::size_t lane = 0; lane < kIntegers; lane += vectorLanes()) {
        const V index = placesFrom(lane);
        const V s = hn::Mul(hn::Add(hn::Add(index, index), same(1.0f)), same(u));
        put(hn::Mul(hn::Mul(leastOf(b, hn::Div(same(2.0f), s)), s), s), errors, lane);
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
  float refit(const Integers& chosen, float d) const {
    float up = 0.0f, down = 0.0f;
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      const float m = chosen[b];
      const float t = 2.0f / (m * (d * Type::kUnit));
      float slopes = 0.0f, heights = 0.0f;
      for (std::size_t p = b * Type::kParts; p < (b + 1) * Type::kParts; ++p) {
        for (const Line& line : choose(m_parts[p], t).lines) {
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
      if (finalist.d != 0.0f) consider(finalist.d);
    }
    for (int round = 0; round < Type::kRounds && m_best.d != 0.0f; ++round) {
      const float next = refit(m_integers, m_best.d);
      if (next == m_best.d || !consider(next)) return;
    }
  }

  // Keeps d if it is the best so far.
  bool consider(float d) {
    Integers chosen;
    const float error = chooseIntegers(d, chosen);
    if (!(error < m_best.error)) return false;
    m_best = {d, error};
    m_integers = chosen;
    return true;
  }

  void write(std::uint8_t* bytes) {
    CodebookCodes codes;
    codes.d = m_best.d * m_block->unit;
    for (std::size_t b = 0; b < Type::kScales; ++b) {
      codes.scale[b] = static_cast<std::uint8_t>((m_integers[b] - 1.0f) / 2);
      const float t = 2.0f / (m_integers[b] * (m_best.d * Type::kUnit));
      if (t < m_subBlocks[b].range.low || t > m_subBlocks[b].range.high) {
        m_subBlocks[b].range = {t, t};
        build(b);
      }
      for (std::size_t p = b * Type::kParts; p < (b + 1) * Type::kParts; ++p) {
        m_builder.write(*m_block, p, choose(m_parts[p], t), codes);
      }
    }
    Type::pack(codes, bytes);
  }

  const CodebookBlock* m_block = nullptr;
  typename Type::Builder m_builder;
  LinePool m_pool;
  std::array<SubBlock, Type::kScales> m_subBlocks;
  std::array<Part<Type::kCodewords>, Type::kScales * Type::kParts> m_parts;
  std::array<Choice, Type::kFinalists> m_finalists{};
  Choice m_best;
  Integers m_integers{};
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
