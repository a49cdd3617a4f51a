// A copy of a quantized GGUF in which every tensor that was quantized is encoded by llama.cpp's own encoder instead:
// the same types, the same bytes elsewhere, so that two files differ by their encoders alone. Usage:
//   bench_reference_file LIBGGML_BASE SOURCE QUANTIZED OUT [IMATRIX]
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/run/tensor_source.h"
#include "tests/bench/llama_library.h"

namespace halftone::bench {
namespace {

Error notAlike(const std::string& tensor) {
  return {ErrorCode::Corrupt, "encoding", "tensor " + tensor, "the files do not hold the same tensors", ""};
}

// Writes the tensor over its place in `file`.
Status encodeTensor(const LlamaLibrary& library, const Model& source, const Model& quantized, const TensorInfo& tensor,
                    const ImportanceMatrix* importance, std::fstream& file) {
  const std::optional<TensorId> id = source.findTensor(tensor.name);
  if (!id || source.tensor(*id).shape.elements() != tensor.shape.elements()) return failure(notAlike(tensor.name));
  HALFTONE_TRY(const TensorSource values, TensorSource::open(source, *id));
  const std::span<const std::byte> old = quantized.bytes(tensor.id);
  file.seekp(old.data() - quantized.files()[tensor.file]->bytes().data());
  const std::uint64_t rows = values.rows() / tensor.shape.matrices();
  for (std::uint64_t matrix = 0; matrix < tensor.shape.matrices(); ++matrix) {
    std::vector<float> floats(rows * values.columns());
    HALFTONE_TRY_STATUS(values.read(matrix * rows, floats));
    std::vector<std::byte> blocks(old.size() / tensor.shape.matrices());
    library.encode(tensor.type, floats, values.columns(),
                   importance == nullptr ? std::span<const float>() : importance->columns(tensor.name, matrix), blocks);
    file.write(reinterpret_cast<const char*>(blocks.data()), static_cast<std::streamsize>(blocks.size()));
  }
  return {};
}

Status run(const std::vector<std::string>& words) {
  std::string problem;
  const std::optional<LlamaLibrary> library = LlamaLibrary::open(words[0], problem);
  if (!library) return failure({ErrorCode::CannotRead, "loading", words[0], problem, ""});
  HALFTONE_TRY(const std::shared_ptr<const Model> source, Model::open(words[1]));
  HALFTONE_TRY(const std::shared_ptr<const Model> quantized, Model::open(words[2]));
  std::optional<ImportanceMatrix> importance;
  if (words.size() == 5) {
    HALFTONE_TRY(importance, ImportanceMatrix::read(words[4], *source));
  }
  std::filesystem::copy_file(words[2], words[3], std::filesystem::copy_options::overwrite_existing);
  std::fstream file(words[3], std::ios::in | std::ios::out | std::ios::binary);
  for (const TensorInfo& tensor : quantized->tensors())
    if (findTensorType(tensor.type)->quantized)
      HALFTONE_TRY_STATUS(
          encodeTensor(*library, *source, *quantized, tensor, importance ? &*importance : nullptr, file));
  file.flush();
  if (!file) return failure({ErrorCode::CannotWrite, "writing", words[3], "a write failed", ""});
  return {};
}

}  // namespace
}  // namespace halftone::bench

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 4 && words.size() != 5) {
    fmt::print(stderr, "Usage: bench_reference_file LIBGGML_BASE SOURCE QUANTIZED OUT [IMATRIX]\n");
    return 1;
  }
  const halftone::Status done = halftone::bench::run(words);
  if (!done) fmt::print(stderr, "{}\n", done.error().message());
  return done ? 0 : 1;
}
