// The decision for each tensor: which type, and why. Every tensor's answer depends on the model and the request only,
// never on what other tensors were given.
// Thread-safety: one thread at a time.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "core/base/result.h"
#include "core/plan/plan.h"
#include "core/plan/preset_rules.h"
#include "core/plan/pruning.h"
#include "core/plan/type_override.h"
#include "core/plan/visit_order.h"

namespace halftone {

class PlanDecider {
 public:
  // REQUIRES: model, request and pruning outlive the decider. Errors: InvalidArgument (a bad pattern, or a type by hand
  // that its tensor cannot have).
  static Result<PlanDecider> create(const Model& model, const PlanRequest& request, const Pruning& pruning);

  // One entry per tensor that is not pruned, in the model's order. Errors: UnsupportedType for a tensor of unknown
  // type; NeedsConsent if quantized tensors would be quantized again.
  Result<std::vector<PlanEntry>> decide();

  // The overrides (by position in the request) that decided no tensor. REQUIRES: decide() succeeded.
  std::vector<std::size_t> unusedOverrides() const;

 private:
  struct Choice {
    TensorType type;
    ReasonKind kind;
    std::string reason;
  };

  PlanDecider(const Model& model, const PlanRequest& request, const Pruning& pruning, CompiledOverrides overrides);
  // Whether this embedding is the output too: the model has no output tensor of its own.
  bool servesAsOutput(const TensorInfo& tensor) const;
  Choice choose(std::size_t position);
  Choice choosePreset(std::size_t position) const;
  Result<PlanEntry> entryFor(std::size_t position);
  Status checkConsent(const std::vector<PlanEntry>& entries) const;

  const Model* m_model;
  const PlanRequest* m_request;
  const Pruning* m_pruning;
  CompiledOverrides m_overrides;
  std::vector<bool> m_overrideUsed;          // which of them decide() found to decide a tensor
  std::vector<const TensorInfo*> m_tensors;  // not pruned
  VisitOrder m_order;
  RuleModel m_ruleModel;
  bool m_hasOutput = false;
  std::unordered_set<std::string> m_importance;
};

}  // namespace halftone
