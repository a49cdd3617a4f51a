#include "gpu/shaders/tools/files.h"

#include <fstream>
#include <iterator>

namespace halftone::gpu {

std::vector<std::uint32_t> readWords(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : 0;
  if (size % 4 != 0) return {};
  std::vector<std::uint32_t> words(static_cast<std::size_t>(size / 4));
  file.seekg(0);
  if (!file.read(reinterpret_cast<char*>(words.data()), size)) return {};
  return words;
}

bool writeWords(const std::string& path, const std::vector<std::uint32_t>& words) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(words.data()), static_cast<std::streamsize>(words.size() * 4));
  return static_cast<bool>(file.flush());
}

}  // namespace halftone::gpu
