// AtomicFile: a file that appears under its name only when it is complete.
// Bytes go to a locked temporary file beside the destination; commit() flushes it to the disk and renames it over the
// destination. Without commit() (error, cancel, crash, kill −9) the destination keeps its old content. A leftover of a
// killed process is recognised by its name and its released lock, and removed by the next AtomicFile in that folder.
// Thread-safety: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "core/base/result.h"
#include "core/base/units.h"

namespace halftone {

class AtomicFile {
 public:
  // Creates the temporary file beside `destination` and reserves `expectedSize` bytes if the file system can. A
  // destination that is a link is replaced, what it points to is left alone; a link to a folder or a device is refused
  // like these. Errors: CannotWrite (no such folder, not writable, the destination is a folder or a device), DiskFull
  // (fewer than `expectedSize` bytes free).
  static Result<AtomicFile> create(const std::filesystem::path& destination, Bytes expectedSize);

  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&& other) noexcept;
  ~AtomicFile();  // removes the temporary file unless committed

  const std::filesystem::path& destination() const { return m_destination; }
  const std::filesystem::path& temporaryPath() const { return m_temporary; }
  Bytes written() const { return {m_written}; }

  // Appends. Errors: DiskFull, CannotWrite.
  Status write(std::span<const std::byte> bytes);
  // Pushes what was written to the temporary file out of memory, so that a verifier may read it back by
  // temporaryPath() before commit(). Errors: DiskFull, CannotWrite.
  Status flush();
  // Flushes, renames over the destination (whose permissions are kept), flushes the folder. Nothing may be written
  // after it. Errors: DiskFull, CannotWrite; the destination is then unchanged.
  Status commit();

 private:
  AtomicFile() = default;
  void pushOut();
  void discard();
  std::filesystem::path m_destination;
  std::filesystem::path m_temporary;
  int m_descriptor = -1;
  std::uint64_t m_written = 0;
  std::uint64_t m_reserved = 0;
  std::uint64_t m_pushed = 0;  // bytes handed to the disk early; see pushOut()
};

// Free bytes for this user on the file system that holds `path` or, if it does not exist, its nearest existing parent.
Result<Bytes> freeSpace(const std::filesystem::path& path);

}  // namespace halftone
