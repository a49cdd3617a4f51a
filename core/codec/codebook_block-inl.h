// A super-block of 256 values as the search of the codebook types sees it, and the walk over all of them.
// Included once per SIMD target.
#if defined(HALFTONE_CODEC_CODEBOOK_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_CODEBOOK_BLOCK_INL_H_
#undef HALFTONE_CODEC_CODEBOOK_BLOCK_INL_H_
#else
#define HALFTONE_CODEC_CODEBOOK_BLOCK_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>

#include "core/codec/aligned_array.h"
#include "core/codec/codebook_encoders.h"
#include "core/codec/super_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

struct alignas(64) Numbers {
  float v[kSuperBlock];
};

struct CodebookBlock {
  const float* values;    // as given
  Numbers x;              // divided by unit: the largest magnitude is in [1, 2)
  Numbers weighted;       // w·x; the largest w is in [1, 2)
  const float* heights;   // Σ w·level² of every line, for one codeword after the other
  std::size_t oneHeight;  // how far apart these are; 0: the same for all
  float unit;             // a power of two

  const float* heightsOf(std::size_t codeword) const { return heights + codeword * oneHeight; }
};

// The weights of 256 columns and what follows from them alone. Columns of no importance keep a trace of it, as in the
// K types.
template <class Type>
class ColumnWeights {
 public:
  // The columns have the same weight: as good as none.
  bool even() const { return m_even; }

  void set(const float* importance) {
    m_even = importance == nullptr ||
             std::all_of(importance, importance + kSuperBlock, [&](float w) { return w == importance[0]; });
    const float factor = m_even ? 1.0f : 1.0f / powerOfTwoBelow(largestMagnitude(importance));
    for (std::size_t i = 0; i < kSuperBlock; ++i) {
      m_weights.v[i] = m_even ? 1.0f : std::max(importance[i] * factor, 0x1p-40f);
    }
    const std::size_t codewords = m_even ? 1 : kSuperBlock / Type::kLength;
    const std::size_t size = codewords * Type::kLines;
    if (m_size < size) m_heights = makeAlignedArray<float>(size);
    m_size = std::max(m_size, size);
    for (std::size_t c = 0; c < codewords; ++c) {
      Type::heights(m_weights.v + c * Type::kLength, m_heights.get() + c * Type::kLines);
    }
  }

  void weigh(CodebookBlock& block) const {
    for (std::size_t i = 0; i < kSuperBlock; ++i) block.weighted.v[i] = block.x.v[i] * m_weights.v[i];
    block.heights = m_heights.get();
    block.oneHeight = m_even ? 0 : Type::kLines;
  }

 private:
  bool m_even = false;
  Numbers m_weights{};
  std::size_t m_size = 0;
  AlignedArray<float> m_heights;
};

// Codec::encode for a codebook type, from Search::run(block, bytes). What depends on the columns alone is worked out
// once for all rows.
template <class Type, class Search>
void encodeCodebookBlocks(const Rows& rows, std::span<std::byte> blocks) {
  const auto& [values, columns, importance, effort] = rows;
  Search search(effort);
  ColumnWeights<Type> weights;
  CodebookBlock block;
  for (std::size_t column = 0; column < columns; column += kSuperBlock) {
    if (!importance.empty() || column == 0) weights.set(importance.empty() ? nullptr : importance.data() + column);
    for (std::size_t i = column; i < values.size(); i += columns) {
      auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data()) + i / kSuperBlock * Type::kBytes;
      block.values = values.data() + i;
      const float largest = largestMagnitude(block.values);
      if (!(largest >= kSmallestMagnitude)) {
        std::memset(bytes, 0, Type::kBytes);
        continue;
      }
      block.unit = powerOfTwoBelow(largest);
      const float factor = 1.0f / block.unit;
      for (std::size_t k = 0; k < kSuperBlock; ++k) block.x.v[k] = block.values[k] * factor;
      weights.weigh(block);
      search.run(block, bytes);
    }
  }
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
