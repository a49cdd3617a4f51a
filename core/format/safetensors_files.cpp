#include "core/format/safetensors_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/format/file_kind.h"
#include "core/format/hugging_face_config.h"
#include "core/format/safetensors_header.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "joining the shards";
constexpr std::string_view kExtension = ".safetensors";
constexpr std::string_view kIndexEnding = ".safetensors.index.json";
constexpr std::uint64_t kIndexLimit = 32u << 20;  // bytes; real indexes stay below a third of it
constexpr int kIndexDepth = 4;

Error wrongIndex(const std::filesystem::path& path, std::string reason) {
  return {ErrorCode::Corrupt, "reading the index", path.string(), std::move(reason),
          "fetch the index again, with all files that it names"};
}

std::string_view textOf(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

// A file name alone: an index must not lead out of its folder.
bool isPlainName(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\\') == std::string::npos && name.find('\0') == std::string::npos;
}

struct Index {
  std::set<std::string> files;
  std::vector<std::pair<std::string, std::string>> tensors;  // name, file
};

Result<Index> parseIndex(const MappedFile& file) {
  if (file.size().count > kIndexLimit) return failure(wrongIndex(file.path(), "it is larger than any model's index"));
  const auto shallow = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return depth <= kIndexDepth; };
  const nlohmann::json json = nlohmann::json::parse(textOf(file), shallow, false);
  const auto map = json.is_object() ? json.find("weight_map") : json.end();
  if (!json.is_object() || map == json.end() || !map->is_object()) {
    return failure({ErrorCode::UnknownFormat, "reading the index", file.path().string(),
                    json.is_discarded() ? "this is no valid JSON" : "this JSON is no index of safetensors files",
                    "choose the model's .safetensors.index.json, or its folder"});
  }
  Index index;
  for (const auto& [tensor, value] : map->items()) {
    const std::string* name = value.get_ptr<const std::string*>();
    if (name == nullptr || !isPlainName(*name))
      return failure(
          wrongIndex(file.path(), fmt::format("the file that it names for tensor {} is no file name", tensor)));
    index.files.insert(*name);
    index.tensors.emplace_back(tensor, *name);
  }
  if (index.files.empty()) return failure(wrongIndex(file.path(), "it names no files"));
  return index;
}

Result<std::shared_ptr<const MappedFile>> openShard(const std::filesystem::path& path) {
  Result<MappedFile> mapped = MappedFile::open(path);
  if (mapped) return std::make_shared<const MappedFile>(std::move(*mapped));
  if (mapped.error().code != ErrorCode::NotFound) return failure(std::move(mapped).error());
  return failure({ErrorCode::MissingShard, kDoing, path.string(), "the index names this file, but it is missing",
                  "put all files of the model into one folder, under their original names"});
}

// Adds a file's tensors to the model; `homes` tells for each name the file that has it.
Status appendFile(ModelFiles& model, std::unordered_map<std::string, std::string>& homes, SafetensorsFile parsed,
                  std::shared_ptr<const MappedFile> file) {
  const std::string fileName = file->path().filename().string();
  for (StoredTensor& tensor : parsed.tensors) {
    const auto [other, isNew] = homes.emplace(tensor.name, fileName);
    if (!isNew) {
      return failure({ErrorCode::Corrupt, kDoing, tensorSubject(file->path().string(), tensor.name),
                      fmt::format("{} has this tensor too", other->second), "fetch the model's files again"});
    }
    tensor.file = static_cast<std::uint32_t>(model.files.size());
    model.tensors.push_back(std::move(tensor));
  }
  for (const MetadataEntry& entry : parsed.metadata.entries())
    if (model.metadata.find(entry.key) == nullptr) model.metadata.set(entry.key, entry.value);
  model.files.push_back(std::move(file));
  return {};
}

Status checkHomes(const std::filesystem::path& path, const Index& index,
                  const std::unordered_map<std::string, std::string>& homes) {
  for (const auto& [tensor, file] : index.tensors) {
    const auto home = homes.find(tensor);
    if (home == homes.end() || home->second != file) {
      return failure(
          wrongIndex(path, fmt::format("it says that tensor {} is in {}, which does not have it", tensor, file)));
    }
  }
  return {};
}

