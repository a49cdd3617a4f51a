// Where tests find their data, and a folder of their own to write in.
#pragma once

#include <filesystem>

namespace halftone::test {

std::filesystem::path goldenPath(const char* name);  // tests/golden/NAME
std::filesystem::path samplePath(const char* name);  // resources/sample/NAME

// A fresh folder, removed with its content at the end of its life.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return m_path; }
  std::filesystem::path operator/(const char* name) const { return m_path / name; }

 private:
  std::filesystem::path m_path;
};

}  // namespace halftone::test
