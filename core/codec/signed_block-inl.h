// A super-block of 256 values as the search of the types of two and three bits with signs apart (iq2, iq3) sees it, and
// the walk over all of them. Included once per SIMD target.
//
// A lane holds one codeword's place of each row, and all its places are of one sub-block: lane k is of sub-block
// k % kScales. So whatever a sub-block sums up is summed within a lane, or within the two lanes that a sub-block of a
// type of eight has.
#if defined(HALFTONE_CODEC_SIGNED_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_SIGNED_BLOCK_INL_H_
#undef HALFTONE_CODEC_SIGNED_BLOCK_INL_H_
#else
#define HALFTONE_CODEC_SIGNED_BLOCK_INL_H_
#endif

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <span>

#include "core/codec/codebook_encoders.h"
#include "core/codec/super_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Which signs a type can hold: any, eight of which an even number is negative, or these for two codewords of four.
enum class Signs { Any, Even, EvenInPairs };

template <class Type>
struct SignedPlaces {
  static constexpr std::size_t kPlaces = kSuperBlock / Type::kLength, kRows = kPlaces / kLanes;
  static constexpr std::size_t kParts = kPlaces / Type::kScales;  // of a sub-block
  static constexpr std::size_t kLevels = Type::kLevels.size();

  static constexpr std::size_t place(std::size_t row, std::size_t lane) {
    return lane % Type::kScales * kParts + lane / Type::kScales * kRows + row;
  }
};

template <class Type>
struct SignedBlock {
  using Places = SignedPlaces<Type>;
  using Values = PerLane[Places::kRows][Type::kLength];

  const float* values;                  // as given
  Values x;                             // magnitudes over unit: the largest is in [1, 2)
  Values weighted;                      // w·x; the largest w is in [1, 2)
  PerLane turn[Places::kRows];          // −1 where a place's signs can't be held all, otherwise 1
  std::uint8_t signs[kSuperBlock / 8];  // bit j of each: value j of eight is negative
  const Values* weights;
  const PerLane* perWeight;  // of each row: 1/Σw of a place
  float unit;                // a power of two
};

// The weights of 256 columns and what follows from them alone. Columns of no importance keep a trace of it, as in the
// K types.
template <class Type>
class SignedColumns {
 public:
  using Places = SignedPlaces<Type>;

  void set(const float* importance) {
    const bool even = importance == nullptr ||
                      std::all_of(importance, importance + kSuperBlock, [&](float w) { return w == importance[0]; });
    const float factor = even ? 1.0f : 1.0f / powerOfTwoBelow(largestMagnitude(importance));
    for (std::size_t row = 0; row < Places::kRows; ++row) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const std::size_t first = Places::place(row, lane) * Type::kLength;
        for (std::size_t j = 0; j < Type::kLength; ++j) {
          m_weights[row][j].v[lane] = even ? 1.0f : std::max(importance[first + j] * factor, 0x1p-40f);
        }
      }
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        LaneVector sum = zeros();
        for (const PerLane& own : m_weights[row]) sum = hn::Add(sum, at(own, lane));
        put(hn::Div(same(1.0f), sum), m_perWeight[row], lane);
      }
    }
  }

  void weigh(SignedBlock<Type>& block) const {
    for (std::size_t row = 0; row < Places::kRows; ++row) {
      for (std::size_t j = 0; j < Type::kLength; ++j) {
        for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
          put(hn::Mul(at(block.x[row][j], lane), at(m_weights[row][j], lane)), block.weighted[row][j], lane);
        }
      }
    }
    block.weights = &m_weights;
    block.perWeight = m_perWeight;
  }

 private:
  typename SignedBlock<Type>::Values m_weights;
  PerLane m_perWeight[Places::kRows];
};

inline bool isOdd(unsigned signs) { return (std::popcount(signs) & 1) != 0; }

// Bit i is set where value i is negative.
HWY_INLINE void readSigns(const float* values, std::uint8_t* signs) {
  for (std::size_t i = 0; i < kSuperBlock; i += vectorLanes()) {
    std::uint8_t bits[8] = {};
    hn::StoreMaskBits(LaneTag(), hn::Lt(hn::LoadU(LaneTag(), values + i), zeros()), bits);
    if (i % 8 == 0) std::memset(signs + i / 8, 0, std::max<std::size_t>(vectorLanes() / 8, 1));
    for (std::size_t byte = 0; byte < std::max<std::size_t>(vectorLanes() / 8, 1); ++byte) {
      signs[i / 8 + byte] = static_cast<std::uint8_t>(signs[i / 8 + byte] | bits[byte] << (i % 8));
    }
  }
}

template <class Type>
void readBlock(const float* values, SignedBlock<Type>& block) {
  using Places = SignedPlaces<Type>;
  block.values = values;
  const float factor = 1.0f / block.unit;
  readSigns(values, block.signs);
  for (std::size_t row = 0; row < Places::kRows; ++row) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const std::size_t first = Places::place(row, lane) * Type::kLength;
      for (std::size_t j = 0; j < Type::kLength; ++j) {
        block.x[row][j].v[lane] = std::fabs(values[first + j] * factor);
      }
      block.turn[row].v[lane] = Type::kSigns != Signs::Any && isOdd(block.signs[first / 8]) ? -1.0f : 1.0f;
    }
  }
}

// Codec::encode for such a type, from Search::run(block, bytes). What depends on the columns alone is worked out once
// for all rows.
template <class Type, class Search>
void encodeSignedBlocks(const Rows& rows, std::span<std::byte> blocks) {
  const auto& [values, columns, importance, effort] = rows;
  const auto search = std::make_unique<Search>(effort);
  const auto weights = std::make_unique<SignedColumns<Type>>();
  SignedBlock<Type> block;
  for (std::size_t column = 0; column < columns; column += kSuperBlock) {
    if (!importance.empty() || column == 0) weights->set(importance.empty() ? nullptr : importance.data() + column);
    for (std::size_t i = column; i < values.size(); i += columns) {
      auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data()) + i / kSuperBlock * Type::kBytes;
      const float largest = largestMagnitude(values.data() + i);
      if (!(largest >= kSmallestMagnitude)) {
        std::memset(bytes, 0, Type::kBytes);
        continue;
      }
      block.unit = powerOfTwoBelow(largest);
      readBlock(values.data() + i, block);
      weights->weigh(block);
      search->run(block, bytes);
    }
  }
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
