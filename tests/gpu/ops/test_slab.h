// Slabs to measure: made-up weights of many kinds, with what they decode to.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/analysis/tensor_passes.h"
#include "gpu/ops/metrics.h"

namespace halftone::gpu {

struct TestSlab {
  std::string name;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> source;
  std::vector<float> decoded = {};
  std::vector<float> importance = {};
  std::uint64_t firstRow = 0;
  std::uint64_t firstColumn = 0;

  RowSlab view() const { return {firstRow, firstColumn, columns, source, decoded, importance}; }
  MetricsRows device() const { return {rows, columns, firstRow, firstColumn, !decoded.empty(), !importance.empty()}; }
};

// Decodes as q4_0 would have it, whatever the columns: blocks of 32 run through rows, the last one is padded.
void decodeRoughly(TestSlab& slab);

using Fill = float (*)(std::mt19937& random, std::size_t index);
float gaussian(std::mt19937& random, std::size_t index);

struct Kind {
  const char* name;
  Fill fill;
};
std::vector<Kind> allKinds();

TestSlab makeSlab(const Kind& kind, std::size_t rows, std::size_t columns, bool decoded, bool weighted);

// For messages.
std::string nameOf(const TestSlab& slab);

}  // namespace halftone::gpu
