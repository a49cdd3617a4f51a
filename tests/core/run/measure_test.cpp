#include "core/run/measure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stop_token>

#include "core/run/quantize.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

class Measure : public testing::Test {
 protected:
  TensorId tensor(const char* name) const { return m_model->findTensor(name).value(); }
  std::shared_ptr<const Model> m_model = test::sampleModel();
};

TEST_F(Measure, CandidatesAreOrderedByWhatTheyCost) {
  const std::vector<TensorType> types = {TensorType::Q2_K, TensorType::Q4_K, TensorType::Q6_K, TensorType::Q8_0,
                                         TensorType::F16};
  const auto candidates = measureCandidates(*m_model, tensor("blk.2.ffn_up.weight"), types, nullptr, {}, {});
  ASSERT_TRUE(candidates);
  ASSERT_EQ(candidates->size(), types.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    EXPECT_EQ((*candidates)[i].type, types[i]);
    EXPECT_EQ((*candidates)[i].error.values, 256U * 768U);
    EXPECT_FALSE((*candidates)[i].error.sampled);
    const double before = i == 0 ? 0.0 : (*candidates)[i - 1].error.sqnrDb;
    EXPECT_GT((*candidates)[i].error.sqnrDb, before);
  }
  EXPECT_EQ(candidates->back().error.sqnrDb, std::numeric_limits<double>::infinity()) << "the source's own type";
}

TEST_F(Measure, CandidatesAreWhatARunGives) {
  const test::TemporaryFolder folder;
  const Plan plan = test::planOf(*m_model, Preset::Q4_K_M);
  QuantizeOptions options;
  options.output = folder / "out.gguf";
  ASSERT_TRUE(quantize(*m_model, plan, nullptr, options, nullptr, {}));
  const auto comparison = compareModels(*m_model, *test::openModel(folder / "out.gguf"), {}, {});
  ASSERT_TRUE(comparison);
  for (const char* name : {"token_embd.weight", "blk.1.ffn_down.weight", "blk.3.attn_v.weight"}) {
    const TensorId id = tensor(name);
    const TensorType type = plan.find(id)->type;
    const auto measured = measureCandidates(*m_model, id, std::span(&type, 1), nullptr, {}, {});
    ASSERT_TRUE(measured);
    const ErrorMetrics& inFile = comparison->tensors[id.index()].error;
    EXPECT_NEAR(measured->front().error.mse, inFile.mse, 1e-12 * inFile.mse) << name;
    EXPECT_EQ(measured->front().error.signLost, inFile.signLost) << name;
  }
}

TEST_F(Measure, TypesThatCannotBeAreLeftOut) {
  const test::TemporaryFolder folder;
  test::writeModel(folder / "odd.gguf", {{"blk.0.attn_q.weight", {96, 4}, TensorType::F32, test::weights(384, 1)}});
  const auto model = test::openModel(folder / "odd.gguf");
  std::vector<TensorType> types = {TensorType::Q4_K, TensorType::Q8_0, static_cast<TensorType>(137)};
  for (const Codec& codec : allCodecs())
    if (!codec.canEncode() && codec.type != TensorType::F32) types.push_back(codec.type);
  const auto candidates = measureCandidates(*model, TensorId{0}, types, nullptr, {}, {});
  ASSERT_TRUE(candidates);
  ASSERT_EQ(candidates->size(), 1U);
  EXPECT_EQ(candidates->front().type, TensorType::Q8_0);
}

