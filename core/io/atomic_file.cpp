#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "core/base/text.h"
#include "core/io/system_error.h"
#include "core/io/temporary_file.h"

namespace halftone {
namespace {

constexpr std::uint64_t kPushWindow = 32u << 20;  // dirty memory stays below about twice this
constexpr std::size_t kLargestWrite = 1u << 30;   // one write call takes at most 2 GB on Linux

std::filesystem::path folderOf(const std::filesystem::path& path) {
  return path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
}

Status checkDestination(const std::filesystem::path& destination) {
  const std::string doing = "preparing the output";
  const std::string name = destination.filename().string();
  if (name.empty() || name == "." || name == "..") {
    return failure({ErrorCode::CannotWrite, doing, destination.string(), "this names no file", "give a file name"});
  }
  struct stat status = {};
  if (::lstat(destination.c_str(), &status) != 0) {
    if (errno == ENOENT) return {};
    return failure(systemError(errno, ErrorCode::CannotWrite, doing, destination));
  }
  // A link is replaced, not followed; but one to a folder or a device is taken for it, as the user would.
  if (S_ISLNK(status.st_mode) && ::stat(destination.c_str(), &status) != 0) return {};
  if (S_ISREG(status.st_mode)) return {};
  return failure({ErrorCode::CannotWrite, doing, destination.string(),
                  S_ISDIR(status.st_mode) ? "this is a folder" : "this is not a regular file",
                  "choose another file name"});
}

// Reserves space so that a full disk shows before the work. A file system that cannot reserve is left alone: filling
// it with zeros, as posix_fallocate does, would cost as much as writing the file twice.
Status reserve(int descriptor, std::uint64_t size, const std::filesystem::path& destination) {
#ifdef __linux__
  while (::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(size)) != 0) {
    if (errno == EINTR) continue;
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
      return failure(systemError(errno, ErrorCode::CannotWrite, "reserving space for the file", destination));
    break;
  }
#else
  (void)descriptor, (void)size, (void)destination;
#endif
  return {};
}

Status checkSpace(const std::filesystem::path& destination, Bytes needed) {
  HALFTONE_TRY(const Bytes available, freeSpace(folderOf(destination)));
  if (needed <= available) return {};
  return failure({ErrorCode::DiskFull, "preparing the output", destination.string(),
                  fmt::format("{} are needed, {} are free", formatBytes(needed), formatBytes(available)),
                  "free some space on this disk or choose another folder"});
}

Status syncDescriptor(int descriptor, const std::filesystem::path& destination) {
#ifdef __APPLE__
  if (::fcntl(descriptor, F_FULLFSYNC) == 0) return {};
#endif
  while (::fsync(descriptor) != 0) {
    if (errno != EINTR)
      return failure(systemError(errno, ErrorCode::CannotWrite, "flushing the file to the disk", destination));
  }
  return {};
}

// The name is safe only when its folder is on the disk. File systems that cannot do that are left alone.
void syncFolder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  (void)::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& destination, Bytes expectedSize) {
  HALFTONE_TRY_STATUS(checkDestination(destination));
  removeLeftovers(folderOf(destination));
  HALFTONE_TRY_STATUS(checkSpace(destination, expectedSize));
  HALFTONE_TRY(TemporaryFile temporary, createTemporaryFile(folderOf(destination)));
  AtomicFile file;
  file.m_destination = destination;
  file.m_temporary = std::move(temporary.path);
  file.m_descriptor = temporary.descriptor;
  file.m_reserved = expectedSize.count;
  if (expectedSize.count > 0) HALFTONE_TRY_STATUS(reserve(file.m_descriptor, expectedSize.count, destination));
  return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_destination(std::move(other.m_destination)),
      m_temporary(std::move(other.m_temporary)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_written(other.m_written),
      m_reserved(other.m_reserved),
      m_pushed(other.m_pushed) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
  if (this == &other) return *this;
  discard();
  m_destination = std::move(other.m_destination);
  m_temporary = std::move(other.m_temporary);
  m_descriptor = std::exchange(other.m_descriptor, -1);
  m_written = other.m_written;
  m_reserved = other.m_reserved;
  m_pushed = other.m_pushed;
  return *this;
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::discard() {
  if (m_descriptor < 0) return;
  ::unlink(m_temporary.c_str());
  ::close(std::exchange(m_descriptor, -1));
}

Status AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(m_descriptor, bytes.data(), std::min(bytes.size(), kLargestWrite));
    if (count < 0) {
      if (errno == EINTR) continue;
      return failure(systemError(errno, ErrorCode::CannotWrite, "writing the file", m_destination));
    }
    m_written += static_cast<std::uint64_t>(count);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    pushOut();
  }
  return {};
}

// Starts writing a full window to the disk and waits for the one before it, so that a slow disk slows the writer
// instead of filling memory with unwritten pages. Faults show in flush().
void AtomicFile::pushOut() {
#ifdef __linux__
  while (m_written - m_pushed >= kPushWindow) {
    (void)::sync_file_range(m_descriptor, static_cast<off_t>(m_pushed), kPushWindow, SYNC_FILE_RANGE_WRITE);
    if (m_pushed >= kPushWindow) {
      (void)::sync_file_range(m_descriptor, static_cast<off_t>(m_pushed - kPushWindow), kPushWindow,
                              SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
    }
    m_pushed += kPushWindow;
  }
#endif
}

Status AtomicFile::flush() { return syncDescriptor(m_descriptor, m_destination); }

Status AtomicFile::commit() {
  const std::string doing = "finishing the file";
  // Gives back what was reserved beyond the end.
  if (m_written < m_reserved && ::ftruncate(m_descriptor, static_cast<off_t>(m_written)) != 0)
    return failure(systemError(errno, ErrorCode::CannotWrite, doing, m_destination));
  struct stat old = {};
  if (::lstat(m_destination.c_str(), &old) == 0 && S_ISREG(old.st_mode))
    (void)::fchmod(m_descriptor, old.st_mode & 0777);
  HALFTONE_TRY_STATUS(flush());
  if (::rename(m_temporary.c_str(), m_destination.c_str()) != 0)
    return failure(systemError(errno, ErrorCode::CannotWrite, doing, m_destination));
  ::close(std::exchange(m_descriptor, -1));
  syncFolder(folderOf(m_destination));
  return {};
}

Result<Bytes> freeSpace(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::path existing = path.empty() ? std::filesystem::path(".") : path;
  while (!std::filesystem::exists(existing, error) && existing != folderOf(existing)) existing = folderOf(existing);
  struct statvfs status = {};
  if (::statvfs(existing.c_str(), &status) != 0)
    return failure(systemError(errno, ErrorCode::CannotWrite, "asking for free space", existing));
  return Bytes{static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize};
}

}  // namespace halftone
