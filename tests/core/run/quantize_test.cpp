#include "core/run/quantize.h"

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <thread>

#include "core/analysis/tensor_passes.h"
#include "core/run/measure.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

using test::fileBytes;

QuantizeReport mustQuantize(const Model& model, const Plan& plan, const std::filesystem::path& output,
                            unsigned threads = 2, RunObserver* observer = nullptr,
                            const ImportanceMatrix* importance = nullptr) {
  QuantizeOptions options;
  options.output = output;
  options.threads = threads;
  const Result<QuantizeReport> report = quantize(model, plan, importance, options, observer, {});
  if (!report) throw std::runtime_error(report.error().message());
  return *report;
}

TEST(Quantize, WritesThePlannedFile) {
  const test::TemporaryFolder folder;
  const auto model = test::sampleModel();
  const Plan plan = test::planOf(*model, Preset::Q4_K_M);
  const QuantizeReport report = mustQuantize(*model, plan, folder / "out.gguf");
  ASSERT_EQ(report.files, std::vector<std::filesystem::path>{folder / "out.gguf"});
  EXPECT_EQ(std::filesystem::file_size(folder / "out.gguf"), plan.fileBytes.count);
  EXPECT_EQ(report.fileBytes, plan.fileBytes);
  EXPECT_EQ(test::namesIn(folder.path()), std::vector<std::string>{"out.gguf"}) << "no leftovers";

  const auto written = test::openModel(folder / "out.gguf");
  ASSERT_EQ(written->tensors().size(), plan.entries.size());
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    EXPECT_EQ(written->tensors()[i].name, plan.entries[i].name);
    EXPECT_EQ(written->tensors()[i].type, plan.entries[i].type);
  }
  const auto comparison = compareModels(*model, *written, {}, {});
  ASSERT_TRUE(comparison);
  EXPECT_GT(comparison->total.sqnrDb, 18) << "about 4.9 bits a weight";
  EXPECT_LT(comparison->total.sqnrDb, 35);
}

TEST(Quantize, TheSameBytesFromAnyNumberOfThreads) {
  const test::TemporaryFolder folder;
  const auto model = test::sampleModel();
  for (const Preset preset : {Preset::Q4_K_M, Preset::Q8_0}) {
    const Plan plan = test::planOf(*model, preset);
    mustQuantize(*model, plan, folder / "one.gguf", 1);
    const std::vector<std::byte> expected = fileBytes(folder / "one.gguf");
    for (const unsigned threads : {2U, 5U, 0U}) {
      mustQuantize(*model, plan, folder / "many.gguf", threads);
      EXPECT_TRUE(fileBytes(folder / "many.gguf") == expected) << threads << " threads";
    }
  }
}

TEST(Quantize, TheSameBytesOnEverySimdTarget) {
  const test::TemporaryFolder folder;
  test::writeModel(folder / "in.gguf", test::smallModel(TensorType::F16));
  const auto model = test::openModel(folder / "in.gguf");
  std::vector<std::pair<std::string, std::vector<float>>> entries;
  for (const TensorInfo& tensor : model->tensors())
    if (tensor.shape.rank == 2) entries.emplace_back(tensor.name, std::vector<float>(tensor.shape.columns(), 0.5F));
  for (auto& entry : entries) entry.second[3] = 20;
  test::writeImportance(folder / "m.dat", entries);
  const auto importance = ImportanceMatrix::read(folder / "m.dat");
  ASSERT_TRUE(importance) << importance.error().message();
  for (const Preset preset : {Preset::Q2_K, Preset::Q3_K_L, Preset::Q4_K_M, Preset::Q5_K_S, Preset::Q4_1}) {
    const Plan plan = test::planOf(*model, preset);
    mustQuantize(*model, plan, folder / "best.gguf", 2, nullptr, &*importance);
    const std::vector<std::byte> expected = fileBytes(folder / "best.gguf");
    for (const std::string_view target : simdTargets()) {
      ASSERT_TRUE(forceSimdTarget(target));
      mustQuantize(*model, plan, folder / "other.gguf", 2, nullptr, &*importance);
      EXPECT_TRUE(fileBytes(folder / "other.gguf") == expected) << presetInfo(preset).name << " on " << target;
    }
    ASSERT_TRUE(forceSimdTarget(""));
  }
}

