#include "tests/gpu/ops/test_slab.h"

#include <cmath>

#include "core/codec/codec.h"

namespace halftone::gpu {
namespace {

float aboutOne(std::mt19937& random, std::size_t) { return std::normal_distribution<float>(1, 1e-3F)(random); }
float heavyTailed(std::mt19937& random, std::size_t) {
  return std::student_t_distribution<float>(1.5F)(random) * 0.01F;
}
float ternary(std::mt19937& random, std::size_t) {
  return static_cast<float>(static_cast<int>(random() % 3) - 1) * 0.7F;
}
float constant(std::mt19937&, std::size_t) { return 0.3F; }
float zero(std::mt19937&, std::size_t index) { return index % 2 == 0 ? 0.0F : -0.0F; }
float denormal(std::mt19937& random, std::size_t) { return gaussian(random, 0) * 1e-38F; }
float tiny(std::mt19937& random, std::size_t) { return gaussian(random, 0) * 1e-34F; }
float huge(std::mt19937& random, std::size_t) { return gaussian(random, 0) * 3e38F; }
// Some outliers, all in one column, and blocks that are all equal.
float uneven(std::mt19937& random, std::size_t index) {
  if (index % 100 == 7) return gaussian(random, 0) * 50;
  return index / 64 % 3 == 0 ? 0.01F : gaussian(random, 0);
}
// From the largest to what only denormals hold, in one block.
float wide(std::mt19937& random, std::size_t index) {
  return std::ldexp(gaussian(random, 0), static_cast<int>(index % 100) - 60);
}

}  // namespace

float gaussian(std::mt19937& random, std::size_t) { return std::normal_distribution<float>(0, 0.02F)(random); }

std::vector<Kind> allKinds() {
  return {{"gaussian", gaussian}, {"aboutOne", aboutOne}, {"heavyTailed", heavyTailed},
          {"ternary", ternary},   {"constant", constant}, {"zero", zero},
          {"denormal", denormal}, {"tiny", tiny},         {"huge", huge},
          {"uneven", uneven},     {"wide", wide}};
}

void decodeRoughly(TestSlab& slab) {
  const Codec& codec = *findCodec(TensorType::Q4_0);
  std::vector<float> padded = slab.source;
  padded.resize((padded.size() + 31) / 32 * 32);
  std::vector<std::byte> blocks(padded.size() / 32 * 18);
  codec.encode({padded, padded.size(), {}}, blocks);
  codec.decode(blocks, padded);
  padded.resize(slab.source.size());
  slab.decoded = padded;
}

TestSlab makeSlab(const Kind& kind, std::size_t rows, std::size_t columns, bool decoded, bool weighted) {
  std::mt19937 random(static_cast<std::uint32_t>(rows * 7 + columns));
  TestSlab slab{kind.name, rows, columns, std::vector<float>(rows * columns)};
  for (std::size_t i = 0; i < slab.source.size(); ++i) slab.source[i] = kind.fill(random, i);
  if (decoded) decodeRoughly(slab);
  if (weighted)
    for (std::size_t i = 0; i < columns; ++i)
      slab.importance.push_back(std::exponential_distribution<float>(3)(random));
  return slab;
}

std::string nameOf(const TestSlab& slab) {
  return slab.name + " " + std::to_string(slab.rows) + " × " + std::to_string(slab.columns) +
         (slab.decoded.empty() ? "" : ", decoded") + (slab.importance.empty() ? "" : ", weighted");
}

}  // namespace halftone::gpu
