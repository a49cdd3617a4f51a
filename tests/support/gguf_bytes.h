// GgufBytes: a GGUF file put together piece by piece, right or wrong, for tests of readers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/format/metadata.h"
#include "core/format/tensor_type.h"

namespace halftone::test {

class GgufBytes {
 public:
  template <class T>
  GgufBytes& number(T value) {
    const auto* bytes = reinterpret_cast<const char*>(&value);
    m_bytes.append(bytes, sizeof(T));
    return *this;
  }
  GgufBytes& raw(std::string_view bytes) {
    m_bytes += bytes;
    return *this;
  }
  GgufBytes& string(std::string_view text) { return number<std::uint64_t>(text.size()).raw(text); }
  GgufBytes& start(std::int64_t tensors, std::int64_t keys, std::uint32_t version = 3) {
    return raw("GGUF").number(version).number(tensors).number(keys);
  }
  GgufBytes& key(std::string_view name, MetadataType type) { return string(name).number(type); }
  GgufBytes& array(std::string_view name, MetadataType type, std::uint64_t count) {
    return key(name, MetadataType::Array).number(type).number(count);
  }
  GgufBytes& text(std::string_view name, std::string_view value) {
    return key(name, MetadataType::String).string(value);
  }
  GgufBytes& tensor(std::string_view name, const std::vector<std::uint64_t>& dimensions, std::uint32_t type,
                    std::uint64_t offset) {
    string(name).number(static_cast<std::uint32_t>(dimensions.size()));
    for (const std::uint64_t length : dimensions) number(length);
    return number(type).number(offset);
  }
  GgufBytes& tensor(std::string_view name, const std::vector<std::uint64_t>& dimensions, TensorType type,
                    std::uint64_t offset) {
    return tensor(name, dimensions, static_cast<std::uint32_t>(type), offset);
  }
  // Zeros up to the alignment, then `bytes` of data.
  GgufBytes& data(std::size_t bytes, std::size_t alignment = 32) {
    m_bytes.resize((m_bytes.size() + alignment - 1) / alignment * alignment);
    m_bytes.append(bytes, '\x5A');
    return *this;
  }

  const std::string& bytes() const { return m_bytes; }
  std::filesystem::path writeTo(const std::filesystem::path& path) const {
    std::ofstream(path, std::ios::binary) << m_bytes;
    return path;
  }

 private:
  std::string m_bytes;
};

}  // namespace halftone::test
