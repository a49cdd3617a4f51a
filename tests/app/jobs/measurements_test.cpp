#include "app/jobs/measurements.h"

#include <gtest/gtest.h>

#include <QTest>
#include <chrono>
#include <cmath>
#include <thread>

#include "app/commands/type_commands.h"
#include "app/jobs/selection_figures.h"
#include "core/run/measure.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

constexpr int kPatienceMs = 120'000;

class MeasurementsTest : public testing::Test {
 protected:
  MeasurementsTest() {
    const auto model = Model::open(test::samplePath("Fireside-6.8M-v1.0-F16.gguf"));
    EXPECT_TRUE(model);
    document.setModel(*model);
    tensor = *document.model()->findTensor("blk.0.attn_q.weight");
    QObject::connect(&measurements, &Measurements::failed,
                     [](const QString& text) { ADD_FAILURE() << qPrintable(text); });
  }
  bool waitFor(const std::function<bool()>& done) { return QTest::qWaitFor(done, kPatienceMs); }

  // The exact figures that the core gives.
  ErrorMetrics truth(TensorType type, Effort effort) const {
    const auto measured = measureCandidates(*document.model(), tensor, {&type, 1}, nullptr, {}, {}, effort);
    return measured->front().error;
  }
  JobQueue jobs;
  ModelDocument document;
  Measurements measurements{document, jobs};
  TensorId tensor;
};

TEST_F(MeasurementsTest, NothingIsMeasuredUnlessWanted) {
  QTest::qWait(50);
  EXPECT_TRUE(jobs.jobs().empty());
  EXPECT_EQ(measurements.error(tensor, TensorType::Q4_K), nullptr);
}

TEST_F(MeasurementsTest, ThePlanGetsExactFigures) {
  measurements.wantPlanned(true);
  ASSERT_TRUE(waitFor([&] {
    const PlannedProgress progress = measurements.plannedProgress();
    return progress.exact == progress.tensors;
  }));
  for (const TensorInfo& info : document.model()->tensors()) {
    const ErrorMetrics* error = measurements.error(info.id, document.typeOf(info.id));
    ASSERT_NE(error, nullptr) << info.name;
    EXPECT_FALSE(error->sampled) << info.name;
    EXPECT_EQ(std::isinf(error->sqnrDb), document.typeOf(info.id) == info.type) << info.name;
    EXPECT_NE(measurements.source(info.id), nullptr) << info.name;
  }
}

TEST_F(MeasurementsTest, AChangedPlanMeasuresOnlyWhatChanged) {
  measurements.wantPlanned(true);
  const auto complete = [&] {
    const PlannedProgress progress = measurements.plannedProgress();
    return progress.exact == progress.tensors;
  };
  ASSERT_TRUE(waitFor(complete));
  int measured = 0;
  const auto listening =
      QObject::connect(&measurements, &Measurements::errorMeasured, [&](TensorId id, TensorType type) {
        EXPECT_EQ(id, tensor);
        EXPECT_EQ(type, TensorType::Q3_K);
        ++measured;
      });
  giveType(document, {tensor}, TensorType::Q3_K);
  ASSERT_TRUE(waitFor(complete));
  EXPECT_GE(measured, 1);
  QObject::disconnect(listening);
  giveType(document, {tensor}, TensorType::Q8_0);
  document.undoStack().undo();  // its figure is known already
  EXPECT_TRUE(complete());
}

TEST_F(MeasurementsTest, ThePlanIsOneVisibleJobThatStaysCancelled) {
  measurements.wantPlanned(true);
  ASSERT_EQ(jobs.jobs().size(), 1u);
  EXPECT_TRUE(jobs.jobs().front()->visible());
  jobs.jobs().front()->cancel();
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  QTest::qWait(20);
  EXPECT_TRUE(jobs.jobs().empty());
  EXPECT_LT(measurements.plannedProgress().exact, measurements.plannedProgress().tensors);
  giveType(document, {tensor}, TensorType::Q3_K);
  EXPECT_EQ(jobs.jobs().size(), 1u);
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  EXPECT_EQ(measurements.plannedProgress().exact, measurements.plannedProgress().tensors);
}

