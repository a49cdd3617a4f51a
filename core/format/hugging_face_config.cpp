#include "core/format/hugging_face_config.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/io/mapped_file.h"

namespace halftone {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kSizeLimit = 16u << 20;
constexpr int kDepthLimit = 8;

Error badConfig(const std::filesystem::path& path, std::string reason) {
  return {ErrorCode::Corrupt, "reading the model's configuration", path.string(), std::move(reason),
          "fetch config.json again, or move it away to open the weights without it"};
}

template <class T>
MetadataArray arrayOf(const Json& json, MetadataType type) {
  std::vector<T> values;
  for (const Json& element : json) values.push_back(element.get<T>());
  return {type, std::move(values)};
}

bool all(const Json& json, bool (*is)(const Json&)) { return std::all_of(json.begin(), json.end(), is); }

bool fitsSigned(const Json& json) {
  return json.is_number_integer() && (!json.is_number_unsigned() || json.get<std::uint64_t>() >> 63 == 0);
}

void addArray(const std::string& key, const Json& json, Metadata& metadata) {
  if (json.empty()) return;
  if (all(json, [](const Json& element) { return element.is_string(); }))
    metadata.set(key, arrayOf<std::string>(json, MetadataType::String));
  else if (all(json, fitsSigned))
    metadata.set(key, arrayOf<std::int64_t>(json, MetadataType::I64));
  else if (all(json, [](const Json& element) { return element.is_number(); }))
    metadata.set(key, arrayOf<double>(json, MetadataType::F64));
  else if (all(json, [](const Json& element) { return element.is_boolean(); }))
    metadata.set(key, arrayOf<std::uint8_t>(json, MetadataType::Bool));
}

// Recursion is bounded: the parser keeps nothing below kDepthLimit.
void add(const std::string& key, const Json& json, Metadata& metadata) {
  if (json.is_object()) {
    for (const auto& [name, value] : json.items()) add(key + "." + name, value, metadata);
  } else if (json.is_array()) {
    addArray(key, json, metadata);
  } else if (json.is_string()) {
    metadata.set(key, json.get<std::string>());
  } else if (json.is_boolean()) {
    metadata.set(key, json.get<bool>());
  } else if (json.is_number_unsigned()) {
    metadata.set(key, json.get<std::uint64_t>());
  } else if (json.is_number_integer()) {
    metadata.set(key, json.get<std::int64_t>());
  } else if (json.is_number_float()) {
    metadata.set(key, json.get<double>());
  }
}

}  // namespace

Status parseHuggingFaceConfig(std::string_view json, const std::filesystem::path& path, Metadata& metadata) {
  if (json.size() > kSizeLimit) return failure(badConfig(path, "it is larger than any model's configuration"));
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= kDepthLimit; };
  const Json parsed = Json::parse(json, shallow, false);
  if (!parsed.is_object()) return failure(badConfig(path, "it is no JSON object"));
  add("hf", parsed, metadata);
  return {};
}

Status addHuggingFaceConfig(const std::filesystem::path& path, Metadata& metadata) {
  const Result<MappedFile> file = MappedFile::open(path);
  if (!file && file.error().code == ErrorCode::NotFound) return {};
  if (!file) return failure(file.error());
  const std::string_view text(reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size());
  return parseHuggingFaceConfig(text, path, metadata);
}

}  // namespace halftone
