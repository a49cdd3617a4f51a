// What the blocks of the codebook types are made of, as the tests know it.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "core/format/tensor_type.h"

namespace halftone::test {

inline constexpr TensorType kCodebookTypes[] = {TensorType::IQ3_S,  TensorType::IQ3_XXS, TensorType::IQ2_S,
                                                TensorType::IQ2_XS, TensorType::IQ2_XXS, TensorType::IQ1_M,
                                                TensorType::IQ1_S};

// y = d·unit·m·g: an f16 d per super-block of 256 values, an odd m per sub-block, g an entry's level.
struct CodebookForm {
  std::vector<std::vector<double>> entries;
  std::size_t scales = 8;           // sub-blocks
  double unit = 1, top = 31;        // the smallest step over d, the largest m
  bool signs = true, even = false;  // signs apart; with an even number of them negative in eight values
  bool sharedShift = false;         // iq1_s: one shift for a group of 32 values instead of one for eight
};

// REQUIRES: `type` is one of kCodebookTypes.
CodebookForm codebookForm(TensorType type);

}  // namespace halftone::test
