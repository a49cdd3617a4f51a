#include "core/run/tensor_source.h"

#include <gtest/gtest.h>

#include <cstring>

#include "core/run/measure.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

TEST(TensorSource, RowsAndSlabsAreTheTensorsValues) {
  const test::TemporaryFolder folder;
  const std::vector<test::TestTensor> tensors = test::smallModel(TensorType::F32);
  test::writeModel(folder / "m.gguf", tensors);
  const std::shared_ptr<const Model> model = test::openModel(folder / "m.gguf");
  const TensorId id = model->findTensor("blk.1.ffn_down.weight").value();
  const auto source = TensorSource::open(*model, id);
  ASSERT_TRUE(source);
  const auto given = std::find_if(tensors.begin(), tensors.end(),
                                  [](const test::TestTensor& t) { return t.name == "blk.1.ffn_down.weight"; });
  std::vector<float> rows(3 * 512);
  ASSERT_TRUE(source->read(7, rows));
  EXPECT_TRUE(std::equal(rows.begin(), rows.end(), given->values.begin() + 7 * 512));
  std::vector<float> piece(256);
  const Slab slab{9, 1, 256, 256, 0};
  std::vector<std::byte> stored;
  ASSERT_TRUE(source->read(slab, stored, piece));
  EXPECT_TRUE(std::equal(piece.begin(), piece.end(), given->values.begin() + 9 * 512 + 256));
  EXPECT_EQ(source->bytesOf(slab), 1024U);
  EXPECT_EQ(stored.size(), 1024U);
  EXPECT_EQ(std::memcmp(stored.data(), piece.data(), stored.size()), 0);
}

TEST(TensorSource, AFileThatBecameShorterIsToldWithTheTensor) {
  const test::TemporaryFolder folder;
  test::writeModel(folder / "m.gguf", test::smallModel(TensorType::F32));
  const std::shared_ptr<const Model> model = test::openModel(folder / "m.gguf");
  const TensorId id = model->findTensor("blk.1.ffn_down.weight").value();
  const auto source = TensorSource::open(*model, id);
  ASSERT_TRUE(source);
  std::filesystem::resize_file(folder / "m.gguf", 100);
  std::vector<float> row(512);
  const Status read = source->read(0, row);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::Truncated);
  EXPECT_NE(read.error().message().find("m.gguf, tensor blk.1.ffn_down.weight: the file became shorter"),
            std::string::npos)
      << read.error().message();
  EXPECT_EQ(analyzeTensor(*model, id, TensorType::Q8_0, nullptr, {}, {}).error().code, ErrorCode::Truncated);
  EXPECT_EQ(measureCandidates(*model, id, std::vector{TensorType::Q8_0}, nullptr, {}, {}).error().code,
            ErrorCode::Truncated);
  EXPECT_EQ(measureSource(*model, id, {}, {}).error().code, ErrorCode::Truncated);
  EXPECT_EQ(compareModels(*model, *model, {}, {}).error().code, ErrorCode::Truncated);
  EXPECT_EQ(readRows(*model, id, TensorType::Q8_0, nullptr, 0, 1).error().code, ErrorCode::Truncated);
}

TEST(TensorSource, AnUnknownTypeIsNamed) {
  ModelFiles files;
  files.tensors.push_back({"blk.0.attn_q.weight", {{256, 1, 1, 1}, 2}, static_cast<TensorType>(137), 0, 0, 100});
  const Model model(std::move(files));
  const auto source = TensorSource::open(model, TensorId{0});
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::UnsupportedType);
  EXPECT_NE(source.error().message().find("blk.0.attn_q.weight"), std::string::npos);
  EXPECT_NE(source.error().message().find("137"), std::string::npos);
}

TEST(TensorSource, BytesThatDoNotMatchTheShapeAreRefused) {
  ModelFiles files;
  files.tensors.push_back({"a", {{256, 4, 1, 1}, 2}, TensorType::F32, 0, 0, 100});
  const Model model(std::move(files));
  const auto source = TensorSource::open(model, TensorId{0});
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, ErrorCode::Corrupt);
}

}  // namespace
}  // namespace halftone
