// From the words on the command line to a Command. Reads no file and starts nothing.
// Thread-safety: may be called from any thread.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "app/cli/commands.h"

namespace halftone::cli {

// There is nothing to do: help was asked for (exit code 0), or the words make no sense (1).
struct Answer {
  int exitCode = 0;
  std::string text;  // for standard output if the exit code is 0, else for standard error
};

// `words` are the arguments without the program's name.
std::variant<Command, Answer> parseArguments(const std::vector<std::string>& words);

}  // namespace halftone::cli
