// Allocations that fail: told as errors by every entry of the core that takes a user's data.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

#include "core/run/quantize.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/paths.h"

namespace {

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
std::atomic<std::size_t> largestAllocation = kAll;

}  // namespace

// Not inlined: the compiler would take free() for a mistake where it sees a new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  void* const memory = size > largestAllocation ? nullptr : std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
// std::stable_sort's buffer comes from here and goes back through the delete below.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return size > largestAllocation ? nullptr : std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace halftone {
namespace {

// Larger allocations than an error's texts fail during `work`.
template <class Work>
auto withoutMemory(const Work& work) {
  largestAllocation = 128;
  auto result = work();
  largestAllocation = kAll;
  return result;
}

TEST(OutOfMemory, IsAnErrorNotAnException) {
  const test::TemporaryFolder folder;
  test::writeModel(folder / "m.gguf", test::smallModel(TensorType::F32));
  test::writeImportance(folder / "i.dat", {{"blk.0.ffn_up.weight", std::vector<float>(256, 1)}});
  const std::filesystem::path modelPath = folder / "m.gguf";
  const std::filesystem::path importancePath = folder / "i.dat";
  const auto opened = withoutMemory([&] { return Model::open(modelPath); });
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::OutOfMemory);
  const auto importance = withoutMemory([&] { return ImportanceMatrix::read(importancePath); });
  ASSERT_FALSE(importance);
  EXPECT_EQ(importance.error().code, ErrorCode::OutOfMemory);
  const auto model = test::openModel(modelPath);
  const auto plan = withoutMemory([&] { return makePlan(*model, {}); });
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, ErrorCode::OutOfMemory);
  EXPECT_FALSE(plan.error().message().empty());
}

}  // namespace
}  // namespace halftone
