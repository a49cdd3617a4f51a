// no_contraction IN.spv OUT.spv: see withoutContraction().
#include <cstdio>
#include <fstream>
#include <iterator>

#include "gpu/shaders/tools/files.h"
#include "gpu/shaders/tools/spirv.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "no_contraction IN.spv OUT.spv\n");
    return 2;
  }
  const auto module = halftone::gpu::readWords(argv[1]);
  const auto decorated = halftone::gpu::withoutContraction(module);
  if (!decorated) {
    std::fprintf(stderr, "no_contraction: %s is no SPIR-V\n", argv[1]);
    return 1;
  }
  return halftone::gpu::writeWords(argv[2], *decorated) ? 0 : 1;
}
