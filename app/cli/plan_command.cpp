#include "app/cli/json_output.h"
#include "app/cli/plan_request.h"
#include "app/cli/plan_table.h"
#include "app/cli/run_command.h"

namespace halftone::cli {

Status runPlan(const PlanCommand& command, const Console& console) {
  HALFTONE_TRY(const PlannedModel planned, planModel(command.file, command.planning));
  if (command.json)
    console.print(planJson(planned.plan));
  else
    console.print(planTable(planned.plan) + "\n" + planParagraph(*planned.model, planned.plan));
  return {};
}

}  // namespace halftone::cli
