// The benchmark's report: one Markdown table of what a device does with weights, beside the same machine's CPU, and one
// of exports beside the bus.
// Thread-safety: one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gpu/vk/pipelines.h"
#include "tests/bench/gpu/cpu_rates.h"
#include "tests/bench/gpu/resident.h"

namespace halftone::bench {

struct Wish {
  std::string device = "auto";
  std::size_t weights = std::size_t{1} << 26;
  double seconds = 0.3;            // of each measurement
  std::vector<std::string> types;  // none: all
  unsigned threads = 0;            // of the CPU; 0: all
};

// The device that wish.device names; "auto": the first that is not software, discrete ones before others. Errors:
// NoDevice.
Result<gpu::DeviceInfo> deviceFor(const Wish& wish);

class Report {
 public:
  // Lines are given to `print` as they are made, each with its end.
  Report(const Wish& wish, std::shared_ptr<gpu::Pipelines> pipelines, std::function<void(const std::string&)> print);

  // Errors: InvalidArgument for a type that no device knows; those of the device.
  Status run();

 private:
  // One row: what the device took, the bytes of a weight that it reads and writes, and the CPU's rate.
  struct Row {
    std::string what, type;
    bool weighted = false;
    DeviceSeconds seconds;
    double bytesOfWeight = 0;
    std::function<double(CpuRates&)> cpu;
  };
  Result<std::vector<TensorType>> types() const;
  Status printHead();
  void printRow(const Row& row);
  Status printType(TensorType type);
  Status printMeasures();
  Status printExports(const std::vector<TensorType>& types);

  const Wish& m_wish;
  std::shared_ptr<gpu::Pipelines> m_pipelines;
  std::function<void(const std::string&)> m_print;
  std::unique_ptr<Resident> m_resident;
  std::vector<CpuRates> m_cpus;  // of all threads, and of 16 where there are more
  double m_copying = 0;          // bytes per second
  Resident::Bus m_bus;
};

}  // namespace halftone::bench
