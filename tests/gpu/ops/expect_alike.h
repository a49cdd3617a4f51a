// Measures of a device against the CPU's: counts the same, sums within 1e-6 of the sum of their terms' sizes.
#pragma once

#include "tests/gpu/ops/test_slab.h"

namespace halftone::gpu {

void expectNear(double found, double wanted, double sizes, const char* what);
void expectAlike(const ErrorSums& found, const ErrorSums& wanted, const TestSlab& slab);
void expectAlike(const FirstPassParts& found, const FirstPassParts& wanted, const TestSlab& slab);
void expectAlike(const SecondPass& found, const SecondPass& wanted);

}  // namespace halftone::gpu
