#include <csignal>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/run_command.h"

int main(int argc, char** argv) {
  using namespace halftone::cli;
  // Past a limit on file sizes, writing is to fail with an error that cleans up and is told, not to end the program.
  std::signal(SIGXFSZ, SIG_IGN);
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const std::variant<Command, Answer> parsed = parseArguments(words);
  const Console console;
  if (const Answer* answer = std::get_if<Answer>(&parsed)) {
    answer->exitCode == 0 ? console.print(answer->text) : console.tell(answer->text);
    return answer->exitCode;
  }
  return runCommand(std::get<Command>(parsed), console);
}
