#include "app/cli/argument_values.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>

namespace halftone::cli {
namespace {

constexpr std::uint64_t kMaxLayers = 100000;

Error bad(std::string_view word, std::string reason, std::string advice) {
  return {ErrorCode::InvalidArgument, "", fmt::format("\"{}\"", word.substr(0, 100)), std::move(reason),
          std::move(advice)};
}

}  // namespace

std::optional<std::uint64_t> parseNumber(std::string_view word) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return number;
}

Result<Preset> parsePreset(std::string_view word) {
  if (const std::optional<Preset> preset = presetByName(word)) return *preset;
  std::string names;
  for (const PresetInfo& preset : allPresets()) names += fmt::format("{}{}", names.empty() ? "" : ", ", preset.name);
  return failure(bad(word, "it is no preset", "Choose one of " + names));
}

Result<TensorType> parseTargetType(std::string_view word) {
  const std::optional<TensorType> type = tensorTypeByName(word);
  if (type && isWeightType(*type)) return *type;
  return failure(bad(word, "it is no type for weights", "Write a type such as q4_K, q8_0 or f16"));
}

Result<std::vector<LayerIndex>> parseLayers(std::string_view word) {
  std::vector<LayerIndex> layers;
  while (!word.empty()) {
    const std::string_view item = word.substr(0, word.find(','));
    word.remove_prefix(std::min(item.size() + 1, word.size()));
    const std::size_t dash = item.find('-');
    const std::optional<std::uint64_t> first = parseNumber(item.substr(0, dash));
    const std::optional<std::uint64_t> last =
        dash == std::string_view::npos ? first : parseNumber(item.substr(dash + 1));
    if (!first || !last || *last < *first || *last >= kMaxLayers)
      return failure(bad(item, "it is no layer and no range of layers", "Write a list such as 3,7-9"));
    for (std::uint64_t layer = *first; layer <= *last; ++layer)
      layers.push_back(LayerIndex{static_cast<std::uint32_t>(layer)});
  }
  return layers;
}

Result<std::uint64_t> parseSplitSize(std::string_view word) {
  if (word.empty()) return std::uint64_t{0};
  const char unit = word.back();
  const std::uint64_t factor = unit == 'M' || unit == 'm' ? 1000000 : unit == 'G' || unit == 'g' ? 1000000000 : 0;
  const std::optional<std::uint64_t> number = parseNumber(word.substr(0, word.size() - 1));
  if (factor == 0 || !number || *number == 0 || *number > ~std::uint64_t{0} / factor)
    return failure(bad(word, "it is no size", "Write a size such as 512M or 4G"));
  return *number * factor;
}

Result<unsigned> parseThreads(std::string_view word) {
  const std::optional<std::uint64_t> number = parseNumber(word);
  if (!number || *number > kMaxThreads)
    return failure(bad(word, "it is no number of threads", fmt::format("Write a number up to {}", kMaxThreads)));
  return static_cast<unsigned>(*number);
}

}  // namespace halftone::cli
