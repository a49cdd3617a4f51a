// Runs a command and gives the program's exit code.
// Thread-safety: one thread at a time.
#pragma once

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/base/result.h"

namespace halftone::cli {

// Errors: those of the core, each with its exit code (exit_codes.h). Ctrl+C ends the first two at once; in the others
// it asks the work to stop from where that is listened for, and before ends the program at once: nothing is written
// yet.
Status runInspect(const InspectCommand& command, const Console& console);
Status runPlan(const PlanCommand& command, const Console& console);
Status runQuantize(const QuantizeCommand& command, const Console& console);
Status runAnalyze(const AnalyzeCommand& command, const Console& console);
Status runCompare(const CompareCommand& command, const Console& console);
Status runDevices(const DevicesCommand& command, const Console& console);

// Whichever it is; an error is told on standard error and, with --json, printed as an object.
int runCommand(const Command& command, const Console& console);

}  // namespace halftone::cli
