// The least error that any encoder of a codebook type can reach: the slow oracle that the encoders are held to.
// Thread-safety: pure functions.
#pragma once

#include "tests/core/codec/codebook_form.h"
#include "tests/core/codec/scale_optimum.h"

namespace halftone::test {

// The least Σ w·(x − y)² of one super-block.
//
// At scale s an entry g loses Σ w·x² + s²·(Σ w·g² − t·Σ w·x·g) with t = 2/s: in t a line. What the best entry loses is
// the lower hull of all lines, a concave function that is kept exactly; so is the better of two alternatives (a shift
// up or down, a wrong sign here or there), which is the hull of both, and a sub-block, which is a sum. With these
// every f16 d is tried from 4/5 of that which the integer 31 (iq1: 15) makes the smallest scale that a sub-block wants
// for itself to 5/4 of that which the integer 1 makes the largest, and for each d the best integer of every sub-block.
double leastCodebookError(const CodebookForm& form, const WeightedBlock& block);

}  // namespace halftone::test
