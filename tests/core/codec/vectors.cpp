#include "tests/core/codec/vectors.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/format/tensor_type.h"
#include "tests/support/paths.h"

namespace halftone::test {
namespace {

struct Cursor {
  const std::vector<char>& file;
  std::size_t at = 0;
  template <class T>
  T take() {
    T value;
    if (at + sizeof(T) > file.size()) throw std::runtime_error("the golden file is cut short");
    std::memcpy(&value, file.data() + at, sizeof(T));
    at += sizeof(T);
    return value;
  }
  std::string text() {
    const auto length = take<std::uint64_t>();
    std::string value(file.data() + at, length);
    at += length;
    return value;
  }
};

}  // namespace

std::vector<float> Vector::floats() const {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

std::map<std::string, Vector> readVectors(const char* name) {
  std::ifstream stream(goldenPath(name), std::ios::binary);
  const std::vector<char> file((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  Cursor cursor{file, 8};
  const auto tensors = cursor.take<std::uint64_t>();
  const auto keys = cursor.take<std::uint64_t>();
  for (std::uint64_t i = 0; i < keys; ++i) {
    cursor.text();
    if (cursor.take<std::uint32_t>() != 8) throw std::runtime_error("the golden files have string keys only");
    cursor.text();
  }
  std::map<std::string, Vector> vectors;
  std::map<std::string, std::uint64_t> offsets;
  for (std::uint64_t i = 0; i < tensors; ++i) {
    const std::string tensor = cursor.text();
    if (cursor.take<std::uint32_t>() != 2) throw std::runtime_error("the golden files have matrices only");
    Vector& vector = vectors[tensor];
    vector.columns = cursor.take<std::uint64_t>();
    vector.rows = cursor.take<std::uint64_t>();
    vector.type = cursor.take<std::uint32_t>();
    offsets[tensor] = cursor.take<std::uint64_t>();
  }
  const std::size_t start = alignUp(cursor.at, 32);
  for (auto& [tensor, vector] : vectors) {
    const std::uint64_t size = tensorBytes(TensorType{vector.type}, vector.columns, vector.rows)->count;
    vector.bytes.resize(size);
    if (start + offsets[tensor] + size > file.size()) throw std::runtime_error("the golden file is cut short");
    std::memcpy(vector.bytes.data(), file.data() + start + offsets[tensor], size);
  }
  return vectors;
}

}  // namespace halftone::test
