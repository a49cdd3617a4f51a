#include "core/format/model_files.h"

#include "core/format/file_kind.h"
#include "core/format/gguf_shards.h"

namespace halftone {

Result<ModelFiles> openModelFiles(const std::filesystem::path& path) {
  HALFTONE_TRY(MappedFile mapped, MappedFile::open(path));
  auto file = std::make_shared<const MappedFile>(std::move(mapped));
  if (fileKind(file->bytes()) == FileKind::Gguf) return openGguf(std::move(file));
  return failure(unknownFormat(file->bytes(), path));
}

}  // namespace halftone
