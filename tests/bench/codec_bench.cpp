// Weights per second of every codec, effort and SIMD target: bench_codec --benchmark_filter='encode/q4_0/.*/normal'
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "core/codec/codec.h"

namespace halftone {
namespace {

constexpr std::size_t kColumns = 4096;
constexpr std::size_t kRows = 16;

struct Data {
  std::vector<float> values = std::vector<float>(kColumns * kRows);
  std::vector<float> importance = std::vector<float>(kColumns);
  Data() {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0F, 0.02F);
    for (float& value : values) value = normal(random);
    for (float& weight : importance) weight = normal(random) * normal(random);
    for (float& weight : importance) weight = weight < 0 ? -weight : weight;
  }
};

const Data& data() {
  static const Data instance;
  return instance;
}

bool force(benchmark::State& state, const std::string& target) {
  const Status status = forceSimdTarget(target);
  if (!status) state.SkipWithError(status.error().message().c_str());
  return status.has_value();
}

void finish(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kColumns * kRows));
  if (!forceSimdTarget({})) state.SkipWithError("the best target cannot be restored");
}

void encode(benchmark::State& state, const Codec& codec, const std::string& target, bool weighted, Effort effort) {
  if (!force(state, target)) return;
  std::vector<std::byte> blocks(tensorBytes(codec.type, kColumns, kRows)->count);
  const std::span<const float> importance =
      weighted ? std::span<const float>(data().importance) : std::span<const float>();
  for (auto iteration : state) {
    codec.encode({data().values, kColumns, importance, effort}, blocks);
    benchmark::DoNotOptimize(blocks.data());
  }
  finish(state);
}

void decode(benchmark::State& state, const Codec& codec, const std::string& target) {
  if (!force(state, target)) return;
  std::mt19937 random(1);
  std::vector<std::byte> blocks(tensorBytes(codec.type, kColumns, kRows)->count);
  for (std::byte& byte : blocks) byte = static_cast<std::byte>(random() % 120);
  std::vector<float> values(kColumns * kRows);
  for (auto iteration : state) {
    codec.decode(blocks, values);
    benchmark::DoNotOptimize(values.data());
  }
  finish(state);
}

void registerAll() {
  for (const Codec& codec : allCodecs()) {
    const std::string name = tensorTypeName(codec.type);
    for (const std::string_view view : simdTargets()) {
      const std::string target(view);
      benchmark::RegisterBenchmark(("decode/" + name + "/" + target).c_str(),
                                   [&codec, target](benchmark::State& state) { decode(state, codec, target); });
      if (!codec.canEncode()) continue;
      for (const Effort effort : kEfforts) {
        const std::string rest = "/" + name + "/" + target + "/" + std::string(effortName(effort));
        for (const bool weighted : {false, true})
          benchmark::RegisterBenchmark(((weighted ? "encode_weighted" : "encode") + rest).c_str(),
                                       [&codec, target, weighted, effort](benchmark::State& state) {
                                         encode(state, codec, target, weighted, effort);
                                       });
      }
    }
  }
}

}  // namespace
}  // namespace halftone

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  halftone::registerAll();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
