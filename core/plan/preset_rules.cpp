#include "core/plan/preset_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace halftone {
namespace {

using P = Preset;
using T = TensorType;

// Which presets a rule is for: one bit each.
using PresetSet = std::uint64_t;
constexpr PresetSet only(std::initializer_list<P> presets) {
  PresetSet set = 0;
  for (const P preset : presets) set |= PresetSet{1} << static_cast<unsigned>(preset);
  return set;
}
constexpr PresetSet kFloats = only({P::F32, P::F16, P::BF16});
constexpr PresetSet kMxfp4 = only({P::MXFP4_MOE});
constexpr PresetSet kVeryLow = only({P::IQ1_S, P::IQ1_M, P::IQ2_XXS, P::IQ2_XS, P::IQ2_S, P::IQ2_M});
constexpr PresetSet kIq2Large = only({P::IQ2_S, P::IQ2_M});
constexpr PresetSet kQuantized = ~kFloats;
constexpr PresetSet kUsual = ~(kFloats | kMxfp4 | kVeryLow);  // those whose attention has rules of its own
constexpr PresetSet kBaseNotQ8 = ~(kFloats | only({P::Q8_0}));
constexpr PresetSet kSharpOutput8Experts = only({P::Q2_K, P::Q3_K_S, P::Q3_K_M, P::IQ3_XXS, P::IQ3_XS, P::IQ3_S,
                                                 P::IQ3_M, P::IQ4_NL, P::IQ4_XS, P::Q4_K_S, P::Q4_K_M});

// What a rule is about: roles that are treated alike.
enum class Slot { Any, Output, Embedding, Value, AttnK, AttnQ, AttnOutput, FfnDown, FfnGateUp, Other };

Slot slotOf(const RuleTensor& tensor) {
  if (tensor.actsAsOutput) return Slot::Output;
  switch (tensor.role) {
    case Role::TokenEmbedding: return Slot::Embedding;
    case Role::AttnV:
    case Role::AttnQkv:
    case Role::AttnKvB: return Slot::Value;
    case Role::AttnK: return Slot::AttnK;
    case Role::AttnQ: return Slot::AttnQ;
    case Role::AttnOutput: return Slot::AttnOutput;
    case Role::FfnDown: return Slot::FfnDown;
    case Role::FfnGate:
    case Role::FfnUp: return Slot::FfnGateUp;
    default: return Slot::Other;
  }
}

struct Situation {
  const RuleModel& model;
  const RuleTensor& tensor;
  T baseType;
};

// The first and last eighth, and every third between: where the damage of few bits was found to be largest.
constexpr bool moreBits(std::uint64_t index, std::uint64_t count) {
  return index < count / 8 || index >= 7 * count / 8 || (index - count / 8) % 3 == 2;
}

// A condition of a rule: its test, and how it is said after "Q4_K_M gives attn_v q6_K".
struct Condition {
  bool (*holds)(const Situation&);
  std::string_view words;
};
constexpr std::string_view kMoreWords = " in the first and last eighth of the layers and every third between";
constexpr std::string_view kFirstEighthWords = " in the first eighth of the layers";

constexpr Condition kAlways = {[](const Situation&) { return true; }, ""};
constexpr Condition kFalcon = {[](const Situation& s) { return s.model.falcon; }, " in falcon models"};
constexpr Condition kNotFalcon = {[](const Situation& s) { return !s.model.falcon; }, ""};
constexpr Condition kOddWidth = {
    [](const Situation& s) { return s.tensor.columns % findTensorType(s.baseType)->blockLength != 0; },
    " when its rows do not divide into the preset's blocks"};
constexpr Condition kStacked = {[](const Situation& s) { return s.tensor.stackedExperts; },
                                " because it holds experts"};
constexpr Condition kShared = {[](const Situation& s) { return s.model.headsPerKeyValueHead >= 4; },
                               " when 4 or more query heads share it"};
constexpr Condition kSharedOrExperts = {
    [](const Situation& s) { return s.model.headsPerKeyValueHead >= 4 || s.model.experts >= 4; },
    " when 4 or more query heads or experts share it"};
constexpr Condition kEightExperts = {[](const Situation& s) { return s.model.experts == 8; },
                                     ": it is small beside 8 experts"};
constexpr Condition kNotEightExperts = {[](const Situation& s) { return s.model.experts != 8; }, ""};
constexpr Condition kImportance = {[](const Situation& s) { return s.model.importance; }, " with an importance matrix"};
constexpr Condition kNoImportance = {[](const Situation& s) { return !s.model.importance; },
                                     " without an importance matrix"};
constexpr Condition kFirstEighth = {[](const Situation& s) { return s.tensor.layer < s.model.layers / 8; },
                                    kFirstEighthWords};
constexpr Condition kFirstEighthCounted = {[](const Situation& s) { return s.tensor.roleIndex < s.model.layers / 8; },
                                           kFirstEighthWords};
constexpr Condition kFirstSixteenth = {[](const Situation& s) { return s.tensor.layer < s.model.layers / 16; },
                                       " in the first sixteenth of the layers"};
constexpr Condition kMiddle = {
    [](const Situation& s) { return s.tensor.layer >= s.model.layers / 8 && s.tensor.layer < 7 * s.model.layers / 8; },
    " outside the first and last eighth of the layers"};
constexpr Condition kMore = {[](const Situation& s) { return moreBits(s.tensor.layer, s.model.layers); }, kMoreWords};
constexpr Condition kMoreValues = {
    [](const Situation& s) { return moreBits(s.tensor.valueIndex, s.model.valueTensors); }, kMoreWords};
constexpr Condition kFirstTwoValues = {[](const Situation& s) { return s.tensor.valueIndex < 2; },
                                       " in the first 2 layers"};
constexpr Condition kFirstFourValues = {[](const Situation& s) { return s.tensor.valueIndex < 4; },
                                        " in the first 4 layers"};
constexpr Condition kLlamaOf80Layers = {
    [](const Situation& s) { return s.model.llama && s.model.layers == 80 && s.model.headsPerKeyValueHead > 1; },
    " in a llama of 80 layers, where several query heads share it"};

struct Rule {
  Slot slot;
  PresetSet presets;
  T type;
  std::array<const Condition*, 2> conditions = {&kAlways, &kAlways};
};

constexpr Rule kRules[] = {
    // The output, which every token passes last.
    {Slot::Output, kMxfp4, T::Q8_0},
    {Slot::Output, kQuantized, T::Q8_0, {&kFalcon, &kAlways}},
    {Slot::Output, kQuantized, T::Q8_0, {&kOddWidth, &kAlways}},
    {Slot::Output, kVeryLow | only({P::IQ3_XXS}), T::Q5_K},
    {Slot::Output, kBaseNotQ8, T::Q6_K},
    // A preset for experts only.
    {Slot::Any, kMxfp4, T::MXFP4, {&kStacked, &kAlways}},
    {Slot::Any, kMxfp4, T::Q8_0},
    // The token embedding beside an output.
    {Slot::Embedding, only({P::IQ1_S, P::IQ1_M, P::IQ2_XXS, P::IQ2_XS}), T::Q2_K},
    {Slot::Embedding, only({P::IQ2_S, P::IQ2_M, P::IQ3_XXS}), T::IQ3_S},
    {Slot::Embedding, only({P::TQ1_0, P::TQ2_0, P::Q2_0}), T::Q4_K},
    // Presets of 2 bits and less.
    {Slot::Value, kVeryLow, T::Q4_K, {&kSharedOrExperts, &kAlways}},
    {Slot::Value, kIq2Large, T::IQ3_S},
    {Slot::Value, kVeryLow, T::Q2_K},
    {Slot::AttnK, kVeryLow, T::Q4_K, {&kEightExperts, &kAlways}},
    {Slot::FfnDown, kIq2Large, T::IQ3_S, {&kFirstEighthCounted, &kAlways}},
    {Slot::FfnDown, kVeryLow, T::Q2_K, {&kFirstEighthCounted, &kAlways}},
    {Slot::AttnOutput, kVeryLow, T::Q5_K, {&kEightExperts, &kAlways}},
    {Slot::AttnOutput, only({P::IQ1_S, P::IQ1_M}), T::IQ2_XXS},
    {Slot::AttnOutput, kIq2Large, T::IQ3_S},
    // Values: attn_v, attn_qkv, attn_kv_b.
    {Slot::Value, kUsual, T::Q8_0, {&kEightExperts, &kAlways}},
    {Slot::Value, only({P::Q2_K, P::Q2_K_S, P::IQ3_XXS, P::IQ3_XS, P::IQ3_S}), T::Q4_K, {&kShared, &kAlways}},
    {Slot::Value, only({P::Q2_K}), T::Q3_K},
    {Slot::Value, only({P::IQ3_XXS}), T::IQ3_XXS, {&kImportance, &kAlways}},
    {Slot::Value, only({P::IQ3_XXS}), T::IQ3_S},
    {Slot::Value, only({P::IQ3_M}), T::Q4_K},
    {Slot::Value, only({P::Q3_K_M}), T::Q5_K, {&kFirstTwoValues, &kAlways}},
    {Slot::Value, only({P::Q3_K_M}), T::Q4_K},
    {Slot::Value, only({P::Q3_K_L}), T::Q5_K},
    {Slot::Value, only({P::IQ4_NL, P::IQ4_XS}), T::Q5_K, {&kShared, &kAlways}},
    {Slot::Value, only({P::Q4_K_M, P::Q5_K_M}), T::Q6_K, {&kMoreValues, &kAlways}},
    {Slot::Value, only({P::Q4_K_S}), T::Q5_K, {&kFirstFourValues, &kAlways}},
    // Keys and queries.
    {Slot::AttnK, kUsual, T::Q8_0, {&kEightExperts, &kAlways}},
    {Slot::AttnK, only({P::IQ3_XS}), T::IQ3_XXS},
    {Slot::AttnK, only({P::IQ3_XXS}), T::IQ2_S},
    {Slot::AttnQ, only({P::IQ3_XS}), T::IQ3_XXS},
    {Slot::AttnQ, only({P::IQ3_XXS}), T::IQ2_S},
    // The way down in the feed-forward part.
    {Slot::FfnDown, only({P::Q2_K}), T::Q3_K},
    {Slot::FfnDown, only({P::Q2_K_S}), T::Q4_K, {&kFirstEighth, &kAlways}},
    {Slot::FfnDown, only({P::IQ3_XXS}), T::Q4_K, {&kFirstEighth, &kNoImportance}},
    {Slot::FfnDown, only({P::IQ3_XXS}), T::Q3_K, {&kNoImportance, &kAlways}},
    {Slot::FfnDown, only({P::Q3_K_M}), T::Q5_K, {&kFirstSixteenth, &kAlways}},
    {Slot::FfnDown, only({P::Q3_K_M}), T::Q4_K, {&kNotFalcon, &kAlways}},
    {Slot::FfnDown, only({P::Q3_K_M}), T::Q4_K, {&kMore, &kFalcon}},
    {Slot::FfnDown, only({P::IQ3_M}), T::Q4_K, {&kFirstEighth, &kAlways}},
    {Slot::FfnDown, only({P::IQ3_M}), T::Q4_K, {&kMore, &kEightExperts}},
    {Slot::FfnDown, only({P::Q3_K_L}), T::Q4_K, {&kFalcon, &kAlways}},
    {Slot::FfnDown, only({P::Q3_K_L}), T::Q5_K},
    {Slot::FfnDown, only({P::Q4_K_M}), T::Q6_K, {&kFirstSixteenth, &kFalcon}},
    {Slot::FfnDown, only({P::Q4_K_M}), T::Q5_K, {&kMore, &kFalcon}},
    {Slot::FfnDown, only({P::Q4_K_M}), T::Q6_K, {&kMore, &kNotFalcon}},
    {Slot::FfnDown, only({P::IQ4_NL, P::IQ4_XS}), T::Q5_K, {&kFirstEighth, &kNoImportance}},
    {Slot::FfnDown, only({P::Q5_K_M}), T::Q6_K, {&kMore, &kAlways}},
    {Slot::FfnDown, only({P::Q4_K_S}), T::Q5_K, {&kFirstEighth, &kNotFalcon}},
    {Slot::FfnDown, only({P::Q4_0}), T::Q4_1, {&kFirstEighth, &kImportance}},
    {Slot::FfnDown, only({P::Q5_0}), T::Q5_1, {&kFirstEighth, &kImportance}},
    // The attention's output. Falcon keeps the base type but for one preset.
    {Slot::AttnOutput, only({P::Q3_K_L}), T::Q4_K, {&kFalcon, &kAlways}},
    {Slot::AttnOutput, kSharpOutput8Experts, T::Q5_K, {&kEightExperts, &kNotFalcon}},
    {Slot::AttnOutput, only({P::Q2_K}), T::Q3_K, {&kNotEightExperts, &kNotFalcon}},
    {Slot::AttnOutput, only({P::IQ3_XXS}), T::IQ3_S, {&kNotEightExperts, &kNotFalcon}},
    {Slot::AttnOutput, only({P::Q3_K_M, P::IQ3_M}), T::Q4_K, {&kNotEightExperts, &kNotFalcon}},
    {Slot::AttnOutput, only({P::Q3_K_L}), T::Q5_K, {&kNotEightExperts, &kNotFalcon}},
    // The ways in and up.
    {Slot::FfnGateUp, only({P::IQ3_XS}), T::IQ3_XXS, {&kMiddle, &kAlways}},
};

// Applied to what the rules (or the base type) gave: from one type to another.
struct Promotion {
  Slot slot;
  PresetSet presets;
  T from;
  T to;
  const Condition* condition;
};
constexpr Promotion kPromotions[] = {
    {Slot::Value, kUsual, T::Q3_K, T::Q5_K, &kLlamaOf80Layers},
    {Slot::Value, kUsual, T::Q4_K, T::Q5_K, &kLlamaOf80Layers},
};

RuleDecision decision(const PresetInfo& preset, const RuleTensor& tensor, T type, std::string_view first,
                      std::string_view second) {
  return {type, fmt::format("{} gives {} {}{}{}", preset.name, tensor.rowName, tensorTypeName(type), first, second)};
}

bool matches(Slot wanted, PresetSet presets, Slot slot, Preset preset) {
  return (wanted == Slot::Any || wanted == slot) && ((presets >> static_cast<unsigned>(preset)) & 1) != 0;
}

}  // namespace

