#include "app/cli/measured_tensor.h"

#include <fmt/format.h>

#include <algorithm>

namespace halftone::cli {

std::string namesText(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 20;
  const std::size_t shown = std::min(names.size(), kMost);
  std::string text =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

std::optional<std::string> notFiniteRemark(const MeasuredTensors& measured) {
  std::vector<std::string> names;
  std::uint64_t values = 0;
  for (const MeasuredTensor& tensor : measured.tensors) {
    if (tensor.error.notFinite == 0) continue;
    if (!names.empty() && names.back() == tensor.name) continue;  // the same tensor as another type
    names.push_back(tensor.name);
    values += tensor.error.notFinite;
  }
  if (names.empty()) return std::nullopt;
  return fmt::format("Damaged: {} {} NaN or infinite and left out of the figures, in {} {}: {}.", values,
                     values == 1 ? "value is" : "values are", names.size(), names.size() == 1 ? "tensor" : "tensors",
                     namesText(names));
}

}  // namespace halftone::cli