TEST_F(MeasurementsTest, SamplesAreEnoughUntilExactFiguresAreWanted) {
  measurements.wantExactPlanned(false);
  measurements.wantPlanned(true);
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  const PlannedProgress rough = measurements.plannedProgress();
  EXPECT_EQ(rough.measured, rough.tensors);
  EXPECT_LT(rough.exact, rough.tensors);
  measurements.wantExactPlanned(true);
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  EXPECT_EQ(measurements.plannedProgress().exact, rough.tensors);
}

TEST_F(MeasurementsTest, ThePlanWaitsForAnExport) {
  measurements.wantPlanned(true);
  JobHandle* exporting = jobs.run<int>(
      JobQueue::Lane::Export, QStringLiteral("export"), true, &document,
      [](const Job& job) -> Result<int> {
        while (!job.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return 0;
      },
      [](const Result<int>&) {});
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().size() == 1; }));
  giveType(document, {tensor}, TensorType::Q3_K);
  EXPECT_EQ(jobs.jobs(), std::vector<JobHandle*>{exporting});
  exporting->cancel();
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  EXPECT_EQ(measurements.plannedProgress().exact, measurements.plannedProgress().tensors);
}

TEST_F(MeasurementsTest, CandidatesCoverEveryEncodableTypeThatFits) {
  measurements.wantCandidates(tensor);
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  double lower = 0;
  for (const TensorType type : {TensorType::Q2_K, TensorType::Q4_K, TensorType::Q6_K, TensorType::Q8_0}) {
    if (!whyNotType(document.model()->tensor(tensor), type).empty()) continue;
    const ErrorMetrics* error = measurements.error(tensor, type);
    ASSERT_NE(error, nullptr) << tensorTypeName(type);
    EXPECT_FALSE(error->sampled);
    EXPECT_GT(error->sqnrDb, lower) << tensorTypeName(type);
    lower = error->sqnrDb;
  }
}

TEST_F(MeasurementsTest, TheLatestAnalysisWins) {
  int q4 = 0;
  int q8 = 0;
  QObject::connect(&measurements, &Measurements::analysisReady,
                   [&](TensorId, TensorType type) { ++(type == TensorType::Q8_0 ? q8 : q4); });
  measurements.wantAnalysis(tensor, TensorType::Q4_0);
  measurements.wantAnalysis(tensor, TensorType::Q8_0);
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  EXPECT_EQ(q4, 0);
  EXPECT_GE(q8, 1);
  ASSERT_NE(measurements.analysis(tensor, TensorType::Q8_0), nullptr);
  EXPECT_FALSE(measurements.analysis(tensor, TensorType::Q8_0)->error.sampled);
}

TEST_F(MeasurementsTest, FiguresAreThoseOfThePlansEffort) {
  const TensorType type = TensorType::Q4_K;
  ASSERT_NE(truth(type, Effort::Quick).sqnrDb, truth(type, Effort::Normal).sqnrDb);
  for (const Effort effort : {Effort::Normal, Effort::Quick}) {
    chooseEffort(document, effort);
    EXPECT_EQ(measurements.error(tensor, type), nullptr);
    EXPECT_EQ(measurements.analysis(tensor, type), nullptr);
    measurements.wantCandidates(tensor);
    measurements.wantAnalysis(tensor, type);
    ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
    ASSERT_NE(measurements.error(tensor, type), nullptr);
    EXPECT_EQ(measurements.error(tensor, type)->sqnrDb, truth(type, effort).sqnrDb);
    ASSERT_NE(measurements.analysis(tensor, type), nullptr);
    EXPECT_EQ(measurements.analysis(tensor, type)->error.sqnrDb, truth(type, effort).sqnrDb);
  }
  document.undoStack().undo();  // back to figures that are known
  ASSERT_NE(measurements.error(tensor, type), nullptr);
  EXPECT_EQ(measurements.error(tensor, type)->sqnrDb, truth(type, Effort::Normal).sqnrDb);
  EXPECT_NE(measurements.analysis(tensor, type), nullptr);
}

