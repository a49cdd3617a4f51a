#include "core/format/safetensors_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/format/file_kind.h"
#include "core/format/safetensors_json.h"
#include "core/format/safetensors_limits.h"
#include "core/io/byte_reader.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "reading the header";
constexpr const char* kFetchAgain = "the file is damaged; fetch it again";

struct Dtype {
  std::string_view name;
  TensorType type;
};

constexpr std::array<Dtype, 12> kDtypes = {{
    {"F64", TensorType::F64},
    {"F32", TensorType::F32},
    {"F16", TensorType::F16},
    {"BF16", TensorType::BF16},
    {"F8_E4M3", TensorType::F8_E4M3},
    {"F8_E5M2", TensorType::F8_E5M2},
    {"I64", TensorType::I64},
    {"I32", TensorType::I32},
    {"I16", TensorType::I16},
    {"I8", TensorType::I8},
    {"U8", TensorType::U8},
    {"BOOL", TensorType::Bool},
}};

TensorType typeOf(std::string_view dtype) {
  for (const Dtype& known : kDtypes)
    if (known.name == dtype) return known.type;
  return kUnknownSafetensorsType;
}

Error corrupt(const std::string& file, const std::string& tensor, std::string reason) {
  return {ErrorCode::Corrupt, kDoing, tensorSubject(file, tensor), std::move(reason), kFetchAgain};
}

Result<std::string_view> headerJson(std::span<const std::byte> bytes, const std::string& file) {
  ByteReader reader(bytes);
  const std::optional<std::uint64_t> length = reader.read<std::uint64_t>();
  if (!length || *length > kSafetensorsHeaderLimit) return failure(unknownFormat(bytes, file));
  const std::optional<std::string_view> json = reader.text(*length);
  if (json) return *json;
  return failure({ErrorCode::Truncated, kDoing, file,
                  fmt::format("its header has {} bytes, but only {} are left", *length, reader.remaining()),
                  "the download is incomplete; fetch the file again"});
}

Result<StoredTensor> makeTensor(const SafetensorsEntry& entry, std::uint64_t dataStart, const std::string& file) {
  StoredTensor tensor;
  tensor.name = entry.name;
  tensor.type = typeOf(entry.dtype);
  Result<Shape> shape = makeShape({entry.shape.rbegin(), entry.shape.rend()});
  if (!shape) return failure(corrupt(file, entry.name, shape.error().reason));
  tensor.shape = *shape;
  const std::uint64_t begin = entry.offsets[0];
  const std::uint64_t end = entry.offsets[1];
  if (begin > end || end > ~std::uint64_t{0} - dataStart)
    return failure(corrupt(file, entry.name, fmt::format("its data_offsets are {} and {}", begin, end)));
  tensor.offset = dataStart + begin;
  tensor.bytes = end - begin;
  if (findTensorType(tensor.type) == nullptr) return tensor;
  const Result<Bytes> expected = tensorBytes(tensor.type, tensor.shape.columns(), tensor.shape.rows());
  if (!expected) return failure(corrupt(file, entry.name, expected.error().reason));
  if (expected->count == tensor.bytes) return tensor;
  return failure(
      corrupt(file, entry.name,
              fmt::format("its shape needs {} bytes, its data_offsets give it {}", expected->count, tensor.bytes)));
}

// A tensor with a dimension of 0 is legal here; a model has no use for it.
bool hasNoValues(const SafetensorsEntry& entry) {
  return std::find(entry.shape.begin(), entry.shape.end(), 0u) != entry.shape.end();
}

Status checkNoBytes(const SafetensorsEntry& entry, std::uint64_t dataBytes, const std::string& file) {
  if (entry.offsets[0] == entry.offsets[1] && entry.offsets[1] <= dataBytes) return {};
  return failure(
      corrupt(file, entry.name,
              fmt::format("it has no values, but its data_offsets are {} and {}", entry.offsets[0], entry.offsets[1])));
}

// The format leaves no room between header, tensors and the end.
Status checkNoHoles(const std::vector<StoredTensor>& tensors, std::uint64_t dataStart, std::uint64_t fileSize,
                    const std::string& file) {
  std::uint64_t end = dataStart;
  for (const StoredTensor& tensor : tensors) {
    if (tensor.offset != end)
      return failure(
          corrupt(file, tensor.name, fmt::format("{} bytes before its data belong to no tensor", tensor.offset - end)));
    end = tensor.offset + tensor.bytes;
  }
  if (end == fileSize) return {};
  return failure({ErrorCode::Corrupt, kDoing, file,
                  fmt::format("{} bytes at its end belong to no tensor", fileSize - end), kFetchAgain});
}

}  // namespace

Result<SafetensorsFile> parseSafetensors(std::span<const std::byte> bytes, const std::string& file) {
  HALFTONE_TRY(const std::string_view json, headerJson(bytes, file));
  HALFTONE_TRY(SafetensorsJson header, parseSafetensorsJson(json, file));
  const std::uint64_t dataStart = sizeof(std::uint64_t) + json.size();
  SafetensorsFile parsed;
  for (auto& [key, value] : header.metadata) parsed.metadata.set("safetensors." + key, std::move(value));
  for (const SafetensorsEntry& entry : header.entries) {
    if (hasNoValues(entry)) {
      HALFTONE_TRY_STATUS(checkNoBytes(entry, bytes.size() - dataStart, file));
      parsed.withoutValues.push_back(entry.name);
      continue;
    }
    HALFTONE_TRY(StoredTensor tensor, makeTensor(entry, dataStart, file));
    parsed.tensors.push_back(std::move(tensor));
  }
  HALFTONE_TRY_STATUS(settleTensors(parsed.tensors, dataStart, bytes.size(), file));
  HALFTONE_TRY_STATUS(checkNoHoles(parsed.tensors, dataStart, bytes.size(), file));
  return parsed;
}

}  // namespace halftone
