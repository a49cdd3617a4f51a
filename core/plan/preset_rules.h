// The rules by which a preset gives a tensor another type than its base type. They are data: one table, read top-down,
// first match wins. The names and the numbers in it are those that the ecosystem's files were made with.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/role.h"
#include "core/plan/preset.h"

namespace halftone {

// What the rules ask about a model.
struct RuleModel {
  std::uint64_t layers = 0;
  std::uint64_t headsPerKeyValueHead = 1;
  std::uint64_t experts = 0;
  std::uint64_t valueTensors = 0;  // attn_v, attn_qkv and attn_kv_b of the whole model
  bool falcon = false;
  bool llama = false;
  bool importance = false;  // an importance matrix is given
};

// What the rules ask about a tensor.
struct RuleTensor {
  Role role = Role::Other;
  std::string_view rowName;   // "attn_v", for the reason
  bool actsAsOutput = false;  // output.weight, or the token embedding of a model that has none
  std::uint64_t columns = 0;
  bool stackedExperts = false;   // holds more than one expert
  std::uint64_t valueIndex = 0;  // value-like tensors visited before
  std::uint64_t roleIndex = 0;   // feed-forward tensors of this role visited before
  std::uint64_t layer = 0;       // its layer's number with several experts, else roleIndex
};

struct RuleDecision {
  TensorType type;
  std::string reason;  // "Q4_K_M gives attn_v q6_K in the first and last eighth and every third layer between"
};

// The type that a rule of the preset gives this tensor, or nothing: the preset's base type.
std::optional<RuleDecision> applyPresetRules(Preset preset, const RuleModel& model, const RuleTensor& tensor);

// Whether a tensor of this type wants an importance matrix: below about 3 bits the encoders are poor without one.
bool wantsImportance(Preset preset, Role role, TensorType type);

}  // namespace halftone
