// Weights per second of what the plots are made of, on every SIMD target: bench_analysis --benchmark_filter=errors
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "core/analysis/block_statistics.h"
#include "core/analysis/error_sums.h"
#include "core/analysis/moments.h"
#include "core/analysis/tensor_passes.h"
#include "core/codec/codec.h"

namespace halftone {
namespace {

constexpr std::size_t kColumns = 4096;
constexpr std::size_t kRows = 64;

struct Data {
  std::vector<float> source = std::vector<float>(kColumns * kRows);
  std::vector<float> decoded = std::vector<float>(kColumns * kRows);
  std::vector<float> importance = std::vector<float>(kColumns);
  Data() {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0F, 0.02F);
    for (float& value : source) value = normal(random);
    for (std::size_t i = 0; i < source.size(); ++i) decoded[i] = source[i] + normal(random) / 16;
    for (float& weight : importance) weight = std::abs(normal(random));
  }
};

const Data& data() {
  static const Data instance;
  return instance;
}

RowSlab slab(bool weighted) {
  return {0,
          0,
          kColumns,
          data().source,
          data().decoded,
          weighted ? std::span<const float>(data().importance) : std::span<const float>()};
}

template <class Once>
void measure(const char* name, const Once& once) {
  for (const std::string_view view : simdTargets()) {
    const std::string target(view);
    benchmark::RegisterBenchmark((std::string(name) + "/" + target).c_str(), [target, once](benchmark::State& state) {
      if (!forceSimdTarget(target)) state.SkipWithError("this target does not run here");
      for (auto iteration : state) once();
      state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kColumns * kRows));
      if (!forceSimdTarget({})) state.SkipWithError("the best target cannot be restored");
    });
  }
}

void registerAll() {
  measure("errors", [] {
    ErrorSums sums;
    sums.add(slab(false));
    benchmark::DoNotOptimize(sums);
  });
  measure("errors_weighted", [] {
    ErrorSums sums;
    sums.add(slab(true));
    benchmark::DoNotOptimize(sums);
  });
  measure("moments", [] {
    Moments moments;
    moments.add(data().source);
    benchmark::DoNotOptimize(moments);
  });
  measure("blocks", [] {
    BlockStatistics blocks;
    for (std::size_t row = 0; row < kRows; ++row) blocks.addRow(slab(false).sourceRow(row));
    benchmark::DoNotOptimize(blocks);
  });
  measure("first_pass", [] {
    FirstPass pass;
    pass.add(slab(false));
    benchmark::DoNotOptimize(pass);
  });
  measure("second_pass", [] {
    SecondPass pass({0.02, 0.02 / 16, 0.1});
    pass.add(slab(false));
    benchmark::DoNotOptimize(pass);
  });
}

}  // namespace
}  // namespace halftone

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  halftone::registerAll();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
