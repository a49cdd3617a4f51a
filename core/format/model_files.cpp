#include "core/format/model_files.h"

#include "core/format/file_kind.h"
#include "core/format/gguf_shards.h"
#include "core/format/safetensors_files.h"

namespace halftone {

Result<ModelFiles> openModelFiles(const std::filesystem::path& path, const Job& job) {
  if (job.cancelled()) return failure(Job::cancelledError("opening the model"));
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return openModelFolder(path, job);
  HALFTONE_TRY(MappedFile mapped, MappedFile::open(path));
  auto file = std::make_shared<const MappedFile>(std::move(mapped));
  switch (fileKind(file->bytes())) {
    case FileKind::Gguf: return openGguf(std::move(file), job);
    case FileKind::Safetensors: return openSafetensors(std::move(file), job);
    case FileKind::Json: return openSafetensorsIndex(path, job);
    case FileKind::Other: break;
  }
  return failure(unknownFormat(file->bytes(), path));
}

}  // namespace halftone
