// GGUF: any bytes are refused in words or read; what was read is inside the file and survives being written again.
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/format/gguf_header.h"
#include "core/format/gguf_reader.h"
#include "core/model/model.h"
#include "tests/fuzz/check_tensors.h"

namespace {

using namespace halftone;

bool allKnown(const GgufFile& file) {
  for (const StoredTensor& tensor : file.tensors)
    if (findTensorType(tensor.type) == nullptr || tensor.name.size() > kGgufNameLimit) return false;
  return file.alignment <= 4096;  // larger ones only make the copy large
}

void checkRoundTrip(const GgufFile& file) {
  GgufLayout layout;
  layout.metadata = file.metadata;
  layout.alignment = file.alignment;
  for (const StoredTensor& tensor : file.tensors) layout.tensors.push_back({tensor.name, tensor.shape, tensor.type});
  const Result<GgufPlacement> placement = placeGguf(layout);
  fuzz::require(placement.has_value());
  std::vector<std::byte> copy = ggufHeader(layout, *placement);
  fuzz::require(copy.size() == placement->headerBytes);
  if (placement->fileBytes > (16u << 20)) return;
  copy.resize(static_cast<std::size_t>(placement->fileBytes));
  const Result<GgufFile> again = parseGguf(copy, "copy.gguf");
  fuzz::require(again.has_value() && again->tensors.size() == file.tensors.size());
  fuzz::require(again->metadata.entries().size() == file.metadata.entries().size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
  Result<GgufFile> file = parseGguf(bytes, "fuzzed.gguf");
  if (!file) {
    fuzz::require(!file.error().message().empty() && !file.error().advice.empty());
    return 0;
  }
  fuzz::checkTensors(file->tensors, size);
  for (const MetadataEntry& entry : file->metadata.entries()) fuzz::require(!entry.key.empty());
  for (const MetadataEntry& entry : file->metadata.entries()) (void)metadataText(entry.value, 40);
  if (allKnown(*file)) checkRoundTrip(*file);
  ModelFiles files;
  files.metadata = std::move(file->metadata);
  files.tensors = std::move(file->tensors);
  const Model model(std::move(files));
  fuzz::require(model.tensors().empty() || model.findTensor(model.tensors().front().name) == TensorId{0});
  return 0;
}
