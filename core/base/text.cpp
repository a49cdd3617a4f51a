#include "core/base/text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace halftone {

std::string formatBytes(Bytes size) {
  if (size.count < 1000) return fmt::format("{} bytes", size.count);
  constexpr std::array<std::string_view, 6> kUnits = {"kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(size.count) / 1000.0;
  std::size_t unit = 0;
  while (value >= 999.95 && unit + 1 < kUnits.size()) {
    value /= 1000.0;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", value, value < 99.995 ? 2 : 1, kUnits[unit]);
}

std::string formatDuration(double seconds) {
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace halftone
