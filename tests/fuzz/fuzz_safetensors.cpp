// Safetensors and config.json: any bytes are refused in words or read; what was read is inside the file.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/format/hugging_face_config.h"
#include "core/format/safetensors_header.h"
#include "core/model/model.h"
#include "tests/fuzz/check_tensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace halftone;
  ModelFiles files;
  files.format = ModelFormat::Safetensors;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const Status config = parseHuggingFaceConfig(text, "config.json", files.metadata); !config)
    fuzz::require(!config.error().message().empty());
  Result<SafetensorsFile> file = parseSafetensors(std::as_bytes(std::span(data, size)), "fuzzed.safetensors");
  if (!file) {
    fuzz::require(!file.error().message().empty() && !file.error().advice.empty());
  } else {
    fuzz::checkTensors(file->tensors, size);
    files.tensors = std::move(file->tensors);
  }
  for (const MetadataEntry& entry : files.metadata.entries()) (void)metadataText(entry.value, 40);
  const Model model(std::move(files));
  fuzz::require(model.hyperparameters().keyValueHeads != 0 || model.hyperparameters().heads == 0);
  return 0;
}
