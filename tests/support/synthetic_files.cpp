// Made-up models as files; declared in synthetic_model.h.
#include <array>
#include <bit>
#include <cstring>
#include <fstream>
#include <random>
#include <span>
#include <stdexcept>
#include <vector>

#include "core/format/gguf_header.h"
#include "core/format/gguf_writer.h"
#include "tests/support/synthetic_model.h"

namespace halftone::test {
namespace {

GgufLayout layoutOf(const ModelFiles& files) {
  GgufLayout layout;
  layout.metadata = files.metadata;
  layout.alignment = files.alignment;
  for (const StoredTensor& tensor : files.tensors) layout.tensors.push_back({tensor.name, tensor.shape, tensor.type});
  return layout;
}

// IEEE binary16 of a value whose magnitude is normal there, rounded towards zero; smaller ones become 0.
std::uint16_t halfBits(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t exponent = (bits >> 23) & 0xFF;
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000);
  if (exponent < 113) return sign;
  return static_cast<std::uint16_t>(sign | ((exponent - 112) << 10) | ((bits >> 13) & 0x3FF));
}

template <class T>
void put(std::vector<std::byte>& bytes, T value) {
  const auto raw = std::bit_cast<std::array<std::byte, sizeof(T)>>(value);
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

// A sum of four uniform values is close enough to normal, and the same with every standard library.
float randomWeight(std::mt19937& random) {
  float sum = 0;
  for (int term = 0; term < 4; ++term) sum += static_cast<float>(random() >> 8) / 16777216.0f - 0.5f;
  return sum * 0.02f * 1.7320508f;
}

std::vector<std::byte> randomTensor(const GgufTensor& tensor, std::mt19937& random) {
  std::vector<std::byte> bytes;
  for (std::uint64_t index = 0; index < tensor.shape.elements(); ++index) {
    const float weight = tensor.shape.rank == 1 ? 1.0f + randomWeight(random) : randomWeight(random);
    switch (tensor.type) {
      case TensorType::F32: put(bytes, weight); break;
      case TensorType::F16: put(bytes, halfBits(weight)); break;
      case TensorType::BF16: put(bytes, static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(weight) >> 16)); break;
      default: throw std::invalid_argument("random weights are F32, F16 or BF16");
    }
  }
  return bytes;
}

void expectOk(const Status& status) {
  if (!status) throw std::runtime_error(status.error().message());
}

}  // namespace

void writeSparseModel(const std::filesystem::path& path, const ModelShape& shape) {
  const GgufLayout layout = layoutOf(syntheticFiles(shape));
  const GgufPlacement placement = placeGguf(layout).value();
  const std::vector<std::byte> header = ggufHeader(layout, placement);
  {
    std::ofstream stream(path, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(header.data()), static_cast<std::streamsize>(header.size()));
    if (!stream.flush()) throw std::runtime_error("cannot write " + path.string());
  }
  std::filesystem::resize_file(path, placement.fileBytes);
}

void writeRandomModel(const std::filesystem::path& path, const ModelShape& shape, std::uint32_t seed) {
  const GgufLayout layout = layoutOf(syntheticFiles(shape));
  GgufWriter writer = GgufWriter::create(path, layout).value();
  std::mt19937 random(seed);
  for (const GgufTensor& tensor : layout.tensors) expectOk(writer.write(randomTensor(tensor, random)));
  expectOk(writer.finish());
  expectOk(writer.commit());
}

}  // namespace halftone::test
