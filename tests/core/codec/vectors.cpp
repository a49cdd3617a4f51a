#include "tests/core/codec/vectors.h"

#include <cstring>
#include <stdexcept>

#include "core/format/model_files.h"
#include "tests/support/paths.h"

namespace halftone::test {

std::vector<float> Vector::floats() const {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

std::map<std::string, Vector> readVectors(const char* name) {
  const Result<ModelFiles> files = openModelFiles(goldenPath(name));
  if (!files) throw std::runtime_error(files.error().message());
  std::map<std::string, Vector> vectors;
  for (const StoredTensor& tensor : files->tensors) {
    const auto bytes = files->files[tensor.file]->bytes().subspan(tensor.offset, tensor.bytes);
    vectors[tensor.name] = {tensor.shape.columns(), tensor.shape.rows(), tensor.type, {bytes.begin(), bytes.end()}};
  }
  return vectors;
}

}  // namespace halftone::test