std::optional<RuleDecision> applyPresetRules(Preset preset, const RuleModel& model, const RuleTensor& tensor) {
  const PresetInfo& info = presetInfo(preset);
  const Slot slot = slotOf(tensor);
  const Situation situation = {model, tensor, info.baseType};

  const auto rule = std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& candidate) {
    return matches(candidate.slot, candidate.presets, slot, preset) && candidate.conditions[0]->holds(situation) &&
           candidate.conditions[1]->holds(situation);
  });
  const bool found = rule != std::end(kRules);
  const T type = found ? rule->type : info.baseType;

  for (const Promotion& promotion : kPromotions)
    if (matches(promotion.slot, promotion.presets, slot, preset) && promotion.from == type &&
        promotion.condition->holds(situation))
      return decision(info, tensor, promotion.to, promotion.condition->words, "");
  if (!found) return std::nullopt;
  return decision(info, tensor, type, rule->conditions[0]->words, rule->conditions[1]->words);
}

bool wantsImportance(Preset preset, Role role, TensorType type) {
  if (role == Role::TokenEmbedding || role == Role::Output) return false;
  constexpr std::array<T, 6> kStarved = {T::IQ3_XXS, T::IQ2_XXS, T::IQ2_XS, T::IQ2_S, T::IQ1_S, T::IQ1_M};
  if (std::find(kStarved.begin(), kStarved.end(), type) != kStarved.end()) return true;
  return type == T::Q2_K && preset == Preset::Q2_K_S;
}

}  // namespace halftone
