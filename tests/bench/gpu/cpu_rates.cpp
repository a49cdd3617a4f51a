#include "tests/bench/gpu/cpu_rates.h"

#include <chrono>
#include <thread>

#include "core/codec/codec.h"

namespace halftone::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kRows = 64;  // a slab of the executor's, 1 MB of f32

}  // namespace

CpuRates::CpuRates(unsigned threads, double seconds) : m_seconds(seconds), m_work(threads) {
  for (unsigned thread = 0; thread < threads; ++thread) {
    m_work[thread].values = madeUpWeights(kRows * kColumns, thread);
    m_work[thread].other = madeUpWeights(kRows * kColumns, thread + 1);
    for (std::size_t i = 0; i < kRows * kColumns; ++i)
      m_work[thread].other[i] = m_work[thread].values[i] + m_work[thread].other[i] / 16;
  }
  m_scale = scaleOf(m_work.front().values);
}

// Threads that are done go on until all are, and only whole rounds count.
double CpuRates::rateOf(const std::function<void(Work&)>& once) {
  once(m_work.front());  // tables are built at first use
  std::vector<double> rates(m_work.size());
  {
    std::vector<std::jthread> workers;
    for (std::size_t thread = 0; thread < m_work.size(); ++thread)
      workers.emplace_back([&, thread] {
        const Clock::time_point start = Clock::now();
        std::size_t rounds = 0;
        double elapsed = 0;
        do {
          once(m_work[thread]);
          ++rounds;
          elapsed = std::chrono::duration<double>(Clock::now() - start).count();
        } while (elapsed < m_seconds);
        rates[thread] = static_cast<double>(rounds * kRows * kColumns) / elapsed;
      });
  }
  double sum = 0;
  for (const double rate : rates) sum += rate;
  return sum;
}

double CpuRates::decode(TensorType type) {
  const Codec& codec = *findCodec(type);
  for (Work& work : m_work) work.blocks = blocksOf(type, work.values);
  std::vector<std::vector<float>> decoded(m_work.size(), std::vector<float>(kRows * kColumns));
  return rateOf(
      [&](Work& work) { codec.decode(work.blocks, decoded[static_cast<std::size_t>(&work - m_work.data())]); });
}

double CpuRates::encode(TensorType type, bool weighted) {
  const Codec& codec = *findCodec(type);
  const std::span<const float> importance = weighted ? std::span<const float>(m_importance) : std::span<const float>();
  for (Work& work : m_work) work.blocks.resize(bytesOf(type, kRows * kColumns));
  return rateOf([&](Work& work) { codec.encode({work.values, kColumns, importance, Effort::Normal}, work.blocks); });
}

RowSlab CpuRates::slabOf(const Work& work, bool weighted) const {
  return {0,           0,          kColumns,
          work.values, work.other, weighted ? std::span<const float>(m_importance) : std::span<const float>()};
}

double CpuRates::measure(Measure measure, bool weighted) {
  return rateOf([&](Work& work) {
    const RowSlab slab = slabOf(work, weighted);
    if (measure == Measure::Errors) ErrorSums().add(slab);
    if (measure == Measure::FirstPass) FirstPass().add(slab);
    if (measure == Measure::SecondPass) SecondPass(m_scale).add(slab);
  });
}

}  // namespace halftone::bench
