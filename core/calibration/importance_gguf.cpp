#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <utility>

#include "core/calibration/importance_file.h"
#include "core/format/gguf_reader.h"
#include "core/format/utf8.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "reading the importance matrix";
constexpr std::string_view kSums = ".in_sum2";
constexpr std::string_view kCounts = ".counts";
constexpr double kLargestCount = 9007199254740992.0;  // 2^53: whole numbers are exact up to here

Error corrupt(const std::string& file, std::string_view tensor, std::string reason) {
  return {ErrorCode::Corrupt, kDoing, tensorSubject(file, tensor), std::move(reason),
          "make the importance matrix again with llama-imatrix"};
}

Status checkKind(const GgufFile& parsed, const std::string& file) {
  const std::string type = parsed.metadata.string("general.type").value_or("");
  if (type == "imatrix") return {};
  return failure({ErrorCode::UnknownFormat, kDoing, file,
                  fmt::format("this is a GGUF file, but not of an importance matrix: its general.type is {}",
                              type.empty() ? "missing" : type),
                  "choose the file that llama-imatrix wrote"});
}

Result<std::vector<float>> readFloats(std::span<const std::byte> bytes, const StoredTensor& tensor,
                                      const std::string& file) {
  if (tensor.type != TensorType::F32) {
    return failure(corrupt(file, tensor.name, fmt::format("it is {}, not f32", tensorTypeName(tensor.type))));
  }
  std::vector<float> values(static_cast<std::size_t>(tensor.bytes / sizeof(float)));
  std::memcpy(values.data(), bytes.data() + tensor.offset, values.size() * sizeof(float));
  return values;
}

Result<std::vector<std::uint64_t>> readCounts(std::span<const std::byte> bytes, const StoredTensor& tensor,
                                              const std::string& file) {
  HALFTONE_TRY(const std::vector<float> stored, readFloats(bytes, tensor, file));
  std::vector<std::uint64_t> counts;
  for (const float count : stored) {
    // Written so that NaN is refused too.
    if (!(count >= 0 && static_cast<double>(count) <= kLargestCount))
      return failure(corrupt(file, tensor.name, fmt::format("a count is {}", count)));
    counts.push_back(static_cast<std::uint64_t>(count));
  }
  return counts;
}

Result<ImportanceEntry> makeEntry(std::vector<float> sums, std::vector<std::uint64_t> counts, std::uint64_t columns) {
  ImportanceEntry entry;
  entry.columns = columns;
  entry.experts = counts.size();
  entry.values = std::move(sums);
  for (std::size_t index = 0; index < entry.values.size(); ++index) {
    const std::uint64_t count = counts[index / columns];
    float& value = entry.values[index];
    value = count == 0 ? 1.0f : static_cast<float>(static_cast<double>(value) / static_cast<double>(count));
  }
  entry.counts = std::move(counts);
  return entry;
}

using TensorsByName = std::map<std::string_view, const StoredTensor*>;

Result<ImportanceEntry> readEntry(std::span<const std::byte> bytes, const TensorsByName& tensors,
                                  const StoredTensor& sums, const std::string& name, const std::string& file) {
  const auto found = tensors.find(name + std::string(kCounts));
  if (found == tensors.end()) return failure(corrupt(file, name, "it has sums but no counts"));
  HALFTONE_TRY(std::vector<float> values, readFloats(bytes, sums, file));
  HALFTONE_TRY_STATUS(checkImportance(values, file, name));
  HALFTONE_TRY(std::vector<std::uint64_t> counts, readCounts(bytes, *found->second, file));
  if (counts.size() != sums.shape.rows()) {
    return failure(corrupt(
        file, name, fmt::format("it has sums for {} experts but counts for {}", sums.shape.rows(), counts.size())));
  }
  return makeEntry(std::move(values), std::move(counts), sums.shape.columns());
}

void readAbout(const Metadata& metadata, ImportanceFile& read) {
  read.chunks = metadata.unsignedInteger("imatrix.chunk_count").value_or(0);
  const MetadataValue* datasets = metadata.find("imatrix.datasets");
  const MetadataArray* array = datasets == nullptr ? nullptr : std::get_if<MetadataArray>(datasets);
  if (array == nullptr) return;
  if (const auto* names = std::get_if<std::vector<std::string>>(&array->elements()))
    for (const std::string& name : *names) read.datasets.push_back(validUtf8(name));
}

}  // namespace

Result<ImportanceFile> parseImportanceGguf(std::span<const std::byte> bytes, const std::string& file, const Job& job) {
  HALFTONE_TRY(const GgufFile parsed, parseGguf(bytes, file, job));
  HALFTONE_TRY_STATUS(checkKind(parsed, file));
  TensorsByName tensors;
  for (const StoredTensor& tensor : parsed.tensors) tensors.emplace(tensor.name, &tensor);
  ImportanceFile read;
  readAbout(parsed.metadata, read);
  for (const auto& [stored, tensor] : tensors) {
    if (!stored.ends_with(kSums)) continue;
    if (job.cancelled()) return failure(Job::cancelledError(kDoing));
    const std::string name(stored.substr(0, stored.size() - kSums.size()));
    HALFTONE_TRY(ImportanceEntry entry, readEntry(bytes, tensors, *tensor, name, file));
    read.entries.emplace(name, std::move(entry));
  }
  if (!read.entries.empty()) return read;
  return failure(
      {ErrorCode::Corrupt, kDoing, file, "it holds no importance of any tensor", "make it again with llama-imatrix"});
}

}  // namespace halftone
