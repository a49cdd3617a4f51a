// How much anonymous memory a whole run takes, measured on a model of holes.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/plan/preset.h"
#include "tests/support/synthetic_model.h"

namespace halftone::test {

struct RunMemory {
  std::uint64_t inputBytes = 0;
  std::uint64_t outputBytes = 0;
  std::uint64_t anonymousBefore = 0;  // bytes, before the run
  std::uint64_t anonymousPeak = 0;    // bytes, the most seen during it (RssAnon, every 2 ms)
  double seconds = 0;
};

// Writes a sparse model of this shape into `folder`, quantizes it there and removes both files. Throws on failure.
RunMemory measureRunMemory(const std::filesystem::path& folder, const ModelShape& shape, Preset preset,
                           unsigned threads);

}  // namespace halftone::test
