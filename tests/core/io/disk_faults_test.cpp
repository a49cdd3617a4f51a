// A disk that fills up or fails at any step: this program's write, fsync, fallocate, ftruncate and rename can be told
// to fail, which no real disk does on request.
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include "core/io/atomic_file.h"
#include "tests/support/paths.h"

namespace {

enum class Call { None, Write, Fsync, Fallocate, Ftruncate, Rename };

Call g_failing = Call::None;
int g_reason = 0;
int g_callsBefore = 0;  // that still succeed

bool fails(Call call) {
  if (call != g_failing || g_callsBefore-- > 0) return false;
  errno = g_reason;
  return true;
}

}  // namespace

// These take the place of the C library's for everything in this program.
extern "C" {
ssize_t write(int descriptor, const void* data, size_t size) {
  if (fails(Call::Write)) return -1;
  // A disk takes what it has room for: calls may be cut short, and the rest must follow.
  if (g_failing != Call::None && size > 1) size = size / 2;
  return syscall(SYS_write, descriptor, data, size);
}
int fsync(int descriptor) { return fails(Call::Fsync) ? -1 : static_cast<int>(syscall(SYS_fsync, descriptor)); }
int fallocate(int descriptor, int mode, off_t offset, off_t length) {
  if (fails(Call::Fallocate)) return -1;
  return static_cast<int>(syscall(SYS_fallocate, descriptor, mode, offset, length));
}
int ftruncate(int descriptor, off_t length) noexcept {
  return fails(Call::Ftruncate) ? -1 : static_cast<int>(syscall(SYS_ftruncate, descriptor, length));
}
int rename(const char* from, const char* to) noexcept {
  if (fails(Call::Rename)) return -1;
  return static_cast<int>(syscall(SYS_renameat2, -100 /* the working folder */, from, -100, to, 0));
}
}

namespace halftone {
namespace {

void setFault(Call call, int reason, int callsBefore) {
  g_failing = call;
  g_reason = reason;
  g_callsBefore = callsBefore;
}

std::string readFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  return content.str();
}

// A whole export: three writes, a check in between, the commit.
Status exportFile(const std::filesystem::path& destination) {
  const std::string block(1000, 'n');
  HALFTONE_TRY(AtomicFile file, AtomicFile::create(destination, Bytes{1 << 16}));
  for (int repeat = 0; repeat < 3; ++repeat) HALFTONE_TRY_STATUS(file.write(std::as_bytes(std::span(block))));
  HALFTONE_TRY_STATUS(file.flush());
  return file.commit();
}

struct DiskFault {
  const char* what;
  Call call;
  int reason;
  int callsBefore;
  ErrorCode code;
};

TEST(DiskFaults, KeepTheOldFileAndLeaveNothing) {
  const std::vector<DiskFault> faults = {
      {"full when reserving", Call::Fallocate, ENOSPC, 0, ErrorCode::DiskFull},
      {"quota when reserving", Call::Fallocate, EDQUOT, 0, ErrorCode::DiskFull},
      {"too large a file", Call::Fallocate, EFBIG, 0, ErrorCode::CannotWrite},
      {"full at the first write", Call::Write, ENOSPC, 0, ErrorCode::DiskFull},
      {"full in mid-write", Call::Write, ENOSPC, 7, ErrorCode::DiskFull},
      {"quota in mid-write", Call::Write, EDQUOT, 2, ErrorCode::DiskFull},
      {"fault in mid-write", Call::Write, EIO, 2, ErrorCode::CannotWrite},
      {"full when flushing", Call::Fsync, ENOSPC, 0, ErrorCode::DiskFull},
      {"fault when flushing", Call::Fsync, EIO, 0, ErrorCode::CannotWrite},
      {"full when committing", Call::Fsync, EDQUOT, 1, ErrorCode::DiskFull},
      {"cutting the end", Call::Ftruncate, EIO, 0, ErrorCode::CannotWrite},
      {"full when renaming", Call::Rename, ENOSPC, 0, ErrorCode::DiskFull},
      {"renaming refused", Call::Rename, EACCES, 0, ErrorCode::CannotWrite},
  };
  const test::TemporaryFolder folder;
  std::ofstream(folder / "model") << "old";
  for (const DiskFault& fault : faults) {
    SCOPED_TRACE(fault.what);
    setFault(fault.call, fault.reason, fault.callsBefore);
    const Status status = exportFile(folder / "model");
    setFault(Call::None, 0, 0);
    ASSERT_FALSE(status);
    EXPECT_EQ(errorCodeName(status.error().code), errorCodeName(fault.code)) << status.error().message();
    EXPECT_EQ(status.error().subject, (folder / "model").string());
    EXPECT_EQ(readFile(folder / "model"), "old");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
  }
}

TEST(DiskFaults, WhatIsOnlyInconvenientIsOvercome) {
  const std::vector<DiskFault> nuisances = {
      {"no reservation here", Call::Fallocate, EOPNOTSUPP, 0, {}},
      {"reservation unknown", Call::Fallocate, ENOSYS, 0, {}},
      {"short writes", Call::Write, 0, std::numeric_limits<int>::max(), {}},
  };
  const test::TemporaryFolder folder;
  for (const DiskFault& nuisance : nuisances) {
    SCOPED_TRACE(nuisance.what);
    setFault(nuisance.call, nuisance.reason, nuisance.callsBefore);
    const Status status = exportFile(folder / "model");
    setFault(Call::None, 0, 0);
    ASSERT_TRUE(status) << status.error().message();
    EXPECT_EQ(readFile(folder / "model"), std::string(3000, 'n'));
  }
}

}  // namespace
}  // namespace halftone
