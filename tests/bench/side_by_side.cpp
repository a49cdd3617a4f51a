// Side by side with llama.cpp's own encoders: speed on the same weights and threads in one run, error on the same
// golden inputs; a Markdown table. The reference is libggml-base.so of the npm package @node-llama-cpp/linux-x64, which
// tests/interop/prepare installs. Usage:
//   bench_side_by_side LIBGGML_BASE [--threads N] [--seconds S] [--type NAME]... [--effort NAME]... [--target NAME]
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/codec/codec.h"
#include "tests/bench/llama_library.h"
#include "tests/core/codec/vectors.h"

namespace halftone::bench {
namespace {

constexpr std::size_t kColumns = 4096;
constexpr std::size_t kRows = 256;  // 4 MB of f32 a thread: larger than a core's cache, as a model is
constexpr std::size_t kRowsAtOnce = 8;
// Each speed is the best of so many, taken in turns by llama.cpp and the efforts, so that what else the machine does
// for a while slows no one alone.
constexpr int kTurns = 3;

struct Wish {
  std::string library;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  double seconds = 0.3;
  std::vector<std::string> types;
  std::vector<std::string> efforts;
  std::string target;  // empty: the best
};

struct Input {
  std::size_t columns = 0;
  std::vector<float> values;
};

using Encode = std::function<void(std::span<const float> values, std::size_t columns, std::span<const float> importance,
                                  std::span<std::byte> blocks)>;

// What every thread encodes, again and again.
struct Work {
  std::vector<float> values = std::vector<float>(kRows * kColumns);
  std::vector<std::byte> blocks;
};

std::vector<float> randomImportance() {
  std::mt19937 engine(7);
  std::lognormal_distribution<float> logNormal(0.0F, 1.0F);
  std::vector<float> values(kColumns);
  for (float& value : values) value = logNormal(engine);
  return values;
}

std::vector<Work> workFor(unsigned threads) {
  std::vector<Work> all(threads);
  for (unsigned thread = 0; thread < threads; ++thread) {
    std::mt19937 engine(thread);
    std::normal_distribution<float> normal(0.0F, 0.02F);
    for (float& value : all[thread].values) value = normal(engine);
    all[thread].blocks.resize(all[thread].values.size() * sizeof(float));
  }
  return all;
}

// Million weights per second of `once(work)`, which goes through all values of its thread's, on all threads at once.
double millionWeightsPerSecond(std::vector<Work>& work, double seconds, const std::function<void(Work&)>& once) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> rates(work.size());
  std::vector<std::jthread> workers;
  for (std::size_t thread = 0; thread < work.size(); ++thread)
    workers.emplace_back([&, thread] {
      std::size_t rounds = 0;
      const Clock::time_point start = Clock::now();
      double elapsed = 0;
      do {
        once(work[thread]);
        ++rounds;
        elapsed = std::chrono::duration<double>(Clock::now() - start).count();
      } while (elapsed < seconds);
      rates[thread] = static_cast<double>(rounds * kRows * kColumns) / elapsed / 1e6;
    });
  workers.clear();
  double sum = 0;
  for (const double rate : rates) sum += rate;
  return sum;
}

double speedOf(const Encode& encode, TensorType type, std::vector<Work>& work, std::span<const float> importance,
               double seconds) {
  const std::size_t bytes = tensorBytes(type, kColumns, kRowsAtOnce)->count;
  // The first call may build tables, which takes llama.cpp seconds for some types.
  encode(std::span(work.front().values).first(kColumns), kColumns, importance,
         std::span(work.front().blocks).first(tensorBytes(type, kColumns, 1)->count));
  return millionWeightsPerSecond(work, seconds, [&](Work& own) {
    for (std::size_t row = 0; row < kRows; row += kRowsAtOnce)
      encode(std::span(own.values).subspan(row * kColumns, kRowsAtOnce * kColumns), kColumns, importance,
             std::span(own.blocks).subspan(row / kRowsAtOnce * bytes, bytes));
  });
}

double copySpeed(std::vector<Work>& work, double seconds) {
  return millionWeightsPerSecond(work, seconds, [](Work& own) {
    std::memcpy(own.blocks.data(), own.values.data(), own.values.size() * sizeof(float));
  });
}

// Σw·e² / Σw·x² of the input after encoding and decoding; w is the importance, or 1.
double relativeError(const Encode& encode, const Codec& codec, const Input& input, std::span<const float> importance) {
  std::vector<std::byte> blocks(tensorBytes(codec.type, input.columns, input.values.size() / input.columns)->count);
  encode(input.values, input.columns, importance, blocks);
  std::vector<float> decoded(input.values.size());
  codec.decode(blocks, decoded);
  double error = 0;
  double energy = 0;
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const double weight = importance.empty() ? 1.0 : static_cast<double>(importance[i % input.columns]);
    const double x = static_cast<double>(input.values[i]);
    const double e = x - static_cast<double>(decoded[i]);
    error += weight * e * e;
    energy += weight * x * x;
  }
  return error / energy;
}

class Table {
 public:
  Table(const Wish& wish, const LlamaLibrary& reference);
  void print();

 private:
  bool wants(Effort effort) const;
  void printRows(const Codec& codec, bool weighted);
  double errorRatio(const Codec& codec, const Encode& ours, const Encode& theirs, bool weighted) const;
  Encode ourEncode(const Codec& codec, Effort effort) const;

