// Models of real sizes are opened without reading them.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>

#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone {
namespace {

// A field of /proc/self/status in bytes; 0 where there is none.
std::uint64_t memory(const std::string& field) {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line))
    if (line.starts_with(field + ":")) return std::stoull(line.substr(field.size() + 1)) * 1024;
  return 0;
}

void openLarge(const std::string& name, std::uint64_t leastBytes) {
  const test::TemporaryFolder folder;
  test::ModelShape shape = test::namedShape(name);
  shape.vocabulary = 128256;
  shape.tokenizer = true;
  test::writeSparseModel(folder / "large.gguf", shape);
  const std::uint64_t before = memory("VmRSS");
  const auto start = std::chrono::steady_clock::now();
  const auto model = Model::open(folder / "large.gguf");
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(model) << model.error().message();
  const std::uint64_t resident = memory("VmRSS") - before;
  std::cout << name << ": opened in " << seconds.count() << " s, " << resident / 1000000 << " MB resident\n";
  EXPECT_GE((*model)->fileBytes().count, leastBytes);
  EXPECT_EQ((*model)->hyperparameters().layers, shape.layers);
  EXPECT_EQ((*model)->hyperparameters().vocabulary, shape.vocabulary);
  EXPECT_LT(resident, 100000000u);
}

TEST(LargeModel, OpensA70BShapeWithinBounds) { openLarge("llama2-70b", 138000000000u); }
TEST(LargeModel, OpensAnExpertModelWithinBounds) { openLarge("qwen3-30b-a3b", 60000000000u); }

TEST(LargeModel, RandomModelsAreValidAndTheSameForTheSameSeed) {
  const test::TemporaryFolder folder;
  test::ModelShape shape;
  test::writeRandomModel(folder / "a.gguf", shape, 5);
  test::writeRandomModel(folder / "b.gguf", shape, 5);
  const auto a = Model::open(folder / "a.gguf").value();
  const auto b = Model::open(folder / "b.gguf").value();
  ASSERT_EQ(a->tensors().size(), b->tensors().size());
  for (const TensorInfo& tensor : a->tensors()) {
    ASSERT_EQ(a->bytes(tensor.id).size(), tensor.bytes.count);
    EXPECT_TRUE(std::equal(a->bytes(tensor.id).begin(), a->bytes(tensor.id).end(), b->bytes(tensor.id).begin()));
  }
}

}  // namespace
}  // namespace halftone
