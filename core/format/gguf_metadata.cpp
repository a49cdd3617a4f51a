#include "core/format/gguf_metadata.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "core/format/utf8.h"

namespace halftone {
namespace {

template <class T>
Result<MetadataValue> readNumber(GgufCursor& cursor) {
  HALFTONE_TRY(const T value, cursor.number<T>("its value"));
  return MetadataValue(value);
}

Result<MetadataValue> readBool(GgufCursor& cursor) {
  HALFTONE_TRY(const std::uint8_t value, cursor.number<std::uint8_t>("its value"));
  if (value > 1) return failure(cursor.corrupt(fmt::format("a yes-or-no value is stored as {}, not 0 or 1", value)));
  return MetadataValue(value == 1);
}

template <class T>
Result<MetadataValue> readNumbers(GgufCursor& cursor, MetadataType type, std::uint64_t count) {
  HALFTONE_TRY_STATUS(cursor.expectRoom("elements", count, sizeof(T)));
  HALFTONE_TRY(const std::span<const std::byte> bytes, cursor.bytes("its array", count * sizeof(T)));
  std::vector<T> values(static_cast<std::size_t>(count));
  if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return MetadataValue(MetadataArray{type, std::move(values)});
}

Result<MetadataValue> readBools(GgufCursor& cursor, std::uint64_t count) {
  HALFTONE_TRY(MetadataValue value, readNumbers<std::uint8_t>(cursor, MetadataType::Bool, count));
  const auto& bytes = std::get<std::vector<std::uint8_t>>(std::get<MetadataArray>(value).elements());
  const auto wrong = std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte > 1; });
  if (wrong != bytes.end())
    return failure(cursor.corrupt(fmt::format("a yes-or-no value is stored as {}, not 0 or 1", *wrong)));
  return value;
}

Result<MetadataValue> readStrings(GgufCursor& cursor, std::uint64_t count) {
  HALFTONE_TRY_STATUS(cursor.expectRoom("strings", count, sizeof(std::uint64_t)));
  std::vector<std::string> strings;
  strings.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t index = 0; index < count; ++index) {
    HALFTONE_TRY(const std::string_view text, cursor.string("a string of its array"));
    strings.emplace_back(text);
  }
  return MetadataValue(MetadataArray{MetadataType::String, std::move(strings)});
}

Result<MetadataValue> readArray(GgufCursor& cursor) {
  HALFTONE_TRY(const std::uint32_t id, cursor.number<std::uint32_t>("its element type"));
  HALFTONE_TRY(const std::uint64_t count, cursor.number<std::uint64_t>("its element count"));
  const auto type = static_cast<MetadataType>(id);
  switch (type) {
    case MetadataType::U8: return readNumbers<std::uint8_t>(cursor, type, count);
    case MetadataType::I8: return readNumbers<std::int8_t>(cursor, type, count);
    case MetadataType::U16: return readNumbers<std::uint16_t>(cursor, type, count);
    case MetadataType::I16: return readNumbers<std::int16_t>(cursor, type, count);
    case MetadataType::U32: return readNumbers<std::uint32_t>(cursor, type, count);
    case MetadataType::I32: return readNumbers<std::int32_t>(cursor, type, count);
    case MetadataType::F32: return readNumbers<float>(cursor, type, count);
    case MetadataType::Bool: return readBools(cursor, count);
    case MetadataType::String: return readStrings(cursor, count);
    case MetadataType::Array:
      return failure(cursor.corrupt("it is an array of arrays, which no loader reads",
                                    "remove the key with the tool that wrote the file"));
    case MetadataType::U64: return readNumbers<std::uint64_t>(cursor, type, count);
    case MetadataType::I64: return readNumbers<std::int64_t>(cursor, type, count);
    case MetadataType::F64: return readNumbers<double>(cursor, type, count);
  }
  return failure(cursor.corrupt(fmt::format("its elements have the unknown value type {}", id)));
}

Result<MetadataValue> readValue(GgufCursor& cursor) {
  HALFTONE_TRY(const std::uint32_t id, cursor.number<std::uint32_t>("its value type"));
  switch (static_cast<MetadataType>(id)) {
    case MetadataType::U8: return readNumber<std::uint8_t>(cursor);
    case MetadataType::I8: return readNumber<std::int8_t>(cursor);
    case MetadataType::U16: return readNumber<std::uint16_t>(cursor);
    case MetadataType::I16: return readNumber<std::int16_t>(cursor);
    case MetadataType::U32: return readNumber<std::uint32_t>(cursor);
    case MetadataType::I32: return readNumber<std::int32_t>(cursor);
    case MetadataType::F32: return readNumber<float>(cursor);
    case MetadataType::Bool: return readBool(cursor);
    case MetadataType::String: {
      HALFTONE_TRY(const std::string_view text, cursor.string("its text"));
      return MetadataValue(std::string(text));
    }
    case MetadataType::Array: return readArray(cursor);
    case MetadataType::U64: return readNumber<std::uint64_t>(cursor);
    case MetadataType::I64: return readNumber<std::int64_t>(cursor);
    case MetadataType::F64: return readNumber<double>(cursor);
  }
  return failure(cursor.corrupt(fmt::format("it has the unknown value type {}", id)));
}

}  // namespace

Result<Metadata> readGgufMetadata(GgufCursor& cursor, std::uint64_t count) {
  HALFTONE_TRY_STATUS(cursor.expectRoom("keys", count, kGgufSmallestKeyValue));
  Metadata metadata;
  for (std::uint64_t index = 0; index < count; ++index) {
    cursor.enter(fmt::format("key number {}", index + 1));
    HALFTONE_TRY(const std::string_view raw, cursor.string("its name"));
    const std::string key = validUtf8(raw);
    if (key.empty()) return failure(cursor.corrupt("its name is empty"));
    cursor.enter(fmt::format("key {}", key));
    if (metadata.find(key) != nullptr) return failure(cursor.corrupt("the file has this key twice"));
    HALFTONE_TRY(MetadataValue value, readValue(cursor));
    metadata.set(key, std::move(value));
  }
  cursor.enter({});
  return metadata;
}

}  // namespace halftone