ModelFiles emptyModel() {
  ModelFiles model;
  model.format = ModelFormat::Safetensors;
  return model;
}

// The index beside a shard: "model-00001-of-00002.safetensors" -> "model.safetensors.index.json".
std::filesystem::path indexBeside(const std::filesystem::path& shard) {
  std::string name = shard.filename().string();
  if (name.ends_with(kExtension)) name.resize(name.size() - kExtension.size());
  const std::size_t number = name.rfind("-of-");
  const std::size_t start = number == std::string::npos || number == 0 ? number : name.rfind('-', number - 1);
  if (start != std::string::npos) name.resize(start);
  return shard.parent_path() / (name + std::string(kIndexEnding));
}

bool indexNames(const std::filesystem::path& indexPath, const std::string& fileName) {
  const Result<MappedFile> mapped = MappedFile::open(indexPath);
  if (!mapped) return false;
  const Result<Index> index = parseIndex(*mapped);
  return index && index->files.count(fileName) > 0;
}

// The folder's regular files whose names end so, in the order of their names.
std::vector<std::filesystem::path> filesEnding(const std::filesystem::path& folder, std::string_view ending) {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().filename().string().ends_with(ending) && entry->is_regular_file(ignored))
      found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Error severalModels(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& paths) {
  return {ErrorCode::InvalidArgument, "opening the folder", folder.string(),
          fmt::format("it holds several models, such as {} and {}", paths[0].filename().string(),
                      paths[1].filename().string()),
          "choose one of the files"};
}

}  // namespace

Result<ModelFiles> openSafetensors(std::shared_ptr<const MappedFile> file) {
  const std::filesystem::path path = file->path();
  const std::filesystem::path index = indexBeside(path);
  if (indexNames(index, path.filename().string())) return openSafetensorsIndex(index);
  HALFTONE_TRY(SafetensorsFile parsed, parseSafetensors(file->bytes(), path.string()));
  ModelFiles model = emptyModel();
  std::unordered_map<std::string, std::string> homes;
  HALFTONE_TRY_STATUS(appendFile(model, homes, std::move(parsed), std::move(file)));
  HALFTONE_TRY_STATUS(addHuggingFaceConfig(path.parent_path() / "config.json", model.metadata));
  return model;
}

Result<ModelFiles> openSafetensorsIndex(const std::filesystem::path& path) {
  HALFTONE_TRY(const MappedFile mapped, MappedFile::open(path));
  HALFTONE_TRY(const Index index, parseIndex(mapped));
  ModelFiles model = emptyModel();
  std::unordered_map<std::string, std::string> homes;
  for (const std::string& name : index.files) {
    const std::filesystem::path shard = path.parent_path() / name;
    HALFTONE_TRY(auto file, openShard(shard));
    HALFTONE_TRY(SafetensorsFile parsed, parseSafetensors(file->bytes(), shard.string()));
    HALFTONE_TRY_STATUS(appendFile(model, homes, std::move(parsed), std::move(file)));
  }
  HALFTONE_TRY_STATUS(checkHomes(path, index, homes));
  HALFTONE_TRY_STATUS(addHuggingFaceConfig(path.parent_path() / "config.json", model.metadata));
  return model;
}

Result<ModelFiles> openModelFolder(const std::filesystem::path& path) {
  for (const std::string_view ending : {kIndexEnding, kExtension, std::string_view(".gguf")}) {
    std::vector<std::filesystem::path> found = filesEnding(path, ending);
    if (found.empty()) continue;
    const bool shards = ending == ".gguf" && found.size() > 1;
    Result<ModelFiles> first = openModelFiles(found.front());
    if (found.size() == 1 || !first) return first;
    // Shards of one model are one model.
    if (shards && first->files.size() == found.size()) return first;
    return failure(severalModels(path, found));
  }
  return failure({ErrorCode::NotFound, "opening the folder", path.string(), "it holds no GGUF or safetensors model",
                  "choose the folder that has the model's weights, or the file itself"});
}

}  // namespace halftone
