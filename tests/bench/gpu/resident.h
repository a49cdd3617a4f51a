// Resident: how fast a device does one thing with weights that it holds already, and how long they take there and
// back.
// Thread-safety: one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "gpu/ops/metrics.h"
#include "gpu/vk/lane.h"
#include "tests/bench/gpu/inputs.h"

namespace halftone::bench {

// Seconds that all weights take: the best of several times.
struct DeviceSeconds {
  double computing = 0;  // by the device's clock, from the first shader to the end of the last
  double moving = 0;     // up and down, by the host's clock: all but computing
};

class Resident {
 public:
  // At most `weights` of them, as many as shaders reach in a buffer; each measurement takes about `seconds`. Errors: as
  // Lane::create(), and those of uploading.
  static Result<std::unique_ptr<Resident>> create(const std::shared_ptr<gpu::Pipelines>& pipelines, std::size_t weights,
                                                  double seconds);

  std::size_t weights() const { return m_values.size(); }

  // Bytes per second, read and written, of copying within the device.
  Result<double> copying();
  // Bytes per second to it and from it; by the device's clock where copies are its work.
  struct Bus {
    double up = 0;
    double down = 0;
  };
  Result<Bus> bus();

  // REQUIRES: gpu::canDecode(type), gpu::canEncode(type, normal).
  Result<DeviceSeconds> decode(TensorType type);
  Result<DeviceSeconds> encode(TensorType type, bool weighted);
  Result<DeviceSeconds> measure(Measure measure, bool weighted);

 private:
  struct Times {
    double whole = 0;
    double computing = 0;
  };
  explicit Resident(double seconds) : m_seconds(seconds) {}
  Status hold(std::size_t weights);
  // Lists steps, runs them, and does so again; the least of each time.
  Result<Times> best(const std::function<void()>& addSteps);
  Result<DeviceSeconds> bestOf(const std::function<void()>& addSteps, const std::function<void()>& addMoving);

  double m_seconds;
  std::unique_ptr<gpu::Lane> m_lane;
  std::vector<float> m_values, m_importance = madeUpImportance();
  std::vector<float> m_back;
};

}  // namespace halftone::bench
