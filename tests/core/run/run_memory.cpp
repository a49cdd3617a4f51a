#include "tests/core/run/run_memory.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/core/run/run_fixture.h"

namespace halftone::test {
namespace {

std::uint64_t anonymousNow() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "RssAnon:") {
      std::uint64_t kilobytes = 0;
      status >> kilobytes;
      return kilobytes * 1024;
    }
  throw std::runtime_error("the system does not tell RssAnon");
}

// Watches from its making until peak().
class PeakWatch {
 public:
  PeakWatch() : m_thread([this](const std::stop_token& stop) { watch(stop); }) {}
  std::uint64_t peak() {
    m_thread.request_stop();
    m_thread.join();
    return m_peak;
  }

 private:
  void watch(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      m_peak = std::max(m_peak, anonymousNow());
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  std::uint64_t m_peak = 0;
  std::jthread m_thread;
};

}  // namespace

RunMemory measureRunMemory(const std::filesystem::path& folder, const ModelShape& shape, Preset preset,
                           unsigned threads) {
  const std::filesystem::path input = folder / "sparse.gguf";
  QuantizeOptions options;
  options.output = folder / "sparse-out.gguf";
  options.threads = threads;
  writeSparseModel(input, syntheticFiles(shape));
  RunMemory memory;
  memory.inputBytes = std::filesystem::file_size(input);
  {
    const auto model = openModel(input);
    const Plan plan = planOf(*model, preset);
    memory.anonymousBefore = anonymousNow();
    PeakWatch watch;
    const Result<QuantizeReport> report = quantize(*model, plan, nullptr, options, nullptr, {});
    memory.anonymousPeak = watch.peak();
    if (!report) throw std::runtime_error(report.error().message());
    memory.outputBytes = std::filesystem::file_size(options.output);
    memory.seconds = report->secondsTotal;
  }
  std::filesystem::remove(input);
  std::filesystem::remove(options.output);
  return memory;
}

}  // namespace halftone::test
