#include "core/io/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/io/system_error.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "opening the file";

FileIdentity identityOf(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
}

Error notRegular(const std::filesystem::path& path, bool folder) {
  return {ErrorCode::CannotRead, kDoing, path.string(), folder ? "this is a folder" : "this is not a regular file",
          "choose a file"};
}

constexpr std::size_t kLargestRead = 1u << 30;  // one read call takes at most 2 GB on Linux

}  // namespace

std::optional<FileIdentity> fileIdentity(const std::filesystem::path& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return identityOf(status);
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  // O_NONBLOCK: opening a pipe without a writer must not wait; it has no effect on regular files.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return failure(systemError(errno, ErrorCode::CannotRead, kDoing, path));
  MappedFile file;
  file.m_descriptor = descriptor;  // closed with the file, on every way out
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0) return failure(systemError(errno, ErrorCode::CannotRead, kDoing, path));
  if (!S_ISREG(status.st_mode)) return failure(notRegular(path, S_ISDIR(status.st_mode)));

  file.m_path = path;
  file.m_identity = identityOf(status);
  file.m_size = static_cast<std::size_t>(status.st_size);
  if (file.m_size == 0) return file;
  void* data = ::mmap(nullptr, file.m_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (data == MAP_FAILED) {
    const int reason = errno;
    file.m_size = 0;
    return failure(systemError(reason, ErrorCode::CannotRead, "mapping the file", path));
  }
  file.m_data = static_cast<const std::byte*>(data);
  return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_identity(other.m_identity),
      m_data(std::exchange(other.m_data, nullptr)),
      m_size(std::exchange(other.m_size, 0)),
      m_descriptor(std::exchange(other.m_descriptor, -1)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(m_path, other.m_path);
  std::swap(m_identity, other.m_identity);
  std::swap(m_data, other.m_data);
  std::swap(m_size, other.m_size);
  std::swap(m_descriptor, other.m_descriptor);
  return *this;
}

MappedFile::~MappedFile() {
  if (m_data != nullptr) ::munmap(const_cast<std::byte*>(m_data), m_size);
  if (m_descriptor >= 0) ::close(m_descriptor);
}

Status MappedFile::readAt(std::uint64_t offset, std::span<std::byte> bytes) const {
  const std::string doing = "reading the file";
  while (!bytes.empty()) {
    const ssize_t count =
        ::pread(m_descriptor, bytes.data(), std::min(bytes.size(), kLargestRead), static_cast<off_t>(offset));
    if (count < 0) {
      if (errno == EINTR) continue;
      return failure(systemError(errno, ErrorCode::CannotRead, doing, m_path));
    }
    if (count == 0)
      return failure({ErrorCode::Truncated, doing, m_path.string(), "the file became shorter while it was read",
                      "open it again when no other program changes it"});
    offset += static_cast<std::uint64_t>(count);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

void MappedFile::release(std::uint64_t offset, std::uint64_t length) const {
  // Only whole pages: a page shared with the neighbouring range may still be in use there.
  advise(offset, length, MADV_DONTNEED, true);
}

void MappedFile::willNeed(std::uint64_t offset, std::uint64_t length) const {
  advise(offset, length, MADV_WILLNEED, false);
}

void MappedFile::advise(std::uint64_t offset, std::uint64_t length, int advice, bool wholePagesOnly) const {
  if (offset >= m_size) return;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const std::uint64_t end = offset + std::min<std::uint64_t>(length, m_size - offset);
  const std::uint64_t first = wholePagesOnly ? alignUp(offset, page) : offset / page * page;
  // The last page of the file belongs to nobody else.
  const std::uint64_t last = wholePagesOnly && end != m_size ? end / page * page : end;
  if (first >= last) return;
  // Advice may be refused; then memory use is higher, nothing else.
  (void)::madvise(const_cast<std::byte*>(m_data) + first, last - first, advice);
}

}  // namespace halftone