TEST_F(MeasurementsTest, ThePlanIsMeasuredAgainWithAnotherEffort) {
  const auto complete = [&] {
    const PlannedProgress progress = measurements.plannedProgress();
    return progress.exact == progress.tensors;
  };
  const TensorType type = document.typeOf(tensor);
  measurements.wantPlanned(true);
  ASSERT_TRUE(waitFor(complete));
  chooseEffort(document, Effort::Quick);
  EXPECT_LT(measurements.plannedProgress().measured, measurements.plannedProgress().tensors);
  EXPECT_EQ(measurements.error(tensor, type), nullptr);
  EXPECT_NE(measurements.source(tensor), nullptr);  // what no encoder touches stays
  ASSERT_TRUE(waitFor(complete));
  EXPECT_EQ(measurements.error(tensor, type)->sqnrDb, truth(type, Effort::Quick).sqnrDb);
  document.undoStack().undo();
  EXPECT_TRUE(complete());
  EXPECT_EQ(measurements.error(tensor, type)->sqnrDb, truth(type, Effort::Normal).sqnrDb);
}

TEST_F(MeasurementsTest, WhatIsUnderWayWithTheFormerEffortNeverArrivesAsTheNew) {
  const TensorType type = TensorType::Q4_K;
  measurements.wantPlanned(true);
  measurements.wantCandidates(tensor);
  measurements.wantAnalysis(tensor, type);
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().front()->started(); }));
  chooseEffort(document, Effort::Quick);
  measurements.wantCandidates(tensor);
  measurements.wantAnalysis(tensor, type);
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  EXPECT_EQ(measurements.error(tensor, type)->sqnrDb, truth(type, Effort::Quick).sqnrDb);
  EXPECT_EQ(measurements.analysis(tensor, type)->error.sqnrDb, truth(type, Effort::Quick).sqnrDb);
}

TEST_F(MeasurementsTest, SeveralTensorsAreMeasuredWithThePlansEffort) {
  const QList<TensorId> two = {tensor, *document.model()->findTensor("blk.0.attn_k.weight")};
  std::vector<double> found;
  for (const Effort effort : {Effort::Normal, Effort::Quick, Effort::Normal}) {
    chooseEffort(document, effort);
    EXPECT_FALSE(measurements.together().error(TensorType::Q4_K));
    measurements.wantCandidates(two);
    ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
    ASSERT_TRUE(measurements.together().error(TensorType::Q4_K));
    found.push_back(measurements.together().error(TensorType::Q4_K)->sqnrDb);
  }
  EXPECT_NE(found[0], found[1]);
  EXPECT_EQ(found[0], found[2]);
}

TEST_F(MeasurementsTest, AnotherModelDropsWhatIsUnderWay) {
  measurements.wantPlanned(true);
  measurements.wantCandidates(tensor);
  document.setModel(nullptr);
  bool told = false;
  QObject::connect(&measurements, &Measurements::errorMeasured, [&] { told = true; });
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  EXPECT_FALSE(told);
  EXPECT_EQ(measurements.error(tensor, TensorType::Q4_K), nullptr);
  EXPECT_EQ(measurements.plannedProgress().tensors, 0);
}

TEST_F(MeasurementsTest, ImportanceKeepsTheSourceAndDropsTheErrors) {
  measurements.wantAnalysis(tensor, TensorType::Q4_0);
  ASSERT_TRUE(waitFor([&] { return jobs.jobs().empty(); }));
  ASSERT_NE(measurements.source(tensor), nullptr);
  const auto matrix = ImportanceMatrix::read(test::samplePath("fireside.imatrix.gguf"));
  ASSERT_TRUE(matrix);
  document.setImportance(std::make_shared<const ImportanceMatrix>(*matrix));
  EXPECT_NE(measurements.source(tensor), nullptr);
  EXPECT_EQ(measurements.error(tensor, TensorType::Q4_0), nullptr);
  EXPECT_EQ(measurements.analysis(tensor, TensorType::Q4_0), nullptr);
}

}  // namespace
}  // namespace halftone::app
