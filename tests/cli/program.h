// Running halftone-cli as a user does: as a program of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace halftone::test {

struct ProgramResult {
  int exitCode = -1;  // 128 + the signal if a signal ended it
  std::string output;
  std::string errors;
  std::uint64_t peakBytes = 0;  // of resident memory
};

struct ProgramSetting {
  std::uint64_t fileSizeLimit = 0;  // RLIMIT_FSIZE; 0 = none
  bool terminal = false;            // standard error is a terminal of 200 columns
};

// Runs it to its end. Throws if it cannot be started.
ProgramResult runCli(const std::vector<std::string>& arguments, const ProgramSetting& setting = {});

// Runs it, sends `signal` as soon as its output contains `text`, and waits for its end.
ProgramResult runCliAndSignal(const std::vector<std::string>& arguments, const std::string& text, int signal);

// The output of a command that must succeed, as JSON. Throws otherwise.
nlohmann::json cliJson(const std::vector<std::string>& arguments);

std::string sampleModel();       // resources/sample's model
std::string sampleImportance();  // its importance matrix

}  // namespace halftone::test
