#include "app/views/export/export_name.h"

#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <vector>

namespace halftone::app {
namespace {

// What the convention joins with '-' holds no spaces, and no file system takes the others.
std::string cleaned(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const bool space = std::isspace(static_cast<unsigned char>(letter)) != 0;
    const bool forbidden = std::string_view("/\\:*?\"<>|").find(letter) != std::string_view::npos ||
                           static_cast<unsigned char>(letter) < 0x20;
    if (!space && !forbidden) result += letter;
    if ((space || forbidden) && !result.empty() && result.back() != '-') result += '-';
  }
  while (!result.empty() && (result.back() == '-' || result.back() == '.')) result.pop_back();
  return result;
}

// "v1.0" from "v1.0", "1.0" or "1".
std::string versionText(std::string_view told) {
  std::string version = cleaned(told);
  if (version.empty()) return {};
  if (version.front() == 'V') version.front() = 'v';
  std::string text = version.front() == 'v' ? version : std::string("v").append(version);
  return text.find('.') == std::string::npos ? text.append(".0") : text;
}

bool isProjector(const Metadata& metadata) {
  return metadata.string("general.type") == "mmproj" || metadata.string("general.architecture") == "clip";
}

}  // namespace

std::string sizeLabel(std::uint64_t parameters) {
  struct Unit {
    double size;
    char letter;
  };
  constexpr std::array<Unit, 4> kUnits = {{{1e12, 'T'}, {1e9, 'B'}, {1e6, 'M'}, {1e3, 'K'}}};
  const double count = static_cast<double>(parameters);
  Unit unit = kUnits.back();
  for (auto candidate = kUnits.rbegin(); candidate != kUnits.rend(); ++candidate)
    if (count >= candidate->size) unit = *candidate;
  const double scaled = count / unit.size;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), scaled < 9.95 ? "%.1f%c" : "%.0f%c", scaled, unit.letter);
  return text.data();
}

std::string exportFileName(const Metadata& metadata, std::uint64_t parameters, std::string_view fallback,
                           std::string_view encoding) {
  const auto part = [&metadata](std::string_view key) { return cleaned(metadata.string(key).value_or("")); };
  std::vector<std::string> parts;
  if (isProjector(metadata)) parts.emplace_back("mmproj");
  const std::string base = part("general.basename");
  if (!base.empty()) {
    parts.push_back(base);
    const std::string size = part("general.size_label");
    parts.push_back(size.empty() ? sizeLabel(parameters) : size);
    parts.push_back(part("general.finetune"));
    parts.push_back(versionText(metadata.string("general.version").value_or("")));
  } else {
    // A full name usually tells size, fine-tune and version already; repeating them would make it worse.
    const std::string name = part("general.name");
    parts.push_back(name.empty() ? cleaned(fallback) : name);
  }
  parts.emplace_back(encoding);
  std::string result;
  for (const std::string& text : parts) {
    if (text.empty()) continue;
    if (!result.empty()) result += '-';
    result += text;
  }
  return result + ".gguf";
}

}  // namespace halftone::app
