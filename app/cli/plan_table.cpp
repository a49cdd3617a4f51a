#include "app/cli/plan_table.h"

#include <fmt/format.h>

#include "app/cli/table.h"
#include "core/base/text.h"

namespace halftone::cli {

std::string planTable(const Plan& plan) {
  using Align = Table::Align;
  Table table({{"tensor"}, {"shape"}, {"from"}, {"to"}, {"bytes", Align::Right}, {"why"}});
  for (const PlanEntry& entry : plan.entries)
    table.addRow({entry.name, entry.shape.text(), tensorTypeName(entry.sourceType), tensorTypeName(entry.type),
                  std::to_string(entry.bytes.count), entry.reason});
  return table.text();
}

std::string planParagraph(const Model& model, const Plan& plan) {
  std::string files = plan.shards.size() == 1 ? "" : fmt::format(" in {} files", plan.shards.size());
  std::string text = printable(fmt::format(
      "{}: {} at {:.2f} bits per weight becomes {}: {}{} at {:.2f} bits per weight ({} bytes).", model.name(),
      formatBytes(model.fileBytes()), bitsPerWeight(model.tensorBytes(), model.parameters()),
      presetInfo(plan.preset).name, formatBytes(plan.fileBytes), files, plan.bitsPerWeight(), plan.fileBytes.count));
  text += plan.fallbacks == 0 && plan.needsImportance == 0 ? " No tensor falls back to another type.\n" : "\n";
  for (const std::string& warning : plan.warnings) text += "  ! " + printable(warning) + "\n";
  return text;
}

}  // namespace halftone::cli
