#include "core/io/atomic_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <string>

#include "core/io/system_error.h"
#include "core/io/temporary_file.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

std::span<const std::byte> bytesOf(const std::string& text) { return std::as_bytes(std::span(text)); }

void writeFile(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::string readFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  return content.str();
}

std::size_t entryCount(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(AtomicFile, AppearsOnCommitOnly) {
  const test::TemporaryFolder folder;
  writeFile(folder / "model", "old");
  AtomicFile file = AtomicFile::create(folder / "model", Bytes{1 << 20}).value();
  ASSERT_TRUE(file.write(bytesOf("new ")));
  ASSERT_TRUE(file.write(bytesOf("content")));
  ASSERT_TRUE(file.flush());
  EXPECT_EQ(readFile(file.temporaryPath()), "new content");
  EXPECT_EQ(readFile(folder / "model"), "old");
  ASSERT_TRUE(file.commit());
  EXPECT_EQ(readFile(folder / "model"), "new content");
  EXPECT_EQ(entryCount(folder.path()), 1u);
}

TEST(AtomicFile, LeavesNothingWithoutCommit) {
  const test::TemporaryFolder folder;
  writeFile(folder / "model", "old");
  {
    AtomicFile first = AtomicFile::create(folder / "model", Bytes{100}).value();
    ASSERT_TRUE(first.write(bytesOf("half")));
    AtomicFile second = std::move(first);
    EXPECT_EQ(entryCount(folder.path()), 2u);
    second = AtomicFile::create(folder / "other", Bytes{}).value();
    EXPECT_EQ(entryCount(folder.path()), 2u);
  }
  EXPECT_EQ(readFile(folder / "model"), "old");
  EXPECT_EQ(entryCount(folder.path()), 1u);
}

TEST(AtomicFile, KeepsThePermissionsOfWhatItReplaces) {
  const test::TemporaryFolder folder;
  writeFile(folder / "model", "old");
  ASSERT_EQ(chmod((folder / "model").c_str(), 0640), 0);
  AtomicFile file = AtomicFile::create(folder / "model", Bytes{}).value();
  ASSERT_TRUE(file.write(bytesOf("new")));
  ASSERT_TRUE(file.commit());
  struct stat status = {};
  ASSERT_EQ(stat((folder / "model").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST(AtomicFile, ReplacesALinkNotWhatItPointsTo) {
  const test::TemporaryFolder folder;
  writeFile(folder / "target", "old");
  std::filesystem::create_symlink(folder / "target", folder / "link");
  AtomicFile file = AtomicFile::create(folder / "link", Bytes{}).value();
  ASSERT_TRUE(file.write(bytesOf("new")));
  ASSERT_TRUE(file.commit());
  EXPECT_EQ(readFile(folder / "link"), "new");
  EXPECT_EQ(readFile(folder / "target"), "old");
}

TEST(AtomicFile, RefusesALinkToWhatIsNoFile) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "folder");
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  for (const char* target : {"folder", "pipe", "/dev/null"}) {
    std::filesystem::remove(folder / "link");
    std::filesystem::create_symlink(target, folder / "link");
    const auto file = AtomicFile::create(folder / "link", Bytes{});
    ASSERT_FALSE(file) << target;
    EXPECT_EQ(file.error().code, ErrorCode::CannotWrite);
    EXPECT_NE(file.error().message().find(std::string_view(target) == "folder" ? "this is a folder" : "not a regular"),
              std::string::npos)
        << file.error().message();
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  }
}

TEST(AtomicFile, ALinkToNothingIsReplaced) {
  const test::TemporaryFolder folder;
  std::filesystem::create_symlink("absent", folder / "link");
  EXPECT_TRUE(AtomicFile::create(folder / "link", Bytes{}));
}

TEST(AtomicFile, WritesMoreThanAWindow) {
  const test::TemporaryFolder folder;
  const std::string block(40u << 20, 'b');  // more than one write-back window at once
  AtomicFile file = AtomicFile::create(folder / "model", Bytes{3 * block.size()}).value();
  for (int repeat = 0; repeat < 3; ++repeat) ASSERT_TRUE(file.write(bytesOf(block)));
  EXPECT_EQ(file.written().count, 3 * block.size());
  ASSERT_TRUE(file.commit());
  EXPECT_EQ(std::filesystem::file_size(folder / "model"), 3 * block.size());
}

// The child dies in mid-write, as by a crash or a power cut: no destructor runs.
void dieWhileWriting(const std::filesystem::path& destination) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto file = AtomicFile::create(destination, Bytes{1 << 20});
    if (file && file->write(bytesOf("half of the new content"))) kill(getpid(), SIGKILL);
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
}

TEST(AtomicFile, SurvivesBeingKilledAndCleansUpNextTime) {
  const test::TemporaryFolder folder;
  writeFile(folder / "model", "old");
  dieWhileWriting(folder / "model");
  EXPECT_EQ(readFile(folder / "model"), "old");
  EXPECT_EQ(entryCount(folder.path()), 2u);  // the leftover
  AtomicFile file = AtomicFile::create(folder / "another", Bytes{}).value();
  ASSERT_TRUE(file.commit());
  EXPECT_EQ(readFile(folder / "model"), "old");
  EXPECT_EQ(entryCount(folder.path()), 2u);  // model and another
}

TEST(AtomicFile, RemovesOnlyItsOwnAbandonedLeftovers) {
  const test::TemporaryFolder folder;
  for (const char* name : {".halftone-0123456789abcdef.part.txt", ".halftone-0123456789ABCDEF.part",
                           ".halftone-012345678.part", "halftone-0123456789abcdef.part", "mine.part"})
    writeFile(folder / name, "keep");
  writeFile(folder / ".halftone-0123456789abcdef.part", "abandoned");
  std::filesystem::create_directory(folder / ".halftone-00000000000000aa.part");
  writeFile(folder / "victim", "keep");
  std::filesystem::create_symlink(folder / "victim", folder / ".halftone-00000000000000bb.part");
  const AtomicFile live = AtomicFile::create(folder / "model", Bytes{}).value();
  const AtomicFile other = AtomicFile::create(folder / "model2", Bytes{}).value();
  EXPECT_FALSE(std::filesystem::exists(folder / ".halftone-0123456789abcdef.part"));
  EXPECT_TRUE(std::filesystem::exists(live.temporaryPath()));
  EXPECT_TRUE(std::filesystem::exists(other.temporaryPath()));
  EXPECT_EQ(readFile(folder / "victim"), "keep");
  EXPECT_EQ(entryCount(folder.path()), 5u + 1 + 1 + 1 + 2);
}

TEST(AtomicFile, KnowsItsOwnNames) {
  EXPECT_TRUE(isTemporaryName(".halftone-0123456789abcdef.part"));
  EXPECT_FALSE(isTemporaryName(".halftone-0123456789abcdeg.part"));
  EXPECT_FALSE(isTemporaryName(".halftone-0123456789abcdef0.part"));
  EXPECT_FALSE(isTemporaryName(""));
}

TEST(AtomicFile, SaysWhyItCannotBeMade) {
  const test::TemporaryFolder folder;
  const auto noFolder = AtomicFile::create(folder / "absent/model", Bytes{});
  ASSERT_FALSE(noFolder);
  EXPECT_EQ(noFolder.error().code, ErrorCode::CannotWrite);
  EXPECT_NE(noFolder.error().message().find("Create the folder"), std::string::npos) << noFolder.error().message();
  const auto isFolder = AtomicFile::create(folder.path(), Bytes{});
  ASSERT_FALSE(isFolder);
  EXPECT_EQ(isFolder.error().code, ErrorCode::CannotWrite);
  const auto device = AtomicFile::create("/dev/null", Bytes{});
  ASSERT_FALSE(device);
  EXPECT_EQ(device.error().code, ErrorCode::CannotWrite);
  const auto tooLarge = AtomicFile::create(folder / "model", Bytes{std::uint64_t{1} << 60});
  ASSERT_FALSE(tooLarge);
  EXPECT_EQ(tooLarge.error().code, ErrorCode::DiskFull);
  EXPECT_EQ(tooLarge.error().subject, (folder / "model").string());
  EXPECT_EQ(entryCount(folder.path()), 0u);
}

// Runs in a child, as a user to whom the folder's permissions apply.
int createAsSomebody(const std::filesystem::path& destination) {
  constexpr uid_t kNobody = 65534;
  if (geteuid() == 0 && setuid(kNobody) != 0) return 1;
  const auto file = AtomicFile::create(destination, Bytes{});
  if (file || file.error().code != ErrorCode::CannotWrite) return 2;
  return file.error().message().find("folder that you may write to") == std::string::npos ? 3 : 0;
}

TEST(AtomicFile, RefusesAFolderThatCannotBeWritten) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(chmod(folder.path().c_str(), 0555), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(createAsSomebody(folder / "model"));
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(chmod(folder.path().c_str(), 0700), 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(SystemError, TellsAFullDiskFromOtherFaults) {
  const auto code = [](int number, ErrorCode otherwise) { return systemError(number, otherwise, "", "f").code; };
  EXPECT_EQ(code(ENOSPC, ErrorCode::CannotWrite), ErrorCode::DiskFull);
  EXPECT_EQ(code(EDQUOT, ErrorCode::CannotWrite), ErrorCode::DiskFull);
  EXPECT_EQ(code(EFBIG, ErrorCode::CannotWrite), ErrorCode::CannotWrite);
  EXPECT_EQ(code(ENOENT, ErrorCode::CannotWrite), ErrorCode::CannotWrite);
  EXPECT_EQ(code(ENOENT, ErrorCode::CannotRead), ErrorCode::NotFound);
  EXPECT_EQ(code(EACCES, ErrorCode::CannotRead), ErrorCode::CannotRead);
}

TEST(FreeSpace, IsAskedOfTheNearestFolderThatExists) {
  const test::TemporaryFolder folder;
  const Result<Bytes> here = freeSpace(folder.path());
  ASSERT_TRUE(here);
  EXPECT_GT(here->count, 0u);
  EXPECT_TRUE(freeSpace(folder / "not/yet/there"));
  EXPECT_TRUE(freeSpace("relative-and-absent"));
}

}  // namespace
}  // namespace halftone
