#include "core/format/gguf_reader.h"

#include <bit>
#include <limits>
#include <unordered_set>
#include <utility>

#include "core/format/file_kind.h"
#include "core/format/gguf_cursor.h"
#include "core/format/gguf_metadata.h"
#include "core/format/utf8.h"

namespace halftone {
namespace {

constexpr std::uint64_t kSmallestTensorInfo = 8 + 1 + 4 + 8 + 4 + 8;
constexpr std::uint32_t kOldestVersion = 2;
constexpr std::uint32_t kNewestVersion = 3;

Status checkVersion(std::uint32_t version, const std::string& file) {
  if (version >= kOldestVersion && version <= kNewestVersion) return {};
  Error error{ErrorCode::UnsupportedVersion, "reading the header", file, "", ""};
  // The format's versions are small: two zero bytes at the low end mean that the bytes are swapped.
  if ((version & 0xFFFF) == 0) {
    error.reason = "its bytes are in big-endian order, or its version is damaged";
    error.advice = "fetch the little-endian version of the model, or convert it with llama.cpp's gguf_convert_endian";
  } else if (version < kOldestVersion) {
    error.reason = "it is a GGUF file of version 1, which was replaced in 2023";
    error.advice = "convert the original model again with a current llama.cpp";
  } else {
    error.reason = fmt::format("it is a GGUF file of version {}; versions 2 and 3 are known here", version);
    error.advice = "fetch a version 3 file of the model, or a newer Halftone";
  }
  return failure(std::move(error));
}

struct Counts {
  std::uint64_t tensors = 0;
  std::uint64_t keys = 0;
};

Result<Counts> readCounts(GgufCursor& cursor) {
  HALFTONE_TRY(const std::int64_t tensors, cursor.number<std::int64_t>("the number of tensors"));
  HALFTONE_TRY(const std::int64_t keys, cursor.number<std::int64_t>("the number of keys"));
  if (tensors < 0) return failure(cursor.corrupt(fmt::format("it promises {} tensors", tensors)));
  if (keys < 0) return failure(cursor.corrupt(fmt::format("it promises {} keys", keys)));
  const Counts counts{static_cast<std::uint64_t>(tensors), static_cast<std::uint64_t>(keys)};
  HALFTONE_TRY_STATUS(cursor.expectRoom("tensors", counts.tensors, kSmallestTensorInfo));
  return counts;
}

Result<std::uint32_t> readAlignment(GgufCursor& cursor, const Metadata& metadata) {
  const MetadataValue* value = metadata.find(kGgufAlignmentKey);
  if (value == nullptr) return kGgufDefaultAlignment;
  cursor.enter(fmt::format("key {}", kGgufAlignmentKey));
  const std::uint32_t* alignment = std::get_if<std::uint32_t>(value);
  if (alignment == nullptr) {
    return failure(
        cursor.corrupt(fmt::format("it has the value type {}, not u32", metadataTypeName(metadataType(*value)))));
  }
  if (!std::has_single_bit(*alignment))
    return failure(cursor.corrupt(fmt::format("an alignment of {} is no power of two", *alignment)));
  cursor.enter({});
  return *alignment;
}

Result<std::string> readName(GgufCursor& cursor) {
  HALFTONE_TRY(const std::string_view raw, cursor.string("its name"));
  if (raw.empty()) return failure(cursor.corrupt("its name is empty"));
  std::string name = validUtf8(raw);
  if (raw.size() > kGgufNameLimit) {
    return failure(cursor.corrupt(fmt::format("its name has {} bytes, loaders take at most {}: {}…", raw.size(),
                                              kGgufNameLimit, firstCharacters(name, kGgufNameLimit)),
                                  "shorten the name with the tool that wrote the file"));
  }
  return name;
}

Result<Shape> readShape(GgufCursor& cursor) {
  HALFTONE_TRY(const std::uint32_t rank, cursor.number<std::uint32_t>("its number of dimensions"));
  if (rank < 1 || rank > 4) return failure(cursor.corrupt(fmt::format("it has {} dimensions, not 1 to 4", rank)));
  std::vector<std::uint64_t> dimensions(rank);
  for (std::uint64_t& length : dimensions) {
    HALFTONE_TRY(length, cursor.number<std::uint64_t>("a dimension"));
  }
  Result<Shape> shape = makeShape(dimensions);
  if (!shape) return failure(cursor.corrupt(shape.error().reason));
  return shape;
}

// The size of the tensor's data in its type, into tensor.bytes; left 0 for an unknown type.
Status fillBytes(GgufCursor& cursor, StoredTensor& tensor) {
  if (findTensorType(tensor.type) == nullptr) return {};
  Result<Bytes> bytes = tensorBytes(tensor.type, tensor.shape.columns(), tensor.shape.rows());
  if (!bytes) return failure(cursor.corrupt(bytes.error().reason));
  tensor.bytes = bytes->count;
  return {};
}

// The tensor's offset is relative to the data's start here; parseGguf() moves it.
Result<StoredTensor> readTensorInfo(GgufCursor& cursor, std::uint32_t alignment) {
  StoredTensor tensor;
  HALFTONE_TRY(tensor.name, readName(cursor));
  cursor.enter(fmt::format("tensor {}", tensor.name));
  HALFTONE_TRY(tensor.shape, readShape(cursor));
  HALFTONE_TRY(const std::uint32_t type, cursor.number<std::uint32_t>("its type"));
  if (type >= kGgufTypeLimit) return failure(cursor.corrupt(fmt::format("no runtime has a type with the id {}", type)));
  tensor.type = static_cast<TensorType>(type);
  HALFTONE_TRY(tensor.offset, cursor.number<std::uint64_t>("its offset"));
  if (tensor.offset % alignment != 0) {
    return failure(
        cursor.corrupt(fmt::format("its offset {} is no multiple of the alignment {}", tensor.offset, alignment)));
  }
  HALFTONE_TRY_STATUS(fillBytes(cursor, tensor));
  return tensor;
}

Result<std::vector<StoredTensor>> readTensorInfos(GgufCursor& cursor, std::uint64_t count, std::uint32_t alignment) {
  HALFTONE_TRY_STATUS(cursor.expectRoom("tensors", count, kSmallestTensorInfo));
  std::vector<StoredTensor> tensors;
  std::unordered_set<std::string> names;
  for (std::uint64_t index = 0; index < count; ++index) {
    cursor.enter(fmt::format("tensor number {}", index + 1));
    HALFTONE_TRY(StoredTensor tensor, readTensorInfo(cursor, alignment));
    if (!names.insert(tensor.name).second) return failure(cursor.corrupt("the file has this tensor twice"));
    tensors.push_back(std::move(tensor));
  }
  cursor.enter({});
  return tensors;
}

}  // namespace

Result<GgufFile> parseGguf(std::span<const std::byte> bytes, const std::string& file, const Job& job) {
  if (fileKind(bytes) != FileKind::Gguf) return failure(unknownFormat(bytes, file));
  GgufCursor cursor(bytes, kGgufHeaderLimit, file, job);
  HALFTONE_TRY_STATUS(cursor.bytes("the magic", 4));
  GgufFile parsed;
  HALFTONE_TRY(parsed.version, cursor.number<std::uint32_t>("the version"));
  HALFTONE_TRY_STATUS(checkVersion(parsed.version, file));
  HALFTONE_TRY(const Counts counts, readCounts(cursor));
  HALFTONE_TRY(parsed.metadata, readGgufMetadata(cursor, counts.keys));
  HALFTONE_TRY(parsed.alignment, readAlignment(cursor, parsed.metadata));
  HALFTONE_TRY(parsed.tensors, readTensorInfos(cursor, counts.tensors, parsed.alignment));

  const std::uint64_t dataStart = alignUp(cursor.offset(), parsed.alignment);
  for (StoredTensor& tensor : parsed.tensors) {
    if (tensor.offset > std::numeric_limits<std::uint64_t>::max() - dataStart) {
      cursor.enter(fmt::format("tensor {}", tensor.name));
      return failure(cursor.corrupt(fmt::format("its offset {} is past any file's end", tensor.offset)));
    }
    tensor.offset += dataStart;
  }
  HALFTONE_TRY_STATUS(settleTensors(parsed.tensors, dataStart, bytes.size(), file));
  return parsed;
}

}  // namespace halftone
