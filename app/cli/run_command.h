// Runs a command and gives the program's exit code.
// Thread-safety: one thread at a time.
#pragma once

#include <stop_token>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/base/result.h"

namespace halftone::cli {

// Errors: those of the core, each with its exit code (exit_codes.h).
Status runInspect(const InspectCommand& command, const Console& console);
Status runPlan(const PlanCommand& command, const Console& console);
Status runQuantize(const QuantizeCommand& command, const Console& console, const std::stop_token& stop);
Status runAnalyze(const AnalyzeCommand& command, const Console& console, const std::stop_token& stop);
Status runCompare(const CompareCommand& command, const Console& console, const std::stop_token& stop);

// Whichever it is; an error is told on standard error and, with --json, printed as an object.
int runCommand(const Command& command, const Console& console, const std::stop_token& stop);

}  // namespace halftone::cli
