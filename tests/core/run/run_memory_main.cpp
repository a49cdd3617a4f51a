// run_memory [FOLDER [THREADS [SHAPE]]]: the anonymous memory that quantizing a whole model to Q4_K_M takes, on a
// sparse file of the shape (llama3-8b: 16 GB read, 5 GB written to FOLDER, minutes). Exit status 1 from 400 MB up.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "tests/core/run/run_memory.h"

int main(int count, char** arguments) {
  using namespace halftone;
  try {
    const std::filesystem::path folder = count > 1 ? arguments[1] : std::filesystem::temp_directory_path().string();
    const unsigned threads = count > 2 ? static_cast<unsigned>(std::stoul(arguments[2])) : 0;
    const std::string shape = count > 3 ? arguments[3] : "llama3-8b";
    const test::RunMemory memory = test::measureRunMemory(folder, test::namedShape(shape), Preset::Q4_K_M, threads);
    std::printf("%s: %.2f GB to %.2f GB in %.1f s, anonymous memory %.1f MB before, %.1f MB at most\n", shape.c_str(),
                static_cast<double>(memory.inputBytes) / 1e9, static_cast<double>(memory.outputBytes) / 1e9,
                memory.seconds, static_cast<double>(memory.anonymousBefore) / 1e6,
                static_cast<double>(memory.anonymousPeak) / 1e6);
    return memory.anonymousPeak < 400'000'000U ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "run_memory: %s\n", error.what());
    return 2;
  }
}
