// FakeBackend: a backend that is the CPU, and fails on demand.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "core/run/backend.h"

namespace halftone::test {

class FakeBackend : public Backend {
 public:
  std::string name() const override { return "a fake GPU"; }
  bool canRecode(TensorType, TensorType type, Effort) const override { return knows(type); }
  std::size_t slabsAtOnce() const override { return seats; }
  std::size_t mostValues() const override { return toldMemory; }
  Result<RecodeOutcome> recode(const RecodeJob& job) override;

  std::size_t seats = 2;
  std::function<bool(TensorType)> knows = [](TensorType) { return true; };
  std::size_t memory = std::size_t{1} << 40;      // values of a slab that fit
  std::size_t toldMemory = std::size_t{1} << 40;  // and how many it says that fit
  std::size_t lostAfter = std::size_t{1} << 40;   // calls
  std::function<void(const RecodeJob&)> tamper;   // with what is done
  std::atomic<std::size_t> calls = 0;
  std::atomic<std::size_t> inside = 0;
  std::atomic<std::size_t> mostInside = 0;
};

}  // namespace halftone::test
