#include "core/io/mapped_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <utility>

#include "tests/support/paths.h"

namespace halftone {
namespace {

void writeFile(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::string textOf(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

TEST(MappedFile, HoldsTheFilesBytes) {
  const test::TemporaryFolder folder;
  writeFile(folder / "a", "seven bytes");
  MappedFile file = MappedFile::open(folder / "a").value();
  EXPECT_EQ(textOf(file), "seven bytes");
  MappedFile moved = std::move(file);
  EXPECT_EQ(textOf(moved), "seven bytes");
  file = MappedFile::open(folder / "a").value();
  EXPECT_EQ(textOf(file), "seven bytes");
}

TEST(MappedFile, AnEmptyFileHasNoBytes) {
  const test::TemporaryFolder folder;
  writeFile(folder / "empty", "");
  const MappedFile file = MappedFile::open(folder / "empty").value();
  EXPECT_EQ(file.size().count, 0u);
  file.release(0, 100);
  file.willNeed(0, 100);
}

TEST(MappedFile, KnowsTheSameFileThroughLinks) {
  const test::TemporaryFolder folder;
  writeFile(folder / "a", "x");
  writeFile(folder / "b", "x");
  std::filesystem::create_symlink(folder / "a", folder / "symbolic");
  std::filesystem::create_hard_link(folder / "a", folder / "hard");
  const FileIdentity identity = MappedFile::open(folder / "a").value().identity();
  EXPECT_EQ(fileIdentity(folder / "symbolic"), identity);
  EXPECT_EQ(fileIdentity(folder / "hard"), identity);
  EXPECT_NE(fileIdentity(folder / "b"), identity);
  EXPECT_FALSE(fileIdentity(folder / "absent"));
}

TEST(MappedFile, BytesAreReadAgainAfterRelease) {
  const test::TemporaryFolder folder;
  const std::string content(300000, 'h');
  writeFile(folder / "a", content);
  const MappedFile file = MappedFile::open(folder / "a").value();
  file.willNeed(10, 250000);
  EXPECT_EQ(textOf(file), content);
  file.release(10, 250000);
  file.release(299999, ~0ull);
  file.release(~0ull, 1);
  EXPECT_EQ(textOf(file), content);
}

TEST(MappedFile, SaysWhyItCannotOpen) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  const auto absent = MappedFile::open(folder / "absent");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, ErrorCode::NotFound);
  EXPECT_EQ(absent.error().subject, (folder / "absent").string());
  const auto directory = MappedFile::open(folder.path());
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().code, ErrorCode::CannotRead);
  EXPECT_NE(directory.error().message().find("folder"), std::string::npos);
  const auto pipe = MappedFile::open(folder / "pipe");
  ASSERT_FALSE(pipe);
  EXPECT_EQ(pipe.error().code, ErrorCode::CannotRead);
}

TEST(MappedFile, ReadsIntoABufferAndTellsOfAFileCutShort) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "file", std::ios::binary) << "0123456789";
  const MappedFile file = MappedFile::open(folder / "file").value();
  std::string read(4, ' ');
  ASSERT_TRUE(file.readAt(3, std::as_writable_bytes(std::span(read))));
  EXPECT_EQ(read, "3456");
  EXPECT_TRUE(file.readAt(10, {}));
  std::filesystem::resize_file(folder / "file", 5);
  for (const std::uint64_t offset : {std::uint64_t{3}, std::uint64_t{10}, std::uint64_t{1} << 40}) {
    const Status cut = file.readAt(offset, std::as_writable_bytes(std::span(read)));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, ErrorCode::Truncated);
    EXPECT_EQ(cut.error().subject, (folder / "file").string());
  }
  EXPECT_EQ(file.readAt(~std::uint64_t{0}, std::as_writable_bytes(std::span(read))).error().code,
            ErrorCode::CannotRead);
}

}  // namespace
}  // namespace halftone
