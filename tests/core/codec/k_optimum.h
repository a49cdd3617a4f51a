// The least error that a search without any hurry finds for the K types: slow oracles that the encoders are held to.
// Thread-safety: pure functions.
#pragma once

#include "core/format/tensor_type.h"
#include "tests/core/codec/scale_optimum.h"

namespace halftone::test {

// The least Σ w·(x − y)² found for one super-block of q2_K to q6_K.
//
// q3_K and q6_K: for a given step d the sub-blocks are free of each other. Every f16 step is tried, of either sign,
// from one that puts the largest scale at a quarter of the integers' range to one that puts it, or the largest
// magnitude at the outermost code, a third beyond; for each all integers of every sub-block, with the nearest codes. In
// that range it is the optimum.
// q2_K, q4_K and q5_K: for each d of a grid the best dmin of a grid, with the integers around the wanted ones, all of
// them for q2_K; from there descent by turns: least squares of d and dmin, integers and codes anew; then the f16
// numbers around the best d and dmin. All that once more for the negated values, for d and dmin of the other sign.
// Another search may find less, by little.
double leastErrorOfSuperBlock(TensorType type, const WeightedBlock& block);

}  // namespace halftone::test
