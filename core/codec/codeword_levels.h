// A codebook turned on its side, as the encoders read it: value j of all entries in a row.
// Thread-safety: values.
#pragma once

#include <cstddef>

#include "core/codec/codebooks.h"

namespace halftone::codecs {

// Which entry is at a place: every fourth, then those between, then the rest, so that the first quarter or half of the
// places is a coarser codebook of the same shape.
template <std::size_t kEntries>
constexpr std::size_t entryAt(std::size_t place) {
  if (place < kEntries / 4) return 4 * place;
  if (place < kEntries / 2) return 4 * (place - kEntries / 4) + 2;
  return 2 * (place - kEntries / 2) + 1;
}

template <std::size_t kLength, std::size_t kEntries>
struct CodewordLevels {
  alignas(64) float level[kLength][kEntries];
  alignas(64) float square[kLength][kEntries];

  explicit CodewordLevels(const Codebook<kLength, kEntries>& book) {
    for (std::size_t place = 0; place < kEntries; ++place) {
      const auto& entry = book[entryAt<kEntries>(place)];
      for (std::size_t j = 0; j < kLength; ++j) {
        level[j][place] = static_cast<float>(entry[j]);
        square[j][place] = level[j][place] * level[j][place];
      }
    }
  }
};

}  // namespace halftone::codecs
