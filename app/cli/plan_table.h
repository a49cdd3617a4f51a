// A plan for people.
// Thread-safety: all functions are pure.
#pragma once

#include <string>

#include "core/model/model.h"
#include "core/plan/plan.h"

namespace halftone::cli {

// Every tensor with its types, size and reason.
std::string planTable(const Plan& plan);

// One paragraph: from what to what size, bits per weight; then the plan's warnings, a line each.
std::string planParagraph(const Model& model, const Plan& plan);

}  // namespace halftone::cli