TEST(Quantize, TheSameTypeIsCopiedUntouched) {
  const test::TemporaryFolder folder;
  const auto model = test::sampleModel();
  mustQuantize(*model, test::planOf(*model, Preset::F16), folder / "copy.gguf");
  const auto copy = test::openModel(folder / "copy.gguf");
  for (const TensorInfo& tensor : model->tensors()) {
    const auto original = model->bytes(tensor.id);
    const auto copied = copy->bytes(copy->findTensor(tensor.name).value());
    EXPECT_TRUE(std::equal(original.begin(), original.end(), copied.begin(), copied.end())) << tensor.name;
  }
}

TEST(Quantize, ShardsHoldWhatOneFileHolds) {
  const test::TemporaryFolder folder;
  test::writeModel(folder / "in.gguf", test::smallModel(TensorType::F16));
  const auto model = test::openModel(folder / "in.gguf");
  mustQuantize(*model, test::planOf(*model, Preset::Q8_0), folder / "whole.gguf");
  PlanRequest request;
  request.preset = Preset::Q8_0;
  request.split.maxTensors = 8;
  const Plan plan = test::planOf(*model, request);
  ASSERT_EQ(plan.shards.size(), 3U);
  const QuantizeReport report = mustQuantize(*model, plan, folder / "cut.gguf");
  ASSERT_EQ(report.files.size(), 3U);
  EXPECT_EQ(report.files[2].filename(), "cut-00003-of-00003.gguf");
  const auto whole = test::openModel(folder / "whole.gguf");
  const auto cut = test::openModel(report.files[1]);
  ASSERT_EQ(cut->tensors().size(), whole->tensors().size());
  for (const TensorInfo& tensor : whole->tensors()) {
    const auto a = whole->bytes(tensor.id);
    const auto b = cut->bytes(cut->findTensor(tensor.name).value());
    EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end())) << tensor.name;
  }
}

// Makes a folder where the third shard is to go, once the run has checked and encoded everything.
class InTheWay : public RunObserver {
 public:
  explicit InTheWay(std::filesystem::path path) : m_path(std::move(path)) {}
  void progressed(const RunProgress& progress) override {
    if (progress.verifying) std::filesystem::create_directory(m_path);
  }

 private:
  const std::filesystem::path m_path;
};

TEST(Quantize, ShardsThatCannotAllBeReplacedDoNotOpenAsAMixture) {
  const test::TemporaryFolder folder;
  test::writeModel(folder / "in.gguf", test::smallModel(TensorType::F16));
  const auto model = test::openModel(folder / "in.gguf");
  PlanRequest request;
  request.preset = Preset::Q8_0;
  request.split.maxTensors = 8;
  const Plan plan = test::planOf(*model, request);
  const QuantizeReport old = mustQuantize(*model, plan, folder / "cut.gguf");
  ASSERT_EQ(old.files.size(), 3U);
  std::filesystem::remove(old.files[2]);
  InTheWay observer(old.files[2]);
  QuantizeOptions options;
  options.output = folder / "cut.gguf";
  const auto run = quantize(*model, plan, nullptr, options, &observer, {});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::CannotWrite) << run.error().message();
  EXPECT_FALSE(std::filesystem::exists(old.files[0])) << "without its first shard no set opens";
  const auto opened = Model::open(old.files[1]);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::MissingShard) << opened.error().message();
}

