// Metadata: a model's keys and values, in the file's order, with GGUF's value types.
// Strings are kept as the file's bytes, so that a copy is faithful; what is given out to be shown is valid UTF-8.
// Thread-safety: values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace halftone {

// The ids that GGUF stores.
enum class MetadataType : std::uint32_t {
  U8 = 0,
  I8 = 1,
  U16 = 2,
  I16 = 3,
  U32 = 4,
  I32 = 5,
  F32 = 6,
  Bool = 7,
  String = 8,
  Array = 9,
  U64 = 10,
  I64 = 11,
  F64 = 12,
};

// An array of one element type. Immutable, and shared by its copies: a tokenizer's arrays have hundreds of thousands of
// strings, and a model's metadata is copied with every plan. Booleans are kept as bytes (0 or 1).
class MetadataArray {
 public:
  using Elements = std::variant<std::vector<std::uint8_t>, std::vector<std::int8_t>, std::vector<std::uint16_t>,
                                std::vector<std::int16_t>, std::vector<std::uint32_t>, std::vector<std::int32_t>,
                                std::vector<float>, std::vector<std::string>, std::vector<std::uint64_t>,
                                std::vector<std::int64_t>, std::vector<double>>;

  MetadataArray() : MetadataArray(MetadataType::U8, Elements()) {}
  // REQUIRES: `elements` holds elementType's vector.
  MetadataArray(MetadataType elementType, Elements elements);

  MetadataType elementType() const { return m_elementType; }
  const Elements& elements() const { return m_content->elements; }
  std::size_t size() const;
  std::uint64_t encodedBytes() const { return m_content->encodedBytes; }  // of the elements as GGUF stores them
  friend bool operator==(const MetadataArray& a, const MetadataArray& b) {
    return a.m_elementType == b.m_elementType && (a.m_content == b.m_content || a.elements() == b.elements());
  }

 private:
  struct Content {
    Elements elements;
    std::uint64_t encodedBytes = 0;
  };
  MetadataType m_elementType;
  std::shared_ptr<const Content> m_content;
};

using MetadataValue = std::variant<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, std::uint32_t, std::int32_t,
                                   float, bool, std::string, MetadataArray, std::uint64_t, std::int64_t, double>;

MetadataType metadataType(const MetadataValue& value);
std::string_view metadataTypeName(MetadataType type);  // "u32", "string", …

// One line of valid UTF-8 for a person: strings without line breaks, arrays as their first elements and a count; at
// most `limit` characters; std::string::npos = all of them.
std::string metadataText(const MetadataValue& value, std::size_t limit = 200);

struct MetadataEntry {
  std::string key;
  MetadataValue value;
  friend bool operator==(const MetadataEntry&, const MetadataEntry&) = default;
};

class Metadata {
 public:
  const std::vector<MetadataEntry>& entries() const { return m_entries; }
  const MetadataValue* find(std::string_view key) const;
  // The value of an integer key of any width, if it is there, an integer and not negative.
  std::optional<std::uint64_t> unsignedInteger(std::string_view key) const;
  // As above; of an array of integers (a number per layer) the largest that is not negative.
  std::optional<std::uint64_t> largestInteger(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;       // of any integer or floating-point key
  std::optional<std::string> string(std::string_view key) const;  // valid UTF-8

  void set(std::string_view key, MetadataValue value);  // replaces in place, or appends
  void erase(std::string_view key);                     // takes time in the number of keys; for many, use:
  void eraseIf(const std::function<bool(const MetadataEntry&)>& goes);
  friend bool operator==(const Metadata& a, const Metadata& b) { return a.m_entries == b.m_entries; }

 private:
  std::vector<MetadataEntry> m_entries;
  std::map<std::string, std::size_t, std::less<>> m_index;  // key -> its place in m_entries
};

}  // namespace halftone
