#include "core/format/gguf_shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/format/gguf_reader.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "joining the shards";
constexpr std::string_view kExtension = ".gguf";
constexpr std::string_view kExample = "-00001-of-00003";

Error wrongShard(const std::filesystem::path& path, std::string reason) {
  return {ErrorCode::Corrupt, kDoing, path.string(), std::move(reason),
          "fetch all shards of one model again, into one folder, and keep their names"};
}

std::optional<std::size_t> fiveDigits(std::string_view text) {
  std::size_t value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + static_cast<std::size_t>(digit - '0');
  }
  return value;
}

std::uint64_t shardCount(const GgufFile& file) { return file.metadata.unsignedInteger("split.count").value_or(1); }

Result<ShardName> shardNameOf(const std::filesystem::path& path, const GgufFile& file) {
  const std::uint64_t count = shardCount(file);
  const std::optional<ShardName> name = parseShardName(path);
  if (!name || name->count != count) {
    const std::uint64_t number = file.metadata.unsignedInteger("split.no").value_or(0) + 1;
    return failure(
        wrongShard(path, fmt::format("this is shard {} of {}, but its name does not end in -{:05}-of-{:05}.gguf",
                                     number, count, number, count)));
  }
  return *name;
}

Status checkShard(const std::filesystem::path& path, const GgufFile& file, std::size_t index, std::size_t count) {
  const std::optional<std::uint64_t> number = file.metadata.unsignedInteger("split.no");
  if (shardCount(file) != count) {
    return failure(wrongShard(
        path, fmt::format("it says that it is one of {} shards, the model has {}", shardCount(file), count)));
  }
  if (!number || *number != index) {
    return failure(wrongShard(path, fmt::format("its key split.no is {}, its name says {}",
                                                number ? std::to_string(*number) : "missing", index)));
  }
  return {};
}

Result<std::shared_ptr<const MappedFile>> openShard(const std::filesystem::path& path, std::size_t index,
                                                    std::size_t count) {
  Result<MappedFile> mapped = MappedFile::open(path);
  if (mapped) return std::make_shared<const MappedFile>(std::move(*mapped));
  if (mapped.error().code != ErrorCode::NotFound) return failure(std::move(mapped).error());
  return failure({ErrorCode::MissingShard, kDoing, path.string(),
                  fmt::format("shard {} of {} is missing", index + 1, count),
                  "put all shards of the model into one folder, under their original names"});
}

Status appendShard(ModelFiles& model, std::unordered_set<std::string>& names, GgufFile parsed,
                   std::shared_ptr<const MappedFile> file) {
  for (StoredTensor& tensor : parsed.tensors) {
    if (!names.insert(tensor.name).second)
      return failure(
          wrongShard(tensorSubject(file->path().string(), tensor.name), "another shard has this tensor too"));
    tensor.file = static_cast<std::uint32_t>(model.files.size());
    model.tensors.push_back(std::move(tensor));
  }
  if (model.files.empty()) {
    model.version = parsed.version;
    model.alignment = parsed.alignment;
    model.metadata = std::move(parsed.metadata);
  }
  model.files.push_back(std::move(file));
  return {};
}

Status checkTensorCount(const ModelFiles& model) {
  const std::optional<std::uint64_t> promised = model.metadata.unsignedInteger("split.tensors.count");
  if (!promised || *promised == model.tensors.size()) return {};
  return failure(wrongShard(model.files.front()->path(),
                            fmt::format("its key split.tensors.count promises {} tensors, the shards hold {}",
                                        *promised, model.tensors.size())));
}

Result<ModelFiles> openShards(const ShardName& name, const Job& job) {
  ModelFiles model;
  std::unordered_set<std::string> names;
  for (std::size_t index = 0; index < name.count; ++index) {
    const std::filesystem::path path = shardPath(name.base, index, name.count);
    HALFTONE_TRY(auto file, openShard(path, index, name.count));
    HALFTONE_TRY(GgufFile parsed, parseGguf(file->bytes(), path.string(), job));
    HALFTONE_TRY_STATUS(checkShard(path, parsed, index, name.count));
    HALFTONE_TRY_STATUS(appendShard(model, names, std::move(parsed), std::move(file)));
    job.report(static_cast<double>(index + 1) / static_cast<double>(name.count));
  }
  HALFTONE_TRY_STATUS(checkTensorCount(model));
  return model;
}

}  // namespace

std::optional<ShardName> parseShardName(const std::filesystem::path& path, std::string_view extension) {
  const std::string name = path.filename().string();
  if (name.size() <= kExample.size() + extension.size() || !name.ends_with(extension)) return std::nullopt;
  const std::size_t start = name.size() - kExample.size() - extension.size();
  const std::string_view tail = std::string_view(name).substr(start, kExample.size());
  const std::optional<std::size_t> number = fiveDigits(tail.substr(1, 5));
  const std::optional<std::size_t> count = fiveDigits(tail.substr(10, 5));
  if (tail[0] != '-' || tail.substr(6, 4) != "-of-" || !number || !count) return std::nullopt;
  if (*number < 1 || *number > *count) return std::nullopt;
  return ShardName{path.parent_path() / (name.substr(0, start) + std::string(extension)), *number - 1, *count};
}

std::filesystem::path shardPath(const std::filesystem::path& path, std::size_t index, std::size_t count) {
  if (count == 1) return path;
  std::string name = path.filename().string();
  if (name.ends_with(kExtension)) name.resize(name.size() - kExtension.size());
  return path.parent_path() / fmt::format("{}-{:05}-of-{:05}{}", name, index + 1, count, kExtension);
}

Result<ModelFiles> openGguf(std::shared_ptr<const MappedFile> file, const Job& job) {
  HALFTONE_TRY(GgufFile parsed, parseGguf(file->bytes(), file->path().string(), job));
  ModelFiles model;
  if (shardCount(parsed) > 1) {
    HALFTONE_TRY(const ShardName name, shardNameOf(file->path(), parsed));
    HALFTONE_TRY(model, openShards(name, job));
  } else {
    std::unordered_set<std::string> names;
    HALFTONE_TRY_STATUS(appendShard(model, names, std::move(parsed), std::move(file)));
  }
  for (const char* key : {"split.no", "split.count", "split.tensors.count"}) model.metadata.erase(key);
  return model;
}

}  // namespace halftone