TEST(Quantize, CountsWeightsThatAreTooLargeForF16) {
  const test::TemporaryFolder folder;
  std::vector<test::TestTensor> tensors = test::smallModel(TensorType::F32);
  test::TestTensor& large = tensors.back();
  ASSERT_EQ(large.dimensions.size(), 2U) << large.name;
  large.values[3] = 65504.0F;
  large.values[4] = 65505.0F;
  large.values[5] = -1e9F;
  test::writeModel(folder / "in.gguf", tensors);
  const auto model = test::openModel(folder / "in.gguf");
  const QuantizeReport half = mustQuantize(*model, test::planOf(*model, Preset::F16), folder / "f16.gguf");
  EXPECT_EQ(half.saturatedValues, 2U);
  EXPECT_EQ(half.saturatedTensors, std::vector<std::string>{large.name});
  EXPECT_EQ(mustQuantize(*model, test::planOf(*model, Preset::BF16), folder / "bf16.gguf").saturatedValues, 0U);
}

TEST(Quantize, ExpertsAreEncodedWithTheirOwnImportance) {
  const test::TemporaryFolder folder;
  std::vector<test::TestTensor> tensors = test::smallModel(TensorType::F32);
  tensors.push_back({"blk.0.ffn_up_exps.weight", {256, 8, 4}, TensorType::F32, test::weights(256 * 8 * 4, 77)});
  test::writeModel(folder / "in.gguf", tensors);
  const auto model = test::openModel(folder / "in.gguf");
  std::vector<float> perExpert;
  for (int expert = 0; expert < 4; ++expert)
    for (int column = 0; column < 256; ++column) perExpert.push_back(column % 4 == expert ? 100.0F : 0.01F);
  test::writeImportance(folder / "m.dat", {{"blk.0.ffn_up_exps.weight", perExpert}});
  const auto importance = ImportanceMatrix::read(folder / "m.dat", *model);
  ASSERT_TRUE(importance) << importance.error().message();

  const Plan plan = test::planOf(*model, Preset::Q4_0);
  mustQuantize(*model, plan, folder / "out.gguf", 2, nullptr, &*importance);
  const auto written = test::openModel(folder / "out.gguf");
  const TensorInfo& stacked = written->tensor(written->findTensor("blk.0.ffn_up_exps.weight").value());
  const Codec& codec = *findCodec(stacked.type);
  ASSERT_NE(stacked.type, TensorType::F32);
  const std::vector<float>& values = tensors.back().values;
  std::vector<std::byte> expected(written->bytes(stacked.id).size());
  for (std::size_t expert = 0; expert < 4; ++expert)
    codec.encode({std::span(values).subspan(expert * 2048, 2048), 256, std::span(perExpert).subspan(expert * 256, 256)},
                 std::span(expected).subspan(expert * expected.size() / 4, expected.size() / 4));
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), written->bytes(stacked.id).begin()));
}

// Checks the order of the calls and gathers what a run shows.
class Watcher : public RunObserver {
 public:
  explicit Watcher(bool wantsDecoded) : m_wantsDecoded(wantsDecoded) {}
  bool wantsDecoded() const override { return m_wantsDecoded; }

  void runStarted(const Plan& plan) override { rows.resize(plan.entries.size()), errors.resize(plan.entries.size()); }
  void tensorStarted(const PlanEntry& entry) override {
    EXPECT_EQ(entry.tensor.index(), started++);
    const std::scoped_lock lock(m_mutex);
    m_open[entry.tensor.index()] = true;
  }
  void rowsEncoded(const PlanEntry& entry, const RowSlab& slab, std::span<const std::byte> bytes) override {
    EXPECT_EQ(slab.decoded.size(), m_wantsDecoded ? slab.source.size() : 0U);
    EXPECT_FALSE(bytes.empty());
    ErrorSums sums;
    if (m_wantsDecoded) sums.add(slab);
    const std::scoped_lock lock(m_mutex);
    EXPECT_TRUE(m_open[entry.tensor.index()]) << entry.name;
    rows[entry.tensor.index()] += slab.rows();
    errors[entry.tensor.index()][slab.firstRow] = sums;
  }
  void tensorFinished(const PlanEntry& entry) override {
    EXPECT_EQ(entry.tensor.index(), finished++);
    const std::scoped_lock lock(m_mutex);
    m_open[entry.tensor.index()] = false;
    EXPECT_EQ(rows[entry.tensor.index()], entry.shape.rows()) << "all rows were shown before it finished";
  }
  void progressed(const RunProgress& progress) override {
    EXPECT_LE(progress.done, progress.total);
    EXPECT_GE(progress.secondsLeft, 0);
    EXPECT_TRUE(progress.verifying || !verified) << "verification comes last";
    verified = progress.verifying;
    last = progress;
  }
  void runFinished() override { ++ended; }

