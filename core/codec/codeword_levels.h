// A codebook turned on its side, as the encoders read it: value j of all entries in a row.
// Thread-safety: values.
#pragma once

#include <cstddef>

#include "core/codec/codebooks.h"

namespace halftone::codecs {

template <std::size_t kLength, std::size_t kEntries>
struct CodewordLevels {
  alignas(64) float level[kLength][kEntries];
  alignas(64) float square[kLength][kEntries];

  explicit CodewordLevels(const Codebook<kLength, kEntries>& book) {
    for (std::size_t e = 0; e < kEntries; ++e) {
      for (std::size_t j = 0; j < kLength; ++j) {
        level[j][e] = static_cast<float>(book[e][j]);
        square[j][e] = level[j][e] * level[j][e];
      }
    }
  }
};

}  // namespace halftone::codecs
