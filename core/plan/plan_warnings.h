// What a person should know about a plan before starting: said in sentences.
// Thread-safety: all functions are pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/plan/plan.h"

namespace halftone {

// `unusedOverrides` are positions in request.overrides. REQUIRES: the plan's counts are filled in.
std::vector<std::string> planWarnings(const Model& model, const PlanRequest& request, const Plan& plan,
                                      std::span<const std::size_t> unusedOverrides);

}  // namespace halftone
