// The oracle of q2_K, q4_K and q5_K; see k_optimum.h. Thread-safety: a pure function.
#pragma once

#include "tests/core/codec/scale_optimum.h"

namespace halftone::test {

struct AffineRanges {
  std::size_t subBlock;  // values
  int codeHigh;          // codes are 0..codeHigh
  int integerHigh;       // and the integers of scales and minima 0..integerHigh
  int reach;             // how far from the nearest integer a scale's is sought
};

double leastErrorOfAffine(const AffineRanges& ranges, const WeightedBlock& block);

}  // namespace halftone::test
