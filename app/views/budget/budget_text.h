// What the budget strip says, apart from where its numbers come from.
// Thread-safety: pure functions.
#pragma once

#include <QString>
#include <optional>

#include "app/views/budget/system_memory.h"
#include "core/plan/plan.h"

namespace halftone::app {

enum class Fit { Fits, Tight, TooBig, Unknown };

// Weights only: they fit if they leave a tenth of the free memory, are tight if they fill it.
Fit fitOf(Bytes weights, const std::optional<SystemMemory>& memory);

struct BudgetText {
  Fit fit = Fit::Unknown;
  QString line;  // "4.92 GB of 12.3 GB free · fits · 4.89 bits/weight · −1.2 % vs Q4_K_M"
  QString help;  // exact bytes, total memory, and what is not counted
};

// `presetBytes`: what the preset alone would take; nothing = the plan is the preset's.
BudgetText budgetText(const Plan& plan, const std::optional<Bytes>& presetBytes,
                      const std::optional<SystemMemory>& memory);

}  // namespace halftone::app
