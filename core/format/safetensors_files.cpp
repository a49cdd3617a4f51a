#include "core/format/safetensors_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/format/file_kind.h"
#include "core/format/gguf_shards.h"
#include "core/format/hugging_face_config.h"
#include "core/format/safetensors_header.h"
#include "core/format/safetensors_index.h"
#include "core/io/system_error.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "joining the shards";
constexpr std::string_view kExtension = ".safetensors";
constexpr std::string_view kIndexEnding = ".safetensors.index.json";

std::string_view textOf(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

Result<std::shared_ptr<const MappedFile>> openShard(const std::filesystem::path& path) {
  Result<MappedFile> mapped = MappedFile::open(path);
  if (mapped) return std::make_shared<const MappedFile>(std::move(*mapped));
  if (mapped.error().code != ErrorCode::NotFound) return failure(std::move(mapped).error());
  return failure({ErrorCode::MissingShard, kDoing, path.string(), "the index names this file, but it is missing",
                  "put all files of the model into one folder, under their original names"});
}

// For each tensor's name the file that has it.
using Homes = std::unordered_map<std::string, std::string>;

Status addHome(Homes& homes, const std::string& tensor, const std::filesystem::path& path) {
  const auto [other, isNew] = homes.emplace(tensor, path.filename().string());
  if (isNew) return {};
  return failure({ErrorCode::Corrupt, kDoing, tensorSubject(path.string(), tensor),
                  fmt::format("{} has this tensor too", other->second), "fetch the model's files again"});
}

// Adds a file's tensors to the model.
Status appendFile(ModelFiles& model, Homes& homes, SafetensorsFile parsed, std::shared_ptr<const MappedFile> file) {
  const std::filesystem::path& path = file->path();
  for (const std::string& name : parsed.withoutValues) HALFTONE_TRY_STATUS(addHome(homes, name, path));
  for (StoredTensor& tensor : parsed.tensors) {
    HALFTONE_TRY_STATUS(addHome(homes, tensor.name, path));
    tensor.file = static_cast<std::uint32_t>(model.files.size());
    model.tensors.push_back(std::move(tensor));
  }
  for (const MetadataEntry& entry : parsed.metadata.entries())
    if (model.metadata.find(entry.key) == nullptr) model.metadata.set(entry.key, entry.value);
  model.files.push_back(std::move(file));
  return {};
}

Status checkHomes(const std::filesystem::path& path, const SafetensorsIndex& index, const Homes& homes) {
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

// Whether there is such an index and it names the file. Errors: of an index that is there and cannot be read.
Result<bool> indexNames(const std::filesystem::path& indexPath, const std::string& fileName) {
  const Result<MappedFile> mapped = MappedFile::open(indexPath);
  if (!mapped && mapped.error().code == ErrorCode::NotFound) return false;
  if (!mapped) return failure(mapped.error());
  HALFTONE_TRY(const SafetensorsIndex index, parseSafetensorsIndex(textOf(*mapped), indexPath));
  return index.files.count(fileName) > 0;
}

// One shard alone must not pass for the whole model.
Status checkWhole(const std::filesystem::path& path, const std::filesystem::path& index) {
  const std::optional<ShardName> shard = parseShardName(path, kExtension);
  if (!shard || shard->count < 2) return {};
  return failure(
      {ErrorCode::MissingShard, kDoing, index.string(),
       fmt::format("{} is shard {} of {}, and the index that names all of them is missing or does not name it",
                   path.filename().string(), shard->index + 1, shard->count),
       "put all files of the model into one folder, with their index"});
}

// The folder's regular files whose names end so, in the order of their names. Errors: CannotRead, NotFound.
Result<std::vector<std::filesystem::path>> filesEnding(const std::filesystem::path& folder, std::string_view ending) {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().filename().string().ends_with(ending) && entry->is_regular_file(ignored))
      found.push_back(entry->path());
  }
  if (error) return failure(systemError(error.value(), ErrorCode::CannotRead, "opening the folder", folder));
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

Result<ModelFiles> openSafetensors(std::shared_ptr<const MappedFile> file, const Job& job) {
  const std::filesystem::path path = file->path();
  const std::filesystem::path index = indexBeside(path);
  HALFTONE_TRY(const bool indexed, indexNames(index, path.filename().string()));
  if (indexed) return openSafetensorsIndex(index, job);
  HALFTONE_TRY_STATUS(checkWhole(path, index));
  HALFTONE_TRY(SafetensorsFile parsed, parseSafetensors(file->bytes(), path.string()));
  ModelFiles model = emptyModel();
  Homes homes;
  HALFTONE_TRY_STATUS(appendFile(model, homes, std::move(parsed), std::move(file)));
  HALFTONE_TRY_STATUS(addHuggingFaceConfig(path.parent_path() / "config.json", model.metadata));
  return model;
}

Result<ModelFiles> openSafetensorsIndex(const std::filesystem::path& path, const Job& job) {
  HALFTONE_TRY(const MappedFile mapped, MappedFile::open(path));
  HALFTONE_TRY(const SafetensorsIndex index, parseSafetensorsIndex(textOf(mapped), path));
  ModelFiles model = emptyModel();
  Homes homes;
  for (const std::string& name : index.files) {
    if (job.cancelled()) return failure(Job::cancelledError(kDoing));
    const std::filesystem::path shard = path.parent_path() / name;
    HALFTONE_TRY(auto file, openShard(shard));
    HALFTONE_TRY(SafetensorsFile parsed, parseSafetensors(file->bytes(), shard.string()));
    HALFTONE_TRY_STATUS(appendFile(model, homes, std::move(parsed), std::move(file)));
    job.report(static_cast<double>(model.files.size()) / static_cast<double>(index.files.size()));
  }
  HALFTONE_TRY_STATUS(checkHomes(path, index, homes));
  HALFTONE_TRY_STATUS(addHuggingFaceConfig(path.parent_path() / "config.json", model.metadata));
  return model;
}

Result<ModelFiles> openModelFolder(const std::filesystem::path& path, const Job& job) {
  for (const std::string_view ending : {kIndexEnding, kExtension, std::string_view(".gguf")}) {
    HALFTONE_TRY(const std::vector<std::filesystem::path> found, filesEnding(path, ending));
    if (found.empty()) continue;
    const bool shards = ending == ".gguf" && found.size() > 1;
    Result<ModelFiles> first = openModelFiles(found.front(), job);
    if (found.size() == 1 || !first) return first;
    // Shards of one model are one model.
    if (shards && first->files.size() == found.size()) return first;
    return failure(severalModels(path, found));
  }
  return failure({ErrorCode::NotFound, "opening the folder", path.string(), "it holds no GGUF or safetensors model",
                  "choose the folder that has the model's weights, or the file itself"});
}

}  // namespace halftone
