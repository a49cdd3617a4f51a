// Runs that do not reach their end: cancelled, killed. The destination keeps its old content.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <stop_token>
#include <string>

#include "core/run/quantize.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/paths.h"

extern char** environ;

namespace halftone {
namespace {

namespace fs = std::filesystem;

// Calls `act` when the given number of slabs is encoded, and when verification begins if `atVerification`.
class Trigger : public RunObserver {
 public:
  Trigger(int slabs, std::function<void()> act, bool atVerification = false)
      : m_slabs(slabs), m_act(std::move(act)), m_atVerification(atVerification) {}
  void rowsEncoded(const PlanEntry&, const RowSlab&, std::span<const std::byte>) override {
    if (++seen == m_slabs && !m_atVerification) m_act();
  }
  void progressed(const RunProgress& progress) override {
    if (progress.verifying && m_atVerification) m_act();
  }
  std::atomic<int> seen = 0;

 private:
  const int m_slabs;
  const std::function<void()> m_act;
  const bool m_atVerification;
};

QuantizeOptions optionsFor(const fs::path& output) {
  QuantizeOptions options;
  options.output = output;
  options.threads = 2;
  return options;
}

class Cancel : public testing::Test {
 protected:
  void SetUp() override { test::writeText(m_folder / "out.gguf", "old"); }
  void expectUntouched(const Result<QuantizeReport>& run) const {
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().code, ErrorCode::Cancelled) << run.error().message();
    EXPECT_EQ(test::fileText(m_folder / "out.gguf"), "old");
    EXPECT_EQ(test::namesIn(m_folder.path()), std::vector<std::string>{"out.gguf"}) << "no leftovers";
  }
  test::TemporaryFolder m_folder;
  std::shared_ptr<const Model> m_model = test::sampleModel();
  Plan m_plan = test::planOf(*m_model, Preset::Q4_K_M);
  std::stop_source m_stop;
  Job m_job{m_stop.get_token()};
};

TEST_F(Cancel, BeforeTheRun) {
  m_stop.request_stop();
  expectUntouched(quantize(*m_model, m_plan, nullptr, optionsFor(m_folder / "out.gguf"), nullptr, m_job));
}

TEST_F(Cancel, InMidRun) {
  std::chrono::steady_clock::time_point asked;
  Trigger trigger(20, [&] {
    asked = std::chrono::steady_clock::now();
    m_stop.request_stop();
  });
  expectUntouched(quantize(*m_model, m_plan, nullptr, optionsFor(m_folder / "out.gguf"), &trigger, m_job));
  const std::chrono::duration<double, std::milli> heard = std::chrono::steady_clock::now() - asked;
  std::printf("a cancel in mid-run took %.1f ms\n", heard.count());
  EXPECT_LT(trigger.seen, 20 + 6) << "only what was in flight was finished";
}

TEST_F(Cancel, WhileReadingBack) {
  Trigger trigger(
      0, [&] { m_stop.request_stop(); }, true);
  expectUntouched(quantize(*m_model, m_plan, nullptr, optionsFor(m_folder / "out.gguf"), &trigger, m_job));
}

TEST(Truncated, InMidRunIsToldAndHarmsNothing) {
  for (const Preset preset : {Preset::Q4_K_M, Preset::F16}) {  // encoded, copied
    const test::TemporaryFolder folder;
    test::writeText(folder / "out.gguf", "old");
    fs::copy_file(test::sampleModel()->path(), folder / "in.gguf");
    fs::permissions(folder / "in.gguf", fs::perms::owner_all);
    const auto model = test::openModel(folder / "in.gguf");
    const Plan plan = test::planOf(*model, preset);
    Trigger trigger(5, [&] { fs::resize_file(folder / "in.gguf", 4096); });
    const auto run = quantize(*model, plan, nullptr, optionsFor(folder / "out.gguf"), &trigger, {});
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().code, ErrorCode::Truncated) << run.error().message();
    EXPECT_NE(run.error().message().find("in.gguf, tensor "), std::string::npos) << run.error().message();
    EXPECT_NE(run.error().message().find("became shorter"), std::string::npos) << run.error().message();
    EXPECT_EQ(test::fileText(folder / "out.gguf"), "old");
    EXPECT_EQ(test::namesIn(folder.path()), (std::vector<std::string>{"in.gguf", "out.gguf"})) << "no leftovers";
  }
}

// Runs interrupted_run and returns waitpid()'s status, or -1.
int runChild(std::string task, std::string output) {
  std::string program = HALFTONE_INTERRUPTED_RUN;
  std::array<char*, 4> arguments = {program.data(), task.data(), output.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0) return -1;
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

class Killed : public testing::TestWithParam<const char*> {};

TEST_P(Killed, LeavesTheDestinationAndTheNextRunCleansUp) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "out.gguf", "old");
  const int status = runChild(GetParam(), (folder / "out.gguf").string());
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
  EXPECT_EQ(test::fileText(folder / "out.gguf"), "old");
  EXPECT_EQ(test::namesIn(folder.path()).size(), 2U) << "a killed process cannot clean up";

  const auto model = test::sampleModel();
  const Plan plan = test::planOf(*model, Preset::Q4_K_M);
  ASSERT_TRUE(quantize(*model, plan, nullptr, optionsFor(folder / "out.gguf"), nullptr, {}));
  EXPECT_EQ(test::namesIn(folder.path()), std::vector<std::string>{"out.gguf"}) << "the next run does";
  EXPECT_EQ(fs::file_size(folder / "out.gguf"), plan.fileBytes.count);
}

INSTANTIATE_TEST_SUITE_P(At, Killed, testing::Values("killed-encoding", "killed-verifying"),
                         [](const auto& info) { return std::string(info.param).substr(7); });

}  // namespace
}  // namespace halftone
