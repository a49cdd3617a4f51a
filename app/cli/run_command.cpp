#include "app/cli/run_command.h"

#include <new>

#include "app/cli/exit_codes.h"
#include "app/cli/json_output.h"
#include "app/cli/table.h"

namespace halftone::cli {
namespace {

struct Runner {
  const Console& console;

  Status operator()(const InspectCommand& command) const { return runInspect(command, console); }
  Status operator()(const PlanCommand& command) const { return runPlan(command, console); }
  Status operator()(const QuantizeCommand& command) const { return runQuantize(command, console); }
  Status operator()(const AnalyzeCommand& command) const { return runAnalyze(command, console); }
  Status operator()(const CompareCommand& command) const { return runCompare(command, console); }
  Status operator()(const DevicesCommand& command) const { return runDevices(command, console); }
};

Status runGuarded(const Command& command, const Console& console) {
  try {
    HALFTONE_TRY_STATUS(std::visit(Runner{console}, command));
    return console.finish();
  } catch (const std::bad_alloc&) {
    return failure({ErrorCode::OutOfMemory, "", "halftone-cli", "there is not enough memory", "Close other programs"});
  }
}

}  // namespace

int runCommand(const Command& command, const Console& console) {
  const Status status = runGuarded(command, console);
  if (status) return kOk;
  const bool json = std::visit([](const auto& any) { return any.json; }, command);
  if (json) console.print(errorJson(status.error()));
  console.tell("halftone-cli: " + printable(status.error().message()) + "\n");
  return exitCodeOf(status.error().code);
}

}  // namespace halftone::cli
