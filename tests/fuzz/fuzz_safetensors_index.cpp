// The index of sharded safetensors: any text is refused in words or read; the files it names stay in its folder.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/format/safetensors_index.h"
#include "tests/fuzz/check_tensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace halftone;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<SafetensorsIndex> index = parseSafetensorsIndex(text, "fuzzed.index.json");
  if (!index) {
    fuzz::require(!index.error().message().empty() && !index.error().advice.empty());
    return 0;
  }
  fuzz::require(!index->files.empty());
  for (const std::string& file : index->files)
    fuzz::require((std::filesystem::path("folder") / file).parent_path() == "folder" && file != "..");
  for (const auto& [tensor, file] : index->tensors) fuzz::require(index->files.count(file) == 1);
  return 0;
}