TEST_F(Measure, ASampleIsNearAndSaysThatItIsOne) {
  const TensorType type = TensorType::Q4_K;
  const TensorId id = tensor("token_embd.weight");
  const auto exact = measureCandidates(*m_model, id, std::span(&type, 1), nullptr, {}, {});
  const auto sample = measureCandidates(*m_model, id, std::span(&type, 1), nullptr, {100'000}, {});
  const auto again = measureCandidates(*m_model, id, std::span(&type, 1), nullptr, {100'000}, {});
  ASSERT_TRUE(exact && sample && again);
  EXPECT_TRUE(sample->front().error.sampled);
  EXPECT_LE(sample->front().error.values, 100'000U);
  EXPECT_GT(sample->front().error.values, 90'000U);
  EXPECT_NEAR(sample->front().error.sqnrDb, exact->front().error.sqnrDb, 1.0);
  EXPECT_EQ(sample->front().error.mse, again->front().error.mse);
}

TEST_F(Measure, AnalysisAgreesWithCandidatesAndWithItself) {
  const TensorId id = tensor("blk.1.ffn_down.weight");
  const TensorType type = TensorType::Q4_K;
  const auto analysis = analyzeTensor(*m_model, id, type, nullptr, {}, {});
  const auto candidates = measureCandidates(*m_model, id, std::span(&type, 1), nullptr, {}, {});
  const auto source = measureSource(*m_model, id, {}, {});
  ASSERT_TRUE(analysis && candidates && source);
  EXPECT_EQ(analysis->error.mse, candidates->front().error.mse);
  EXPECT_EQ(analysis->source.kurtosis, source->kurtosis);
  EXPECT_EQ(analysis->source.beyond6Sigma, source->beyond6Sigma);
  EXPECT_GT(source->kurtosis, 1.0) << "it has outlier channels";
  std::uint64_t counted = 0;
  for (const std::uint64_t bin : analysis->weights.bins) counted += bin;
  EXPECT_EQ(counted, 256U * 768U);
  EXPECT_EQ(analysis->columnPeaks.size(), 768U);
  EXPECT_EQ(analysis->rowPeaks.size(), 256U);
  ASSERT_EQ(analysis->outliers.size(), 64U);
  const Outlier& top = analysis->outliers.front();
  EXPECT_EQ(static_cast<double>(std::abs(top.value)), analysis->source.maxAbs);
  const auto rows = readRows(*m_model, id, type, nullptr, top.row, 1);
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->source[top.column], top.value);
  EXPECT_EQ(rows->decoded[top.column], top.decoded);
}

TEST_F(Measure, AnalysisOfTheSourceItselfHasNoError) {
  const auto analysis = analyzeTensor(*m_model, tensor("blk.0.attn_q.weight"), TensorType::F16, nullptr, {}, {});
  ASSERT_TRUE(analysis);
  EXPECT_EQ(analysis->error.mse, 0);
  EXPECT_EQ(analysis->weights.bins, analysis->decodedWeights.bins);
}

TEST_F(Measure, AnalysisOfASampleKnowsItsRows) {
  const auto analysis = analyzeTensor(*m_model, tensor("token_embd.weight"), TensorType::Q8_0, nullptr, {2560}, {});
  ASSERT_TRUE(analysis);
  EXPECT_TRUE(analysis->source.sampled);
  ASSERT_EQ(analysis->rowPeaks.size(), 10U);
  EXPECT_EQ(analysis->peakRows[0], 204U);
  EXPECT_EQ(analysis->peakRows[9], 3890U);
}

TEST_F(Measure, ImportanceMovesTheErrorToWhereItMatters) {
  const auto importance = ImportanceMatrix::read(test::samplePath("fireside.imatrix.gguf"));
  ASSERT_TRUE(importance) << importance.error().message();
  const TensorType type = TensorType::Q2_K;
  const TensorId id = tensor("blk.2.ffn_down.weight");
  const auto without = measureCandidates(*m_model, id, std::span(&type, 1), nullptr, {}, {});
  const auto with = measureCandidates(*m_model, id, std::span(&type, 1), &*importance, {}, {});
  ASSERT_TRUE(without && with);
  EXPECT_LT(with->front().error.weightedRelativeMse, with->front().error.relativeMse);
  EXPECT_GE(with->front().error.relativeMse, without->front().error.relativeMse);
}

TEST_F(Measure, ImportanceOfAnotherModelIsRefused) {
  const test::TemporaryFolder folder;
  test::writeImportance(folder / "m.dat", {{"blk.0.attn_q.weight", std::vector<float>(128, 1.0F)}});
  const auto importance = ImportanceMatrix::read(folder / "m.dat");
  ASSERT_TRUE(importance);
  const auto measured = analyzeTensor(*m_model, tensor("blk.0.attn_q.weight"), TensorType::Q4_K, &*importance, {}, {});
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().code, ErrorCode::WrongImportance);
}

TEST_F(Measure, EveryCallHearsACancel) {
  std::stop_source stop;
  stop.request_stop();
  const Job job(stop.get_token());
  const TensorId id = tensor("token_embd.weight");
  const std::vector<TensorType> types = encodableTypes();
  EXPECT_EQ(measureCandidates(*m_model, id, types, nullptr, {}, job).error().code, ErrorCode::Cancelled);
  EXPECT_EQ(analyzeTensor(*m_model, id, TensorType::Q8_0, nullptr, {}, job).error().code, ErrorCode::Cancelled);
  EXPECT_EQ(measureSource(*m_model, id, {}, job).error().code, ErrorCode::Cancelled);
  EXPECT_EQ(compareModels(*m_model, *m_model, {}, job).error().code, ErrorCode::Cancelled);
}

TEST_F(Measure, ACancelInTheMiddleStopsThere) {
  std::stop_source stop;
  double last = 0;
  const Job job(stop.get_token(), [&](double fraction) {
    last = fraction;
    if (fraction > 0.2) stop.request_stop();
  });
  const auto measured = measureCandidates(*m_model, tensor("token_embd.weight"), encodableTypes(), nullptr, {}, job);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().code, ErrorCode::Cancelled);
  EXPECT_LT(last, 0.6);
}

TEST_F(Measure, TypesThatAreNoneForWeightsAreRefusedInWords) {
  for (const Codec& codec : allCodecs()) {
    if (codec.canEncode()) continue;
    const auto measured = analyzeTensor(*m_model, tensor("blk.0.attn_q.weight"), codec.type, nullptr, {}, {});
    ASSERT_FALSE(measured);
    EXPECT_EQ(measured.error().code, ErrorCode::UnsupportedType);
    EXPECT_NE(measured.error().message().find("is no type for weights"), std::string::npos)
        << measured.error().message();
  }
}

TEST_F(Measure, RowsOutsideTheTensorAreRefused) {
  const TensorId id = tensor("blk.0.attn_q.weight");
  EXPECT_TRUE(readRows(*m_model, id, TensorType::Q4_K, nullptr, 255, 1));
  for (const auto& [first, count] : {std::pair<std::uint64_t, std::uint64_t>{256, 1}, {250, 7}, {1, ~std::uint64_t{0}}})
    EXPECT_EQ(readRows(*m_model, id, TensorType::Q4_K, nullptr, first, count).error().code, ErrorCode::InvalidArgument);
}

TEST_F(Measure, NotFiniteSourceValuesAreCountedNotEncoded) {
  const test::TemporaryFolder folder;
  std::vector<test::TestTensor> tensors = test::smallModel(TensorType::F32);
  tensors[2].values[77] = std::numeric_limits<float>::quiet_NaN();
  test::writeModel(folder / "nan.gguf", tensors);
  const auto model = test::openModel(folder / "nan.gguf");
  const auto analysis = analyzeTensor(*model, TensorId{2}, TensorType::Q4_K, nullptr, {}, {});
  ASSERT_TRUE(analysis);
  EXPECT_EQ(analysis->source.notFinite, 1U);
  EXPECT_EQ(analysis->error.values, 65535U);
  EXPECT_TRUE(std::isfinite(analysis->error.mse));
}

TEST_F(Measure, ModelsAreComparedByName) {
  const test::TemporaryFolder folder;
  std::vector<test::TestTensor> tensors = test::smallModel(TensorType::F32);
  test::writeModel(folder / "a.gguf", tensors);
  tensors.erase(tensors.begin());
  tensors.back().name = "renamed.weight";
  test::writeModel(folder / "b.gguf", tensors);
  const auto a = test::openModel(folder / "a.gguf");
  const auto b = test::openModel(folder / "b.gguf");
  const auto comparison = compareModels(*a, *b, {}, {});
  ASSERT_TRUE(comparison);
  EXPECT_EQ(comparison->onlyInOriginal, (std::vector<std::string>{"token_embd.weight", "output.weight"}));
  EXPECT_EQ(comparison->onlyInQuantized, std::vector<std::string>{"renamed.weight"});
  EXPECT_EQ(comparison->total.mse, 0);
  EXPECT_EQ(compareModels(*m_model, *a, {}, {}).error().code, ErrorCode::Corrupt) << "other shapes";
  test::writeModel(folder / "c.gguf", {{"other", {32}, TensorType::F32, test::weights(32, 1)}});
  EXPECT_EQ(compareModels(*a, *test::openModel(folder / "c.gguf"), {}, {}).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace halftone
