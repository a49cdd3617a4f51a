#include "core/format/safetensors_index.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace halftone {
namespace {

constexpr const char* kDoing = "reading the index";
constexpr std::size_t kSizeLimit = 32u << 20;  // bytes; real indexes stay below a third of it
constexpr int kDepthLimit = 4;

// A file name alone: an index must not lead out of its folder.
bool isPlainName(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\\') == std::string::npos && name.find('\0') == std::string::npos;
}

}  // namespace

Error wrongIndex(const std::filesystem::path& path, std::string reason) {
  return {ErrorCode::Corrupt, kDoing, path.string(), std::move(reason),
          "fetch the index again, with all files that it names"};
}

Result<SafetensorsIndex> parseSafetensorsIndex(std::string_view text, const std::filesystem::path& path) {
  if (text.size() > kSizeLimit) return failure(wrongIndex(path, "it is larger than any model's index"));
  const auto shallow = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return depth <= kDepthLimit; };
  const nlohmann::json json = nlohmann::json::parse(text, shallow, false);
  const auto map = json.is_object() ? json.find("weight_map") : json.end();
  if (!json.is_object() || map == json.end() || !map->is_object()) {
    return failure({ErrorCode::UnknownFormat, kDoing, path.string(),
                    json.is_discarded() ? "this is no valid JSON" : "this JSON is no index of safetensors files",
                    "choose the model's .safetensors.index.json, or its folder"});
  }
  SafetensorsIndex index;
  for (const auto& [tensor, value] : map->items()) {
    const std::string* name = value.get_ptr<const std::string*>();
    if (name == nullptr || !isPlainName(*name))
      return failure(wrongIndex(path, fmt::format("the file that it names for tensor {} is no file name", tensor)));
    index.files.insert(*name);
    index.tensors.emplace_back(tensor, *name);
  }
  if (index.files.empty()) return failure(wrongIndex(path, "it names no files"));
  return index;
}

}  // namespace halftone
