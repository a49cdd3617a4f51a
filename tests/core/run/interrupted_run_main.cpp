// interrupted_run TASK OUTPUT: a process for the tests to lose. Quantizes the sample model to OUTPUT and on the way
//   killed-encoding   kills itself after 20 slabs,
//   killed-verifying  kills itself when reading back begins.
// Exit status: 0 done, 23 an error, 2 called wrongly.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <exception>
#include <string>

#include "core/run/quantize.h"
#include "tests/core/run/run_fixture.h"

namespace {

using namespace halftone;

class Killer : public RunObserver {
 public:
  explicit Killer(const std::string& task) : m_task(task) {}
  void rowsEncoded(const PlanEntry&, const RowSlab&, std::span<const std::byte>) override {
    if (++m_seen == 20 && m_task == "killed-encoding") ::kill(::getpid(), SIGKILL);
  }
  void progressed(const RunProgress& progress) override {
    if (progress.verifying && m_task == "killed-verifying") ::kill(::getpid(), SIGKILL);
  }

 private:
  const std::string& m_task;
  std::atomic<int> m_seen = 0;
};

int run(const std::string& task, const std::string& output) {
  Killer killer(task);
  QuantizeOptions options;
  options.output = output;
  options.threads = 2;
  const auto model = test::sampleModel();
  const auto report = quantize(*model, test::planOf(*model, Preset::Q4_K_M), nullptr, options, &killer, {});
  return report ? 0 : 23;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return count == 3 ? run(arguments[1], arguments[2]) : 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "interrupted_run: %s\n", error.what());
    return 2;
  }
}
