// How long an encoder searches for codes and scales.
// Thread-safety: constants and pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace halftone {

// Any effort gives valid blocks of the same size; more of it brings them nearer to the original.
enum class Effort : std::uint8_t {
  Quick,     // for previews
  Normal,    // for files
  Thorough,  // for the last percent, where time does not matter
};

inline constexpr std::array kEfforts = {Effort::Quick, Effort::Normal, Effort::Thorough};

constexpr std::string_view effortName(Effort effort) {
  constexpr std::array<std::string_view, 3> kNames = {"quick", "normal", "thorough"};
  return kNames[static_cast<std::size_t>(effort)];
}

// The effort of that name, or nothing.
constexpr std::optional<Effort> parseEffort(std::string_view name) {
  for (const Effort effort : kEfforts)
    if (effortName(effort) == name) return effort;
  return std::nullopt;
}

}  // namespace halftone
