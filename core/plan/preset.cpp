#include "core/plan/preset.h"

#include <array>
#include <charconv>

#include "core/base/text.h"

namespace halftone {
namespace {

using T = TensorType;

// In the order of the enumeration, so that an enumerator is its row.
constexpr std::array<PresetInfo, 35> kPresets = {{
    {Preset::Q1_0, "Q1_0", T::Q1_0, 40},
    {Preset::Q2_0, "Q2_0", T::Q2_0, 41},
    {Preset::Q4_0, "Q4_0", T::Q4_0, 2},
    {Preset::Q4_1, "Q4_1", T::Q4_1, 3},
    {Preset::MXFP4_MOE, "MXFP4_MOE", T::MXFP4, 38},
    {Preset::Q5_0, "Q5_0", T::Q5_0, 8},
    {Preset::Q5_1, "Q5_1", T::Q5_1, 9},
    {Preset::IQ2_XXS, "IQ2_XXS", T::IQ2_XXS, 19},
    {Preset::IQ2_XS, "IQ2_XS", T::IQ2_XS, 20},
    {Preset::IQ2_S, "IQ2_S", T::IQ2_XS, 28},
    {Preset::IQ2_M, "IQ2_M", T::IQ2_S, 29},
    {Preset::IQ1_S, "IQ1_S", T::IQ1_S, 24},
    {Preset::IQ1_M, "IQ1_M", T::IQ1_M, 31},
    {Preset::TQ1_0, "TQ1_0", T::TQ1_0, 36},
    {Preset::TQ2_0, "TQ2_0", T::TQ2_0, 37},
    {Preset::Q2_K, "Q2_K", T::Q2_K, 10},
    {Preset::Q2_K_S, "Q2_K_S", T::Q2_K, 21},
    {Preset::IQ3_XXS, "IQ3_XXS", T::IQ3_XXS, 23},
    {Preset::IQ3_S, "IQ3_S", T::IQ3_S, 26},
    {Preset::IQ3_M, "IQ3_M", T::IQ3_S, 27},
    {Preset::IQ3_XS, "IQ3_XS", T::IQ3_S, 22},
    {Preset::Q3_K_S, "Q3_K_S", T::Q3_K, 11},
    {Preset::Q3_K_M, "Q3_K_M", T::Q3_K, 12},
    {Preset::Q3_K_L, "Q3_K_L", T::Q3_K, 13},
    {Preset::IQ4_NL, "IQ4_NL", T::IQ4_NL, 25},
    {Preset::IQ4_XS, "IQ4_XS", T::IQ4_XS, 30},
    {Preset::Q4_K_S, "Q4_K_S", T::Q4_K, 14},
    {Preset::Q4_K_M, "Q4_K_M", T::Q4_K, 15},
    {Preset::Q5_K_S, "Q5_K_S", T::Q5_K, 16},
    {Preset::Q5_K_M, "Q5_K_M", T::Q5_K, 17},
    {Preset::Q6_K, "Q6_K", T::Q6_K, 18},
    {Preset::Q8_0, "Q8_0", T::Q8_0, 7},
    {Preset::F16, "F16", T::F16, 1},
    {Preset::BF16, "BF16", T::BF16, 32},
    {Preset::F32, "F32", T::F32, 0},
}};

struct Alias {
  std::string_view name;
  Preset preset;
};
constexpr std::array<Alias, 3> kAliases = {
    {{"Q3_K", Preset::Q3_K_M}, {"Q4_K", Preset::Q4_K_M}, {"Q5_K", Preset::Q5_K_M}}};

}  // namespace

std::span<const PresetInfo> allPresets() { return kPresets; }

const PresetInfo& presetInfo(Preset preset) { return kPresets[static_cast<std::size_t>(preset)]; }

std::optional<Preset> presetByName(std::string_view name) {
  for (const PresetInfo& info : kPresets)
    if (equalIgnoringCase(info.name, name)) return info.preset;
  for (const Alias& alias : kAliases)
    if (equalIgnoringCase(alias.name, name)) return alias.preset;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  for (const PresetInfo& info : kPresets)
    if (info.fileType == number) return info.preset;
  return std::nullopt;
}

}  // namespace halftone
