// MappedFile: a file's bytes, read-only: mapped, for headers, or read into a buffer, for what is large or long in use.
// Thread-safety: const access from any thread. The mapping is private and read-only: nothing here can change a file.
// Touching mapped bytes that are gone (the file was cut short, its drive was unplugged) ends the program; readAt()
// tells of it. So a mapping is for the moments after opening, and weights are read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

#include "core/base/result.h"
#include "core/base/units.h"

namespace halftone {

// Identity of a file on disk: equal for two paths that reach the same file, also through links.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  friend bool operator==(FileIdentity, FileIdentity) = default;
};

// The identity of what `path` leads to, links followed; nothing if there is nothing.
std::optional<FileIdentity> fileIdentity(const std::filesystem::path& path);

class MappedFile {
 public:
  // Maps the whole file, and keeps it open. Errors: NotFound, CannotRead (also for a folder or an unreadable file).
  static Result<MappedFile> open(const std::filesystem::path& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  const std::filesystem::path& path() const { return m_path; }
  FileIdentity identity() const { return m_identity; }
  Bytes size() const { return {m_size}; }
  std::span<const std::byte> bytes() const { return {m_data, m_size}; }

  // Copies the bytes from `offset` on into `bytes`. Errors: Truncated (the file is shorter now), CannotRead.
  Status readAt(std::uint64_t offset, std::span<std::byte> bytes) const;

  // Tells the system that [offset, offset + length) is not needed again soon, so that resident memory stays bounded.
  // The bytes stay valid: they are read from the disk again when touched. Parts outside the file are ignored.
  void release(std::uint64_t offset, std::uint64_t length) const;
  // Tells the system that [offset, offset + length) is read next. Parts outside the file are ignored.
  void willNeed(std::uint64_t offset, std::uint64_t length) const;

 private:
  MappedFile() = default;
  void advise(std::uint64_t offset, std::uint64_t length, int advice, bool wholePagesOnly) const;
  std::filesystem::path m_path;
  FileIdentity m_identity;
  const std::byte* m_data = nullptr;
  std::size_t m_size = 0;
  int m_descriptor = -1;
};

}  // namespace halftone
