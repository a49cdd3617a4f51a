#include "tests/core/run/run_fixture.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <utility>

#include "core/codec/codec.h"
#include "core/format/gguf_header.h"
#include "core/format/gguf_writer.h"
#include "tests/support/paths.h"

namespace halftone::test {
namespace {

template <class T>
T expect(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message());
  return std::move(*result);
}

void expect(const Status& status) {
  if (!status) throw std::runtime_error(status.error().message());
}

std::vector<std::byte> encoded(const TestTensor& tensor, const Shape& shape) {
  std::vector<std::byte> bytes(expect(tensorBytes(tensor.type, shape.columns(), shape.rows())).count);
  findCodec(tensor.type)->encode({tensor.values, static_cast<std::size_t>(shape.columns())}, bytes);
  return bytes;
}

Metadata smallMetadata() {
  Metadata metadata;
  metadata.set("general.architecture", std::string("llama"));
  metadata.set("general.name", std::string("Small"));
  metadata.set("llama.block_count", std::uint32_t{2});
  metadata.set("llama.embedding_length", std::uint32_t{256});
  metadata.set("llama.feed_forward_length", std::uint32_t{512});
  metadata.set("llama.attention.head_count", std::uint32_t{4});
  return metadata;
}

void append(std::string& out, std::int32_t value) { out.append(reinterpret_cast<const char*>(&value), sizeof(value)); }

}  // namespace

std::vector<float> weights(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0.0F, 0.05F);
  std::vector<float> values(count);
  std::generate(values.begin(), values.end(), [&] { return normal(random); });
  return values;
}

void writeModel(const std::filesystem::path& path, const std::vector<TestTensor>& tensors) {
  GgufLayout layout;
  layout.metadata = smallMetadata();
  for (const TestTensor& tensor : tensors)
    layout.tensors.push_back({tensor.name, expect(makeShape(tensor.dimensions)), tensor.type});
  GgufWriter writer = expect(GgufWriter::create(path, layout));
  for (std::size_t i = 0; i < tensors.size(); ++i) expect(writer.write(encoded(tensors[i], layout.tensors[i].shape)));
  expect(writer.finish());
  expect(writer.commit());
}

std::vector<TestTensor> smallModel(TensorType type) {
  std::vector<TestTensor> tensors;
  unsigned seed = 1;
  const auto matrix = [&](const std::string& name, std::uint64_t columns, std::uint64_t rows) {
    tensors.push_back({name, {columns, rows}, type, weights(static_cast<std::size_t>(columns * rows), ++seed)});
  };
  matrix("token_embd.weight", 256, 96);
  for (const std::string layer : {"blk.0.", "blk.1."}) {
    tensors.push_back({layer + "attn_norm.weight", {256}, TensorType::F32, weights(256, ++seed)});
    matrix(layer + "attn_q.weight", 256, 256);
    matrix(layer + "attn_k.weight", 256, 128);
    matrix(layer + "attn_v.weight", 256, 128);
    matrix(layer + "attn_output.weight", 256, 256);
    matrix(layer + "ffn_gate.weight", 256, 512);
    matrix(layer + "ffn_up.weight", 256, 512);
    matrix(layer + "ffn_down.weight", 512, 256);
  }
  tensors.push_back({"output_norm.weight", {256}, TensorType::F32, weights(256, ++seed)});
  matrix("output.weight", 256, 96);
  return tensors;
}

void writeSparseModel(const std::filesystem::path& path, const ModelFiles& files) {
  GgufLayout layout;
  layout.metadata = files.metadata;
  layout.alignment = files.alignment;
  for (const StoredTensor& tensor : files.tensors) layout.tensors.push_back({tensor.name, tensor.shape, tensor.type});
  const GgufPlacement placement = expect(placeGguf(layout));
  const std::vector<std::byte> header = ggufHeader(layout, placement);
  {
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(header.data()), static_cast<std::streamsize>(header.size()));
  }
  std::filesystem::resize_file(path, placement.fileBytes);
}

std::shared_ptr<const Model> openModel(const std::filesystem::path& path) { return expect(Model::open(path)); }

std::shared_ptr<const Model> sampleModel() { return openModel(samplePath("Fireside-6.8M-v1.0-F16.gguf")); }

void writeImportance(const std::filesystem::path& path,
                     const std::vector<std::pair<std::string, std::vector<float>>>& entries) {
  std::string out;
  append(out, static_cast<std::int32_t>(entries.size()));
  for (const auto& [name, values] : entries) {
    append(out, static_cast<std::int32_t>(name.size()));
    out += name;
    append(out, 1);  // calls, by which the sums are divided
    append(out, static_cast<std::int32_t>(values.size()));
    out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
  }
  append(out, 1);  // chunks
  append(out, 4);
  out += "text";
  writeText(path, out);
}

Plan planOf(const Model& model, const PlanRequest& request) { return expect(makePlan(model, request)); }

Plan planOf(const Model& model, Preset preset) {
  PlanRequest request;
  request.preset = preset;
  return planOf(model, request);
}

std::string fileText(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::byte> fileBytes(const std::filesystem::path& path) {
  const std::string text = fileText(path);
  const std::span<const std::byte> bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

void writeText(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> namesIn(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace halftone::test
