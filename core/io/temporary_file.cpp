#include "core/io/temporary_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <system_error>
#include <vector>

#include "core/io/system_error.h"

namespace halftone {
namespace {

constexpr std::string_view kPrefix = ".halftone-";
constexpr std::string_view kSuffix = ".part";
constexpr std::size_t kDigits = 16;
constexpr int kAttempts = 32;

// Names need to differ, not to be secret: creation is exclusive, so a clash only costs another attempt.
std::string freshName() {
  static std::atomic<std::uint64_t> counter = 0;
  const auto now = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  const std::uint64_t mixed = (now ^ (static_cast<std::uint64_t>(::getpid()) << 40)) + ++counter;
  return fmt::format("{}{:016x}{}", kPrefix, mixed * 0x9E3779B97F4A7C15u, kSuffix);
}

// Whether `path` still leads to the open file: a cleaner may have removed it before we held its lock.
bool stillThere(const std::filesystem::path& path, int descriptor) {
  struct stat open = {};
  struct stat named = {};
  return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
         open.st_dev == named.st_dev;
}

void removeIfAbandoned(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return;
  struct stat status = {};
  const bool ours = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid();
  // While we hold the lock nobody else takes this file for theirs, so removing the name is safe.
  if (ours && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && stillThere(path, descriptor)) ::unlink(path.c_str());
  ::close(descriptor);
}

}  // namespace

bool isTemporaryName(std::string_view name) {
  if (name.size() != kPrefix.size() + kDigits + kSuffix.size()) return false;
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return false;
  const std::string_view digits = name.substr(kPrefix.size(), kDigits);
  return std::all_of(digits.begin(), digits.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Result<TemporaryFile> createTemporaryFile(const std::filesystem::path& folder) {
  int reason = EEXIST;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const std::filesystem::path path = folder / freshName();
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0) {
      reason = errno;
      if (reason == EEXIST || reason == EINTR) continue;
      break;
    }
    const bool locked = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    // A file system without locks (ENOLCK, ENOTSUP) is fine: cleaners cannot lock there either and remove nothing.
    if ((locked || errno != EWOULDBLOCK) && stillThere(path, descriptor)) return TemporaryFile{path, descriptor};
    ::close(descriptor);
  }
  return failure(systemError(reason, ErrorCode::CannotWrite, "creating a file in the folder", folder));
}

void removeLeftovers(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> candidates;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (isTemporaryName(entry->path().filename().string())) candidates.push_back(entry->path());
  for (const std::filesystem::path& path : candidates) removeIfAbandoned(path);
}

}  // namespace halftone
