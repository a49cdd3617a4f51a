#include "tests/cli/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include "tests/support/paths.h"

namespace halftone::test {
namespace {

struct Child {
  pid_t process = -1;
  int output = -1;
  int errors = -1;
};

// Our end and the program's.
std::array<int, 2> makePipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  return ends;
}

std::array<int, 2> makeTerminal() {
  const int ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (ours < 0 || grantpt(ours) != 0 || unlockpt(ours) != 0) throw std::runtime_error("cannot make a terminal");
  const int theirs = open(ptsname(ours), O_RDWR | O_NOCTTY | O_CLOEXEC);
  const winsize size = {50, 200, 0, 0};
  if (theirs < 0 || ioctl(theirs, TIOCSWINSZ, &size) != 0) throw std::runtime_error("cannot open the terminal");
  return {ours, theirs};
}

Child start(const std::vector<std::string>& arguments, const ProgramSetting& setting) {
  const std::array<int, 2> output = makePipe();
  const std::array<int, 2> errors = setting.terminal ? makeTerminal() : makePipe();
  std::vector<char*> words = {const_cast<char*>(HALFTONE_CLI)};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  const pid_t process = fork();
  if (process < 0) throw std::runtime_error("cannot fork");
  if (process == 0) {
    for (const int signal : {SIGINT, SIGXFSZ, SIGPIPE}) std::signal(signal, SIG_DFL);  // as a shell starts it
    const rlimit limit = {setting.fileSizeLimit, setting.fileSizeLimit};
    if (setting.fileSizeLimit != 0) setrlimit(RLIMIT_FSIZE, &limit);
    dup2(output[1], STDOUT_FILENO);
    dup2(errors[1], STDERR_FILENO);
    execv(HALFTONE_CLI, words.data());
    _exit(127);
  }
  close(output[1]);
  close(errors[1]);
  return {process, output[0], errors[0]};
}

// Both pipes at once, so that neither can fill up and block the child.
void drain(const Child& child, ProgramResult& result, const std::string& text, int signal) {
  std::array<pollfd, 2> ends = {{{child.output, POLLIN, 0}, {child.errors, POLLIN, 0}}};
  std::array<std::string*, 2> texts = {&result.output, &result.errors};
  std::size_t open = ends.size();
  while (open > 0) {
    if (poll(ends.data(), ends.size(), -1) < 0) continue;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      std::array<char, 65536> buffer{};
      const ssize_t count = read(ends[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
      } else {
        close(ends[i].fd);
        ends[i].fd = -1;
        --open;
      }
    }
    if (signal != 0 && result.output.find(text) != std::string::npos) {
      kill(child.process, signal);
      signal = 0;
    }
  }
}

ProgramResult run(const std::vector<std::string>& arguments, const std::string& text, int signal,
                  const ProgramSetting& setting) {
  const Child child = start(arguments, setting);
  ProgramResult result;
  drain(child, result, text, signal);
  int status = 0;
  rusage usage{};
  wait4(child.process, &status, 0, &usage);
  result.peakBytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace

ProgramResult runCli(const std::vector<std::string>& arguments, const ProgramSetting& setting) {
  return run(arguments, "", 0, setting);
}

ProgramResult runCliAndSignal(const std::vector<std::string>& arguments, const std::string& text, int signal) {
  return run(arguments, text, signal, {});
}

nlohmann::json cliJson(const std::vector<std::string>& arguments) {
  const ProgramResult result = runCli(arguments);
  if (result.exitCode != 0) throw std::runtime_error("halftone-cli failed: " + result.errors);
  return nlohmann::json::parse(result.output);
}

std::string sampleModel() { return samplePath("Fireside-6.8M-v1.0-F16.gguf").string(); }
std::string sampleImportance() { return samplePath("fireside.imatrix.gguf").string(); }

}  // namespace halftone::test
