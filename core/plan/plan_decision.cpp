#include "core/plan/plan_decision.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/plan/exclusion.h"
#include "core/plan/fallback.h"

namespace halftone {
namespace {

bool isQuantized(TensorType type) {
  const TensorTypeInfo* info = findTensorType(type);
  return info != nullptr && info->quantized;
}

Status checkByHand(const Model& model, const PlanRequest& request) {
  for (const auto& [id, type] : request.byHand) {
    if (id.index() >= model.tensors().size())
      return failure({ErrorCode::InvalidArgument,
                      "giving a type by hand",
                      fmt::format("tensor number {}", id.value),
                      "the model has no such tensor",
                      {}});
    const TensorInfo& tensor = model.tensor(id);
    std::string why = whyNotType(tensor, type);
    if (!why.empty())
      return failure({ErrorCode::InvalidArgument, "giving a type by hand", fmt::format("tensor {}", tensor.name),
                      fmt::format("it cannot become {}: {}", tensorTypeName(type), why), "Choose another type"});
  }
  return {};
}

Error noWeightType(std::string subject, TensorType type) {
  return {ErrorCode::InvalidArgument, "choosing types", std::move(subject),
          fmt::format("{} is no type for weights", tensorTypeName(type)), "Use a type such as q4_K, q8_0 or f16"};
}

// Parsers refuse such types; a request may be made without them.
Status checkWeightTypes(const PlanRequest& request) {
  for (const TypeOverride& override : request.overrides)
    if (!isWeightType(override.type))
      return failure(noWeightType(fmt::format("pattern \"{}\"", override.pattern), override.type));
  if (request.outputType && !isWeightType(*request.outputType))
    return failure(noWeightType("the output tensor's type", *request.outputType));
  if (request.embeddingType && !isWeightType(*request.embeddingType))
    return failure(noWeightType("the token embedding's type", *request.embeddingType));
  return {};
}

RuleModel ruleModel(const Model& model, const PlanRequest& request, std::uint64_t valueTensors) {
  const Hyperparameters& numbers = model.hyperparameters();
  RuleModel rules;
  rules.layers = numbers.layers;
  for (const TensorInfo& tensor : model.tensors())
    if (numbers.layers == 0 && tensor.layer)
      rules.layers = std::max<std::uint64_t>(rules.layers, std::uint64_t{tensor.layer->value} + 1);
  if (numbers.keyValueHeads != 0) rules.headsPerKeyValueHead = numbers.heads / numbers.keyValueHeads;
  rules.experts = numbers.experts;
  rules.valueTensors = valueTensors;
  rules.falcon = numbers.architecture == "falcon";
  rules.llama = numbers.architecture == "llama";
  rules.importance = request.importance.has_value();
  return rules;
}

}  // namespace

Result<PlanDecider> PlanDecider::create(const Model& model, const PlanRequest& request, const Pruning& pruning) {
  HALFTONE_TRY_STATUS(checkByHand(model, request));
  HALFTONE_TRY_STATUS(checkWeightTypes(request));
  HALFTONE_TRY(CompiledOverrides overrides, CompiledOverrides::compile(request.overrides));
  return PlanDecider(model, request, pruning, std::move(overrides));
}

PlanDecider::PlanDecider(const Model& model, const PlanRequest& request, const Pruning& pruning,
                         CompiledOverrides overrides)
    : m_model(&model),
      m_request(&request),
      m_pruning(&pruning),
      m_overrides(std::move(overrides)),
      m_overrideUsed(request.overrides.size(), false) {
  for (const TensorInfo& tensor : model.tensors()) {
    if (tensor.role == Role::Output) m_hasOutput = true;
    if (!pruning.drops(tensor)) m_tensors.push_back(&tensor);
  }
  m_order = visitOrder(m_tensors);
  m_ruleModel = ruleModel(model, request, m_order.valueTensors);
  if (request.importance) m_importance.insert(request.importance->tensors.begin(), request.importance->tensors.end());
}

bool PlanDecider::servesAsOutput(const TensorInfo& tensor) const {
  return !m_hasOutput && tensor.role == Role::TokenEmbedding && rowNameOfTensor(tensor.name) == "token_embd";
}

PlanDecider::Choice PlanDecider::choosePreset(std::size_t position) const {
  const TensorInfo& tensor = *m_tensors[position];
  const PresetInfo& preset = presetInfo(m_request->preset);
  const std::string base = tensorTypeName(preset.baseType);
  if (!isQuantized(preset.baseType))
    return {preset.baseType, ReasonKind::Preset, fmt::format("{} makes every weight matrix {}", preset.name, base)};
  if (m_request->pure)
    return {preset.baseType, ReasonKind::Option, fmt::format("pure: {} everywhere, {}'s base type", base, preset.name)};

  RuleTensor rule;
  rule.role = tensor.role;
  rule.rowName = rowNameOfTensor(tensor.name);
  rule.actsAsOutput = tensor.role == Role::Output || servesAsOutput(tensor);
  rule.columns = tensor.shape.columns();
  rule.stackedExperts = tensor.shape.matrices() > 1;
  rule.valueIndex = m_order.places[position].valueIndex;
  rule.roleIndex = m_order.places[position].roleIndex;
  rule.layer = m_ruleModel.experts > 1 && tensor.layer ? tensor.layer->value : rule.roleIndex;
  if (std::optional<RuleDecision> decided = applyPresetRules(m_request->preset, m_ruleModel, rule))
    return {decided->type, ReasonKind::Rule, std::move(decided->reason)};
  return {preset.baseType, ReasonKind::Preset, fmt::format("{}'s base type", preset.name)};
}

PlanDecider::Choice PlanDecider::choose(std::size_t position) {
  const TensorInfo& tensor = *m_tensors[position];
  if (const std::string_view never = whyNeverQuantized(tensor); !never.empty())
    return {tensor.type, ReasonKind::NotQuantized, fmt::format("never quantized: {}", never)};
  if (const auto chosen = m_request->byHand.find(tensor.id); chosen != m_request->byHand.end())
    return {chosen->second, ReasonKind::ByHand, "chosen by hand"};
  if (m_request->leaveOutput && tensor.role == Role::Output)
    return {tensor.type, ReasonKind::Option, "the output tensor is left as it is"};
  if (m_request->embeddingType && tensor.role == Role::TokenEmbedding)
    return {*m_request->embeddingType, ReasonKind::Option, "the type asked for the token embedding"};
  if (m_request->outputType && tensor.role == Role::Output)
    return {*m_request->outputType, ReasonKind::Option, "the type asked for the output tensor"};
  if (const std::optional<std::size_t> match = m_overrides.firstMatch(m_pruning->nameOf(tensor))) {
    m_overrideUsed[*match] = true;
    const TypeOverride& override = m_request->overrides[*match];
    return {override.type, ReasonKind::Override, fmt::format("its name matches \"{}\"", override.pattern)};
  }
  // Only after the patterns, as llama-quantize has it for an embedding that serves as output.
  if (m_request->outputType && servesAsOutput(tensor))
    return {*m_request->outputType, ReasonKind::Option, "the type asked for the output tensor, as which it serves"};
  return choosePreset(position);
}

Result<PlanEntry> PlanDecider::entryFor(std::size_t position) {
  const TensorInfo& tensor = *m_tensors[position];
  if (findTensorType(tensor.type) == nullptr)
    return failure({ErrorCode::UnsupportedType, "planning", fmt::format("tensor {}", tensor.name),
                    fmt::format("its {} cannot be read here: it belongs to {}", tensorTypeName(tensor.type),
                                unknownTypeOrigin(tensor.type)),
                    "Use a file whose tensors are in the usual types, best the original F16 or BF16 one"});

  Choice choice = choose(position);
  PlanEntry entry;
  entry.tensor = tensor.id;
  entry.name = m_pruning->nameOf(tensor);
  entry.shape = tensor.shape;
  entry.sourceType = tensor.type;
  entry.type = choice.type == tensor.type ? tensor.type : fallbackType(choice.type, tensor.shape.columns());
  entry.kind = choice.kind;
  entry.reason = std::move(choice.reason);
  if (entry.type != choice.type) {
    entry.wanted = choice.type;
    entry.kind = ReasonKind::Fallback;
    entry.reason = fallbackReason(choice.type, entry.type, tensor.shape);
  } else if (entry.type == tensor.type && (entry.kind == ReasonKind::Preset || entry.kind == ReasonKind::Rule)) {
    entry.kind = ReasonKind::Kept;
    entry.reason = fmt::format("it is {} already", tensorTypeName(tensor.type));
  }
  HALFTONE_TRY(entry.bytes, tensorBytes(entry.type, tensor.shape.columns(), tensor.shape.rows()));
  const bool encoded = entry.type != tensor.type && isQuantized(entry.type);
  entry.hasImportance = encoded && m_importance.count(tensor.name) != 0;
  entry.needsImportance =
      encoded && !entry.hasImportance && wantsImportance(m_request->preset, tensor.role, entry.type);
  return entry;
}

Status PlanDecider::checkConsent(const std::vector<PlanEntry>& entries) const {
  if (m_request->allowRequantize) return {};
  const auto changes = [](const PlanEntry& entry) {
    return isQuantized(entry.sourceType) && entry.type != entry.sourceType;
  };
  const auto first = std::find_if(entries.begin(), entries.end(), changes);
  if (first == entries.end()) return {};
  const auto count = std::count_if(entries.begin(), entries.end(), changes);
  return failure(
      {ErrorCode::NeedsConsent, "planning", m_model->path().string(),
       fmt::format("{} of its tensors are quantized already (the first is {}, {}), and quantizing them again "
                   "loses quality a second time",
                   count, first->name, tensorTypeName(first->sourceType)),
       "Use the original F16 or BF16 file, or allow requantizing"});
}

Result<std::vector<PlanEntry>> PlanDecider::decide() {
  std::vector<PlanEntry> entries;
  entries.reserve(m_tensors.size());
  for (std::size_t position = 0; position < m_tensors.size(); ++position) {
    HALFTONE_TRY(PlanEntry entry, entryFor(position));
    entries.push_back(std::move(entry));
  }
  HALFTONE_TRY_STATUS(checkConsent(entries));
  return entries;
}

std::vector<std::size_t> PlanDecider::unusedOverrides() const {
  std::vector<std::size_t> unused;
  for (std::size_t i = 0; i < m_overrideUsed.size(); ++i)
    if (!m_overrideUsed[i]) unused.push_back(i);
  return unused;
}

}  // namespace halftone
