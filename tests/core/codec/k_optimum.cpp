#include "tests/core/codec/k_optimum.h"

#include <cmath>

#include "tests/core/codec/k_optimum_affine.h"
#include "tests/core/codec/k_optimum_symmetric.h"

namespace halftone::test {

double leastErrorOfSuperBlock(TensorType type, const WeightedBlock& block) {
  switch (type) {
    case TensorType::Q2_K: return leastErrorOfAffine({16, 3, 15, 15}, block);
    case TensorType::Q3_K: return leastErrorOfSymmetric({-4, 3, -32, 31}, block);
    case TensorType::Q4_K: return leastErrorOfAffine({32, 15, 63, 4}, block);
    case TensorType::Q5_K: return leastErrorOfAffine({32, 31, 63, 4}, block);
    case TensorType::Q6_K: return leastErrorOfSymmetric({-32, 31, -128, 127}, block);
    default: return NAN;
  }
}

}  // namespace halftone::test
