#include "tests/support/paths.h"

#include <stdlib.h>

#include <stdexcept>
#include <string>
#include <system_error>

namespace halftone::test {

std::filesystem::path goldenPath(const char* name) {
  return std::filesystem::path(HALFTONE_SOURCE_DIR) / "tests" / "golden" / name;
}

std::filesystem::path samplePath(const char* name) {
  return std::filesystem::path(HALFTONE_SOURCE_DIR) / "resources" / "sample" / name;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "halftone-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create a temporary folder");
  m_path = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

}  // namespace halftone::test
