#include "core/plan/output_name.h"

#include <algorithm>
#include <cctype>

#include "core/format/tensor_type.h"

namespace halftone {
namespace {

constexpr std::string_view kShardExample = "-00001-of-00003";

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

void dropShardNumber(std::string& stem) {
  if (stem.size() <= kShardExample.size()) return;
  const std::string_view end = std::string_view(stem).substr(stem.size() - kShardExample.size());
  const bool shard = std::equal(end.begin(), end.end(), kShardExample.begin(),
                                [](char a, char b) { return isDigit(b) ? isDigit(a) : a == b; });
  if (shard) stem.resize(stem.size() - kShardExample.size());
}

bool isEncoding(std::string_view word) {
  if (word.empty() || isDigit(word.front())) return false;  // a preset's number is no name
  return presetByName(word).has_value() || tensorTypeByName(word).has_value();
}

void dropEncoding(std::string& stem) {
  const std::size_t at = stem.find_last_of("-.");
  if (at != std::string::npos && at != 0 && isEncoding(std::string_view(stem).substr(at + 1))) stem.resize(at);
}

}  // namespace

std::string conventionalFileName(const std::filesystem::path& input, Preset preset) {
  const std::filesystem::path file = input.has_filename() ? input : input.parent_path();
  const bool model = file.extension() == ".gguf" || file.extension() == ".safetensors";
  std::string stem = (model ? file.stem() : file.filename()).string();
  dropShardNumber(stem);
  dropEncoding(stem);
  if (stem.empty() || stem == "." || stem == "..") stem = "model";
  return stem + "-" + std::string(presetInfo(preset).name) + ".gguf";
}

}  // namespace halftone