  const Wish& m_wish;
  const LlamaLibrary& m_reference;
  std::vector<Input> m_inputs;
  std::vector<float> m_inputImportance;  // of the inputs' columns
  std::vector<float> m_importance = randomImportance();
  std::vector<Work> m_work;
};

Table::Table(const Wish& wish, const LlamaLibrary& reference)
    : m_wish(wish), m_reference(reference), m_work(workFor(wish.threads)) {
  for (const auto& [name, tensor] : test::readVectors("encode_inputs.gguf")) {
    if (name == "importance")
      m_inputImportance = tensor.floats();
    else
      m_inputs.push_back({static_cast<std::size_t>(tensor.columns), tensor.floats()});
  }
}

void Table::print() {
  double copy = 0;
  for (int turn = 0; turn < kTurns; ++turn) copy = std::max(copy, copySpeed(m_work, m_wish.seconds));
  fmt::print("{} threads, {}; copying the same f32 values: {:.0f} M weights/s ({:.1f} GB/s).\n\n", m_wish.threads,
             m_wish.target.empty() ? simdTargets().front() : m_wish.target, copy, copy * 4e6 / 1e9);
  fmt::print("| type | importance | effort | Halftone, M weights/s | llama.cpp, M weights/s | speed | error |\n");
  fmt::print("|---|---|---|--:|--:|--:|--:|\n");
  for (const Codec& codec : allCodecs()) {
    const TensorTypeInfo* info = findTensorType(codec.type);
    if (!codec.canEncode() || info == nullptr || codec.type == TensorType::F32) continue;
    if (!m_wish.types.empty() && std::count(m_wish.types.begin(), m_wish.types.end(), info->name) == 0) continue;
    printRows(codec, false);
    if (info->quantized) printRows(codec, true);
  }
}

bool Table::wants(Effort effort) const {
  return m_wish.efforts.empty() || std::count(m_wish.efforts.begin(), m_wish.efforts.end(), effortName(effort)) > 0;
}

void Table::printRows(const Codec& codec, bool weighted) {
  const std::span<const float> importance = weighted ? std::span<const float>(m_importance) : std::span<const float>();
  const bool comparable = weighted || !m_reference.needsImportance(codec.type);
  const Encode theirs = [&](auto values, std::size_t columns, auto weights, auto blocks) {
    m_reference.encode(codec.type, values, columns, weights, blocks);
  };
  const auto measure = [&](const Encode& encode, double& best) {
    best = std::max(best, speedOf(encode, codec.type, m_work, importance, m_wish.seconds));
  };
  double theirSpeed = 0;
  std::map<Effort, double> speeds;
  for (int turn = 0; turn < kTurns; ++turn) {
    if (comparable) measure(theirs, theirSpeed);
    for (const Effort effort : kEfforts)
      if (wants(effort)) measure(ourEncode(codec, effort), speeds[effort]);
  }
  for (const auto& [effort, speed] : speeds) {
    fmt::print("| {} | {} | {} | {:.3g} |", tensorTypeName(codec.type), weighted ? "yes" : "no", effortName(effort),
               speed);
    if (comparable)
      fmt::print(" {:.3g} | {:.1f}× | {:.3f} |\n", theirSpeed, speed / theirSpeed,
                 errorRatio(codec, ourEncode(codec, effort), theirs, weighted));
    else
      fmt::print(" refuses | | |\n");
    std::fflush(stdout);
  }
}

Encode Table::ourEncode(const Codec& codec, Effort effort) const {
  return [&codec, effort](auto values, std::size_t columns, auto importance, auto blocks) {
    codec.encode({values, columns, importance, effort}, blocks);
  };
}

// Ours over theirs, the geometric mean over the golden inputs.
double Table::errorRatio(const Codec& codec, const Encode& ours, const Encode& theirs, bool weighted) const {
  const std::span<const float> importance =
      weighted ? std::span<const float>(m_inputImportance) : std::span<const float>();
  double logarithms = 0;
  for (const Input& input : m_inputs)
    logarithms += std::log(relativeError(ours, codec, input, importance)) -
                  std::log(relativeError(theirs, codec, input, importance));
  return std::exp(logarithms / static_cast<double>(m_inputs.size()));
}

int run(const Wish& wish) {
  std::string problem;
  const std::optional<LlamaLibrary> reference = LlamaLibrary::open(wish.library, problem);
  if (!reference) {
    fmt::print(stderr, "{}\n", problem);
    return 1;
  }
  if (const Status forced = forceSimdTarget(wish.target); !forced) {
    fmt::print(stderr, "{}\n", forced.error().message());
    return 1;
  }
  Table(wish, *reference).print();
  return 0;
}

}  // namespace
}  // namespace halftone::bench

int main(int argc, char** argv) {
  CLI::App app{"Halftone's encoders side by side with llama.cpp's"};
  halftone::bench::Wish wish;
  app.add_option("LIBRARY", wish.library, "libggml-base.so")->required();
  app.add_option("--threads", wish.threads, "Threads of both")->check(CLI::Range(1, 1024));
  app.add_option("--seconds", wish.seconds, "Per turn of a measurement");
  app.add_option("--type", wish.types, "Only this type (repeatable)")->allow_extra_args(false);
  app.add_option("--effort", wish.efforts, "Only this effort (repeatable)")->allow_extra_args(false);
  app.add_option("--target", wish.target, "SIMD target of ours, such as AVX2");
  CLI11_PARSE(app, argc, argv);
  return halftone::bench::run(wish);
}
