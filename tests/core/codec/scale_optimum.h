// The least error that any encoder can reach: slow oracles that the encoders are held to.
// Thread-safety: pure functions.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/format/tensor_type.h"

namespace halftone::test {

// One block's values and their weights (1 where there is no importance).
struct WeightedBlock {
  std::span<const float> x;
  std::span<const float> w;
};

// The least Σ w·(x − y)² of one block of `type`, or nothing if no oracle knows the type.
//
// Types of one f16 scale: exact. As the inverse scale grows from 0, each value's nearest level changes only where it
// passes a midpoint between levels. All these places are sorted and passed in order with Σwxq and Σwq² kept up, for the
// scale and its negative. Every assignment that is the best for some scale is met; for each, its least-squares scale is
// Σwxq/Σwq², and of the f16 numbers the best is one of the two around it.
// mxfp4 and nvfp4: every scale that the type has.
// iq4_xs: every f16 super-block scale within which the farthest sub-block uses an integer of 11 or more, and for each
// the best of all 64 integers of every sub-block.
std::optional<double> leastError(TensorType type, const WeightedBlock& block);

}  // namespace halftone::test
