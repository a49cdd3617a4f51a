#include "core/calibration/importance_matrix.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <stop_token>

#include "tests/support/gguf_bytes.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone {
namespace {

using test::GgufBytes;

constexpr const char* kModel = "Fireside-6.8M-v1.0-F16.gguf";

TEST(ImportanceMatrix, ReadingStopsWhenItIsCancelled) {
  std::stop_source stop;
  stop.request_stop();
  for (const char* name : {"fireside.imatrix.gguf", "fireside.imatrix.dat"}) {
    const auto cancelled = ImportanceMatrix::read(test::samplePath(name), Job(stop.get_token()));
    ASSERT_FALSE(cancelled) << name;
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
  }
}

TEST(ImportanceMatrix, BothFormsOfTheSampleAgree) {
  const auto model = Model::open(test::samplePath(kModel)).value();
  const auto gguf = ImportanceMatrix::read(test::samplePath("fireside.imatrix.gguf"), *model);
  const auto dat = ImportanceMatrix::read(test::samplePath("fireside.imatrix.dat"), *model);
  ASSERT_TRUE(gguf) << gguf.error().message();
  ASSERT_TRUE(dat) << dat.error().message();
  EXPECT_EQ(gguf->chunks(), 223u);
  EXPECT_EQ(dat->chunks(), 223u);
  EXPECT_EQ(gguf->datasets(), std::vector<std::string>{"calibration.txt"});
  EXPECT_EQ(dat->datasets(), gguf->datasets());
  ASSERT_EQ(gguf->entries().size(), 42u);
  ASSERT_EQ(dat->entries().size(), 42u);
  for (const auto& [name, entry] : gguf->entries()) {
    const ImportanceEntry& other = dat->entries().at(name);
    ASSERT_EQ(entry.values.size(), other.values.size()) << name;
    for (std::size_t index = 0; index < entry.values.size(); ++index) {
      // The older form rounds twice more: when it multiplies by its calls, and when we divide.
      const float larger = std::max(entry.values[index], other.values[index]);
      ASSERT_LE(std::abs(entry.values[index] - other.values[index]), larger * 2.5e-7f) << name << " column " << index;
    }
  }
}

TEST(ImportanceMatrix, GivesMeanSquaresPerColumn) {
  const auto matrix = ImportanceMatrix::read(test::samplePath("fireside.imatrix.gguf")).value();
  const auto columns = matrix.columns("blk.0.attn_k.weight");
  ASSERT_EQ(columns.size(), 256u);
  EXPECT_NEAR(columns[0], 0.15180254f, 1e-7f);
  EXPECT_TRUE(matrix.has("blk.5.ffn_down.weight"));
  EXPECT_FALSE(matrix.has("token_embd.weight"));
  EXPECT_TRUE(matrix.columns("blk.0.attn_k.weight", 1).empty());
}

TEST(ImportanceMatrix, ExpertsThatWereNeverReachedCountEqually) {
  const test::TemporaryFolder folder;
  GgufBytes file;
  file.start(2, 1).text("general.type", "imatrix");
  file.tensor("e.in_sum2", {2, 3}, TensorType::F32, 0).tensor("e.counts", {1, 3}, TensorType::F32, 32);
  file.data(0);
  for (const float sum : {2.0f, 4.0f, 0.0f, 0.0f, 9.0f, 0.0f, 0.0f, 0.0f, 2.0f, 0.0f, 3.0f}) file.number(sum);
  const auto matrix = ImportanceMatrix::read(file.writeTo(folder / "m.gguf"));
  ASSERT_TRUE(matrix) << matrix.error().message();
  const ImportanceEntry& entry = matrix->entries().at("e");
  EXPECT_EQ(entry.values, (std::vector<float>{1, 2, 1, 1, 3, 0}));
  EXPECT_EQ(entry.counts, (std::vector<std::uint64_t>{2, 0, 3}));
  EXPECT_EQ(matrix->columns("e", 2)[0], 3.0f);
}

GgufBytes oldForm(const std::string& name, std::int32_t calls, const std::vector<float>& values) {
  GgufBytes file;
  file.number<std::int32_t>(1).number(static_cast<std::int32_t>(name.size())).raw(name);
  file.number(calls).number(static_cast<std::int32_t>(values.size()));
  for (const float value : values) file.number(value);
  return file;
}

TEST(ImportanceMatrix, TheOlderFormLearnsItsExpertsFromTheModel) {
  const test::TemporaryFolder folder;
  test::ModelShape shape;
  shape.layers = 1;
  shape.embedding = 2;
  shape.heads = 1;
  shape.keyValueHeads = 1;
  shape.experts = 3;
  const auto model = test::syntheticModel(shape);
  const auto path = oldForm("blk.0.ffn_up_exps.weight", 2, {2, 4, 6, 8, 10, 12}).writeTo(folder / "old.dat");
  const auto matrix = ImportanceMatrix::read(path, *model);
  ASSERT_TRUE(matrix) << matrix.error().message();
  const auto last = matrix->columns("blk.0.ffn_up_exps.weight", 2);
  ASSERT_EQ(last.size(), 2u);
  EXPECT_EQ(last[0], 5.0f);
  EXPECT_EQ(last[1], 6.0f);
}

TEST(ImportanceMatrix, TheOlderFormWithoutCallsCountsEqually) {
  const test::TemporaryFolder folder;
  const auto matrix = ImportanceMatrix::read(oldForm("t", 0, {0, 0}).writeTo(folder / "old.dat")).value();
  EXPECT_EQ(matrix.entries().at("t").values, (std::vector<float>{1, 1}));
}

TEST(ImportanceMatrix, ThatIsOfAnotherModelDoesNotFit) {
  const auto sample = ImportanceMatrix::read(test::samplePath("fireside.imatrix.gguf")).value();
  const Status wrongSize = sample.checkFits(*test::syntheticModel("llama3-8b"));
  ASSERT_FALSE(wrongSize);
  EXPECT_EQ(wrongSize.error().code, ErrorCode::WrongImportance);
  const std::string message = wrongSize.error().message();
  EXPECT_NE(message.find("blk.0.attn_k.weight"), std::string::npos) << message;
  EXPECT_NE(message.find("256 columns"), std::string::npos) << message;
  EXPECT_NE(message.find("4096 columns"), std::string::npos) << message;
  const Status noneKnown = sample.checkFits(Model(ModelFiles{}));
  ASSERT_FALSE(noneKnown);
  EXPECT_EQ(noneKnown.error().code, ErrorCode::WrongImportance);
  EXPECT_TRUE(sample.checkFits(*test::syntheticModel("demo")));
}

}  // namespace
}  // namespace halftone
