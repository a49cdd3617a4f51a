// The explanations at the end of --help: what presets there are, examples, exit codes.
// Thread-safety: all functions are pure.
#pragma once

#include <string>

namespace halftone::cli {

std::string generalHelp();
std::string presetHelp();    // after the options of `plan`
std::string quantizeHelp();  // after those of `quantize`
std::string analyzeHelp();
std::string devicesHelp();
std::string compareHelp();
std::string inspectHelp();

}  // namespace halftone::cli
