// The oracle of q3_K and q6_K; see k_optimum.h. Thread-safety: a pure function.
#pragma once

#include "tests/core/codec/scale_optimum.h"

namespace halftone::test {

struct SymmetricRanges {
  int codeLow, codeHigh;    // of the codes
  int scaleLow, scaleHigh;  // of the integers: scaleLow = −scaleHigh − 1
};

double leastErrorOfSymmetric(const SymmetricRanges& ranges, const WeightedBlock& block);

}  // namespace halftone::test
