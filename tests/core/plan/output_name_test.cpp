#include "core/plan/output_name.h"

#include <gtest/gtest.h>

namespace halftone {
namespace {

TEST(OutputName, FollowsTheConvention) {
  const struct {
    const char* input;
    const char* output;
  } cases[] = {
      {"/models/Fireside-6.8M-v1.0-F16.gguf", "Fireside-6.8M-v1.0-Q4_K_M.gguf"},
      {"Llama-3-8B-bf16.gguf", "Llama-3-8B-Q4_K_M.gguf"},
      {"Llama-3-8B.Q8_0.gguf", "Llama-3-8B-Q4_K_M.gguf"},
      {"Big-70B-F16-00002-of-00011.gguf", "Big-70B-Q4_K_M.gguf"},
      {"Model-v1.0.gguf", "Model-v1.0-Q4_K_M.gguf"},
      {"Model-7.gguf", "Model-7-Q4_K_M.gguf"},
      {"model.safetensors", "model-Q4_K_M.gguf"},
      {"/hub/Qwen2.5-0.5B/", "Qwen2.5-0.5B-Q4_K_M.gguf"},
      {"F16.gguf", "F16-Q4_K_M.gguf"},
      {".", "model-Q4_K_M.gguf"},
  };
  for (const auto& expected : cases)
    EXPECT_EQ(conventionalFileName(expected.input, Preset::Q4_K_M), expected.output) << expected.input;
}

}  // namespace
}  // namespace halftone
