#include "core/model/role.h"

#include <array>
#include <charconv>

#include "core/model/hugging_face_names.h"

namespace halftone {
namespace {

constexpr std::string_view kWeight = ".weight";

struct Rule {
  std::string_view part;
  Role role;
};

// In the order of the presets' rules.
constexpr std::array<Rule, 9> kRules = {{
    {"attn_qkv.weight", Role::AttnQkv},
    {"attn_kv_b.weight", Role::AttnKvB},
    {"attn_v.weight", Role::AttnV},
    {"attn_k.weight", Role::AttnK},
    {"attn_q.weight", Role::AttnQ},
    {"attn_output.weight", Role::AttnOutput},
    {"ffn_up", Role::FfnUp},
    {"ffn_gate", Role::FfnGate},
    {"ffn_down", Role::FfnDown},
}};

// Parts of Hugging Face's names of single experts: "experts.5.up_proj", Mixtral's "experts.5.w3".
constexpr std::array<Rule, 6> kExpertRules = {{
    {".up_proj", Role::FfnUp},
    {".gate_proj", Role::FfnGate},
    {".down_proj", Role::FfnDown},
    {".w3", Role::FfnUp},
    {".w1", Role::FfnGate},
    {".w2", Role::FfnDown},
}};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// "blk.12.attn_q.weight" -> 12, "attn_q.weight".
std::optional<LayeredName> splitLayer(std::string_view name) {
  constexpr std::string_view kPrefix = "blk.";
  if (!name.starts_with(kPrefix)) return splitHuggingFaceLayer(name);
  const std::string_view tail = name.substr(kPrefix.size());
  LayeredName found;
  const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), found.layer);
  if (error != std::errc() || end == tail.data() + tail.size() || *end != '.') return std::nullopt;
  found.rest = tail.substr(static_cast<std::size_t>(end - tail.data()) + 1);
  return found;
}

Role roleOfGgufName(std::string_view name) {
  if (name == "token_embd.weight" || name == "per_layer_token_embd.weight") return Role::TokenEmbedding;
  if (name == "output.weight") return Role::Output;
  for (const Rule& rule : kRules)
    if (contains(name, rule.part)) return rule.role;
  return contains(name, "_norm") ? Role::Norm : Role::Other;
}

// The role of a single expert's tensor in Hugging Face's words; Other if it is none.
Role roleOfExpert(std::string_view name) {
  if (!contains(name, ".experts.") || !name.ends_with(kWeight)) return Role::Other;
  const std::string_view stem = name.substr(0, name.size() - kWeight.size());
  for (const Rule& rule : kExpertRules)
    if (stem.ends_with(rule.part)) return rule.role;
  return Role::Other;
}

bool isNorm(std::string_view name) {
  return contains(name, "_norm") || contains(name, "layernorm") || contains(name, ".norm.") || contains(name, ".ln_");
}

}  // namespace

Role roleOfTensor(std::string_view name) {
  const Role role = roleOfGgufName(name);
  if (role != Role::Other && role != Role::Norm) return role;
  if (!name.ends_with(kWeight)) return role;
  const std::optional<LayeredName> layered = splitLayer(name);
  const std::string_view rest = layered ? layered->rest : name;
  const std::string_view word = ggufWord(rest.substr(0, rest.size() - kWeight.size()));
  if (word == "token_embd") return Role::TokenEmbedding;
  if (word == "output") return Role::Output;
  for (const Rule& rule : kRules)
    if (!word.empty() && (rule.part == word || rule.part.substr(0, rule.part.find(kWeight)) == word)) return rule.role;
  if (word.starts_with("ffn_up")) return Role::FfnUp;
  if (word.starts_with("ffn_gate")) return Role::FfnGate;
  if (word.starts_with("ffn_down")) return Role::FfnDown;
  const Role expert = roleOfExpert(name);
  if (expert != Role::Other) return expert;
  return isNorm(name) ? Role::Norm : Role::Other;
}

std::optional<LayerIndex> layerOfTensor(std::string_view name) {
  const std::optional<LayeredName> layered = splitLayer(name);
  if (!layered) return std::nullopt;
  return LayerIndex{layered->layer};
}

std::string_view rowNameOfTensor(std::string_view name) {
  const std::optional<LayeredName> layered = splitLayer(name);
  std::string_view row = layered ? layered->rest : name;
  if (row.ends_with(kWeight)) row.remove_suffix(kWeight.size());
  const std::string_view word = ggufWord(row);
  return word.empty() ? row : word;
}

RoleGroup groupOfTensor(std::string_view name) {
  const std::string_view row = rowNameOfTensor(name);
  if (contains(row, "_exps") || contains(row, "_shexp") || contains(row, "ffn_gate_inp") || contains(row, "experts."))
    return RoleGroup::Experts;
  switch (roleOfTensor(name)) {
    case Role::TokenEmbedding:
    case Role::Output: return RoleGroup::Embedding;
    case Role::FfnGate:
    case Role::FfnUp:
    case Role::FfnDown: return RoleGroup::FeedForward;
    case Role::Norm:
    case Role::Other: break;
    default: return RoleGroup::Attention;
  }
  if (row.starts_with("attn_")) return RoleGroup::Attention;
  return row.starts_with("ffn_") ? RoleGroup::FeedForward : RoleGroup::Other;
}

}  // namespace halftone