  std::size_t started = 0;
  std::size_t finished = 0;
  int ended = 0;
  bool verified = false;
  RunProgress last;
  std::vector<std::uint64_t> rows;
  std::vector<std::map<std::uint64_t, ErrorSums>> errors;  // by first row

 private:
  const bool m_wantsDecoded;
  std::mutex m_mutex;
  std::map<std::size_t, bool> m_open;
};

TEST(Quantize, ObserversSeeEveryRowOnceBetweenStartAndFinish) {
  const test::TemporaryFolder folder;
  const auto model = test::sampleModel();
  const Plan plan = test::planOf(*model, Preset::Q4_K_M);
  for (const bool wantsDecoded : {false, true}) {
    Watcher watcher(wantsDecoded);
    mustQuantize(*model, plan, folder / "out.gguf", 2, &watcher);
    EXPECT_EQ(watcher.started, plan.entries.size());
    EXPECT_EQ(watcher.finished, plan.entries.size());
    EXPECT_EQ(watcher.ended, 1);
    EXPECT_TRUE(watcher.verified);
    EXPECT_EQ(watcher.last.done, watcher.last.total);
    EXPECT_EQ(watcher.last.secondsLeft, 0);
  }
}

TEST(Quantize, ErrorsSeenWhileEncodingAreThoseOfTheFile) {
  const test::TemporaryFolder folder;
  const auto model = test::sampleModel();
  const Plan plan = test::planOf(*model, Preset::Q3_K_L);
  Watcher watcher(true);
  mustQuantize(*model, plan, folder / "out.gguf", 2, &watcher);
  const auto written = test::openModel(folder / "out.gguf");
  const auto comparison = compareModels(*model, *written, {}, {});
  ASSERT_TRUE(comparison);
  ASSERT_EQ(comparison->tensors.size(), plan.entries.size());
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    ErrorSums sums;
    for (const auto& [row, part] : watcher.errors[i]) sums.merge(part);
    const ErrorMetrics seen = sums.metrics();
    const ErrorMetrics& inFile = comparison->tensors[i].error;
    EXPECT_EQ(seen.values, inFile.values);
    EXPECT_EQ(seen.maxError, inFile.maxError) << plan.entries[i].name;
    EXPECT_EQ(seen.signLost, inFile.signLost) << plan.entries[i].name;
    EXPECT_NEAR(seen.mse, inFile.mse, 1e-12 * inFile.mse) << plan.entries[i].name;
  }
}

TEST(Quantize, ProgressRisesToOne) {
  const test::TemporaryFolder folder;
  const auto model = test::sampleModel();
  std::vector<double> fractions;
  const Job job({}, [&](double fraction) { fractions.push_back(fraction); });
  QuantizeOptions options;
  options.output = folder / "out.gguf";
  ASSERT_TRUE(quantize(*model, test::planOf(*model, Preset::Q4_K_M), nullptr, options, nullptr, job));
  EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
  EXPECT_EQ(fractions.back(), 1.0);
}

TEST(Quantize, AQuantizedFileCanBeQuantizedAgainByConsent) {
  const test::TemporaryFolder folder;
  const auto model = test::sampleModel();
  mustQuantize(*model, test::planOf(*model, Preset::Q8_0), folder / "q8.gguf");
  const auto eight = test::openModel(folder / "q8.gguf");
  PlanRequest request;
  request.preset = Preset::Q4_K_M;
  request.allowRequantize = true;
  mustQuantize(*eight, test::planOf(*eight, request), folder / "q4.gguf");
  const auto comparison = compareModels(*model, *test::openModel(folder / "q4.gguf"), {}, {});
  ASSERT_TRUE(comparison);
  EXPECT_GT(comparison->total.sqnrDb, 18);
}

}  // namespace
}  // namespace halftone
