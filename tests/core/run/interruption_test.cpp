// Runs that do not reach their end: cancelled, out of space, killed. The destination keeps its old content.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <stop_token>

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
  Trigger trigger(20, [&] { m_stop.request_stop(); });
  expectUntouched(quantize(*m_model, m_plan, nullptr, optionsFor(m_folder / "out.gguf"), &trigger, m_job));
  EXPECT_LT(trigger.seen, 20 + 6) << "only what was in flight was finished";
}

TEST_F(Cancel, WhileReadingBack) {
  Trigger trigger(
      0, [&] { m_stop.request_stop(); }, true);
  expectUntouched(quantize(*m_model, m_plan, nullptr, optionsFor(m_folder / "out.gguf"), &trigger, m_job));
}

// What a process of its own does, told by these variables; see runChild().
constexpr const char* kChildTask = "HALFTONE_TEST_CHILD_TASK";
constexpr const char* kChildOutput = "HALFTONE_TEST_CHILD_OUTPUT";
constexpr int kChildDiskFull = 21;
constexpr int kChildCannotWrite = 22;
constexpr int kChildOther = 23;

// Not a test of its own: the body of the processes that runChild() starts.
TEST(InterruptionChild, DISABLED_Body) {
  const char* task = ::getenv(kChildTask);
  const char* output = ::getenv(kChildOutput);
  if (task == nullptr || output == nullptr) GTEST_SKIP() << "started without a task";
  if (std::string(task) == "full-disk") {
    ::signal(SIGXFSZ, SIG_IGN);  // so that writing past the limit is an error, as on a full disk
    const rlimit limit{1 << 20, 1 << 20};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  const bool killed = std::string(task) == "killed-encoding" || std::string(task) == "killed-verifying";
  Trigger trigger(
      20,
      [&] {
        if (killed) ::kill(::getpid(), SIGKILL);
      },
      std::string(task) == "killed-verifying");
  const auto model = test::sampleModel();
  const auto run = quantize(*model, test::planOf(*model, Preset::Q4_K_M), nullptr, optionsFor(output), &trigger, {});
  if (run) ::_exit(0);
  if (run.error().code == ErrorCode::DiskFull) ::_exit(kChildDiskFull);
  ::_exit(run.error().code == ErrorCode::CannotWrite ? kChildCannotWrite : kChildOther);
}

// Runs this program again for the task and returns waitpid()'s status.
int runChild(const std::string& task, const fs::path& output) {
  ::setenv(kChildTask, task.c_str(), 1);
  ::setenv(kChildOutput, output.c_str(), 1);
  std::string program = fs::read_symlink("/proc/self/exe");
  std::string filter = "--gtest_filter=InterruptionChild.*";
  std::string disabled = "--gtest_also_run_disabled_tests";
  std::array<char*, 4> arguments = {program.data(), filter.data(), disabled.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", 1, 0);  // O_WRONLY
  pid_t child = 0;
  const int failed = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::unsetenv(kChildTask);
  if (failed != 0) return -1;
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(FullDisk, IsToldAndHarmsNothing) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "out.gguf", "old");
  const int status = runChild("full-disk", folder / "out.gguf");
  ASSERT_TRUE(WIFEXITED(status));
  // The system calls a limit on sizes something else than a full disk; both are refused writes.
  EXPECT_TRUE(WEXITSTATUS(status) == kChildDiskFull || WEXITSTATUS(status) == kChildCannotWrite);
  EXPECT_EQ(test::fileText(folder / "out.gguf"), "old");
  EXPECT_EQ(test::namesIn(folder.path()), std::vector<std::string>{"out.gguf"});
}

class Killed : public testing::TestWithParam<const char*> {};

TEST_P(Killed, LeavesTheDestinationAndTheNextRunCleansUp) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "out.gguf", "old");
  const int status = runChild(GetParam(), folder / "out.gguf");
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
