// embed_shaders OUT.cpp NAME=FILE.spv…: the source of a table of shaders, see gpu/vk/shader_code.h.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>

#include "gpu/shaders/tools/files.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "embed_shaders OUT.cpp NAME=FILE.spv...\n");
    return 2;
  }
  std::map<std::string, std::vector<std::uint32_t>> shaders;
  for (int i = 2; i < argc; ++i) {
    const std::string argument = argv[i];
    const std::size_t equals = argument.find('=');
    std::vector<std::uint32_t> words;
    if (equals != std::string::npos) words = halftone::gpu::readWords(argument.substr(equals + 1));
    if (words.empty()) {
      std::fprintf(stderr, "embed_shaders: cannot read %s\n", argument.c_str());
      return 1;
    }
    shaders[argument.substr(0, equals)] = std::move(words);
  }
  std::ofstream out(argv[1]);
  out << "// Made by embed_shaders.\n#include <algorithm>\n#include <iterator>\n\n#include \"gpu/vk/shader_code.h\"\n\n"
         "namespace halftone::gpu {\nnamespace {\n";
  int number = 0;
  for (const auto& [name, words] : shaders) {
    out << "constexpr std::uint32_t kWords" << number++ << "[] = {";
    for (std::size_t i = 0; i < words.size(); ++i) out << (i % 16 == 0 ? "\n" : "") << words[i] << "U,";
    out << "};\n";
  }
  number = 0;
  out << "constexpr ShaderCode kShaders[] = {\n";
  for (const auto& [name, words] : shaders) out << "{\"" << name << "\", kWords" << number++ << "},\n";
  out << "};\n}  // namespace\n"
         "std::span<const ShaderCode> allShaders() { return kShaders; }\n"
         "std::span<const std::uint32_t> findShader(std::string_view name) {\n"
         "  const auto found = std::find_if(std::begin(kShaders), std::end(kShaders),\n"
         "                                  [&](const ShaderCode& shader) { return shader.name == name; });\n"
         "  if (found == std::end(kShaders)) return {};\n"
         "  return found->words;\n"
         "}\n}  // namespace halftone::gpu\n";
  return out.flush() ? 0 : 1;
}
