// Codewords of magnitudes with the signs apart (iq2 and iq3). Included once per SIMD target.
//
// Signs are those of the values. Where a type stores seven signs of eight and the eighth makes their number even, an
// odd number costs one wrong sign: Σ w·|x|·g loses twice the term of that value. Which one is least depends on the
// codeword, so it is taken off each codeword's sum before the codewords are compared.
#if defined(HALFTONE_CODEC_SIGNED_CODEWORDS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_SIGNED_CODEWORDS_INL_H_
#undef HALFTONE_CODEC_SIGNED_CODEWORDS_INL_H_
#else
#define HALFTONE_CODEC_SIGNED_CODEWORDS_INL_H_
#endif

#include <bit>
#include <cstdint>

#include "core/codec/codeword_levels.h"
#include "core/codec/odd_scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Bit j is set where value j of eight is negative.
inline unsigned signsOf(const float* values) {
  unsigned signs = 0;
  for (unsigned j = 0; j < 8; ++j) signs |= static_cast<unsigned>(values[j] < 0.0f) << j;
  return signs;
}

inline bool isOdd(unsigned signs) { return (std::popcount(signs) & 1) != 0; }

// The value whose sign costs least to turn.
template <std::size_t kLength, std::size_t kEntries>
unsigned cheapestSign(const CodewordLevels<kLength, kEntries>& levels, std::size_t entry, const float* weighted) {
  unsigned cheapest = 0;
  for (unsigned j = 1; j < kLength; ++j) {
    if (weighted[j] * levels.level[j][entry] < weighted[cheapest] * levels.level[cheapest][entry]) cheapest = j;
  }
  return cheapest;
}

// The lines of a codeword; `wrong`: with one sign wrong.
template <class Type>
HWY_INLINE Lines signedLines(const CodebookBlock& block, std::size_t c, bool wrong, Range range, std::size_t entries,
                             LinePool& pool) {
  const auto& level = Type::levels().level;
  const float* weighted = block.weighted.v + c * Type::kLength;
  const float* heights = block.heightsOf(c);
  if (wrong) return pool.add(DotsButOne(level, weighted), heights, entries, range.low, range.high);
  return pool.add(Dots(level, weighted), heights, entries, range.low, range.high);
}

// Each codeword for itself. Type::kEvenSigns: of eight values, the number of negative ones is even.
template <class Type>
class SignedCodewords {
 public:
  void build(const CodebookBlock& block, std::size_t c, Range range, std::size_t entries, LinePool& pool,
             std::size_t /*turn*/, Part<1>& part) {
    part.alternatives[0][0] = signedLines<Type>(block, c, oneWrong(block, c), range, entries, pool);
  }

  void write(const CodebookBlock& block, std::size_t c, const PartChoice<1>& choice, CodebookCodes& codes) const {
    const std::size_t entry = choice.lines[0].id;
    const std::size_t eight = c * Type::kLength / 8;
    codes.index[c] = static_cast<std::uint16_t>(entryAt<Type::kLines>(entry));
    unsigned signs = signsOf(block.values + 8 * eight);
    if (oneWrong(block, c)) signs ^= 1U << cheapestSign(Type::levels(), entry, block.weighted.v + c * Type::kLength);
    codes.signs[eight] = static_cast<std::uint8_t>(signs);
  }

 private:
  static bool oneWrong(const CodebookBlock& block, std::size_t c) {
    if constexpr (Type::kEvenSigns) return isOdd(signsOf(block.values + 8 * c));
    return false;
  }
};

// Two codewords of four values that share seven signs: the wrong one is in either of them.
template <class Type>
class SignedPairs {
 public:
  void build(const CodebookBlock& block, std::size_t pair, Range range, std::size_t entries, LinePool& pool,
             std::size_t /*turn*/, Part<2>& part) {
    part.count = isOdd(signsOf(block.values + 8 * pair)) ? 2 : 1;
    for (std::size_t i = 0; i < 2; ++i) {
      const std::size_t c = 2 * pair + i;
      const Lines right = signedLines<Type>(block, c, false, range, entries, pool);
      part.alternatives[0][i] = right;
      part.alternatives[1][i] = right;
      if (part.count == 2) part.alternatives[i][i] = signedLines<Type>(block, c, true, range, entries, pool);
    }
  }

  void write(const CodebookBlock& block, std::size_t pair, const PartChoice<2>& choice, CodebookCodes& codes) const {
    unsigned signs = signsOf(block.values + 8 * pair);
    if (isOdd(signs)) {
      const std::size_t i = choice.alternative;
      signs ^= 1U << (4 * i + cheapestSign(Type::levels(), choice.lines[i].id, block.weighted.v + 8 * pair + 4 * i));
    }
    codes.signs[pair] = static_cast<std::uint8_t>(signs);
    for (std::size_t i = 0; i < 2; ++i)
      codes.index[2 * pair + i] = static_cast<std::uint16_t>(entryAt<Type::kLines>(choice.lines[i].id));
  }
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
