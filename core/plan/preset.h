// The presets of the ecosystem, by the names people say.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/format/tensor_type.h"

namespace halftone {

enum class Preset {
  Q1_0,
  Q2_0,
  Q4_0,
  Q4_1,
  MXFP4_MOE,
  Q5_0,
  Q5_1,
  IQ2_XXS,
  IQ2_XS,
  IQ2_S,
  IQ2_M,
  IQ1_S,
  IQ1_M,
  TQ1_0,
  TQ2_0,
  Q2_K,
  Q2_K_S,
  IQ3_XXS,
  IQ3_S,
  IQ3_M,
  IQ3_XS,
  Q3_K_S,
  Q3_K_M,
  Q3_K_L,
  IQ4_NL,
  IQ4_XS,
  Q4_K_S,
  Q4_K_M,
  Q5_K_S,
  Q5_K_M,
  Q6_K,
  Q8_0,
  F16,
  BF16,
  F32,
};

struct PresetInfo {
  Preset preset;
  std::string_view name;  // "Q4_K_M"
  TensorType baseType;
  std::uint32_t fileType;  // general.file_type
};

std::span<const PresetInfo> allPresets();  // all 35
const PresetInfo& presetInfo(Preset preset);
std::optional<Preset> presetByName(
    std::string_view name);  // any case; also llama-quantize's aliases (Q4_K, Q3_K, Q5_K) and numeric ids

}  // namespace halftone
