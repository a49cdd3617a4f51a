// The candidate table's model: its rows, what they add, and how it follows plan, selection and measurements.
#include "app/models/candidate_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QTest>

#include "app/commands/type_commands.h"
#include "core/run/measure.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

class CandidateModelTest : public testing::Test {
 protected:
  CandidateModelTest() : m_measurements(m_document, m_jobs), m_model(m_document, m_measurements) {
    m_document.setModel(*Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf")));
  }

  TensorId id(const char* name) const { return *m_document.model()->findTensor(name); }
  void select(std::initializer_list<const char*> names) {
    QList<TensorId> ids;
    for (const char* name : names) ids.append(id(name));
    std::sort(ids.begin(), ids.end());
    m_document.select(ids, ids.front());
  }
  QString text(TensorType type, int column) const {
    return m_model.index(m_model.rowOf(type), column).data().toString();
  }

  JobQueue m_jobs;
  ModelDocument m_document;
  Measurements m_measurements;
  CandidateModel m_model;
  QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(CandidateModelTest, HasNoRowsWithoutASelection) {
  EXPECT_EQ(m_model.rowCount(), 0);
  select({"output.weight"});
  EXPECT_GE(m_model.rowCount(), 13);
  m_document.select({}, std::nullopt);
  EXPECT_EQ(m_model.rowCount(), 0);
  m_document.setModel(nullptr);
  EXPECT_EQ(m_model.rowCount(), 0);
}

TEST_F(CandidateModelTest, OffersEveryTypeThatWeightsCanHave) {
  select({"output.weight"});
  for (const TensorTypeInfo& info : knownTensorTypes())
    EXPECT_EQ(m_model.rowOf(info.type) >= 0, isWeightType(info.type)) << info.name;
}

TEST_F(CandidateModelTest, TellsSizeAndChangeAgainstThePlan) {
  select({"blk.0.ffn_gate.weight"});  // 768 × 256, q4_K: 110,592 bytes; q8_0: 208,896
  EXPECT_EQ(text(TensorType::Q4_K, CandidateModel::Size), QStringLiteral("111 kB"));
  EXPECT_EQ(text(TensorType::Q4_K, CandidateModel::Change), QStringLiteral("±0"));
  EXPECT_EQ(text(TensorType::Q8_0, CandidateModel::Change), QStringLiteral("+98.3 kB"));
  EXPECT_EQ(text(TensorType::Q4_K, CandidateModel::Bits), QStringLiteral("4.50"));
  giveType(m_document, m_document.selection(), TensorType::Q8_0);
  EXPECT_EQ(text(TensorType::Q8_0, CandidateModel::Change), QStringLiteral("±0"));
  EXPECT_EQ(text(TensorType::Q4_K, CandidateModel::Change), QStringLiteral("−98.3 kB"));
  EXPECT_TRUE(m_model.index(m_model.rowOf(TensorType::Q8_0), 0).data(CandidateModel::PlannedRole).toBool());
  EXPECT_FALSE(m_model.index(m_model.rowOf(TensorType::Q4_K), 0).data(CandidateModel::PlannedRole).toBool());
}

TEST_F(CandidateModelTest, FiguresArriveAsTheyAreMeasured) {
  select({"blk.0.attn_k.weight"});
  EXPECT_EQ(text(TensorType::Q4_K, CandidateModel::Sqnr), QStringLiteral("…"));
  m_measurements.wantCandidates(id("blk.0.attn_k.weight"));
  ASSERT_TRUE(QTest::qWaitFor([this] { return m_jobs.jobs().empty(); }, 60000));
  const double q4 =
      m_model.index(m_model.rowOf(TensorType::Q4_K), CandidateModel::Sqnr).data(CandidateModel::SortRole).toDouble();
  const double q8 =
      m_model.index(m_model.rowOf(TensorType::Q8_0), CandidateModel::Sqnr).data(CandidateModel::SortRole).toDouble();
  EXPECT_GT(q4, 5);
  EXPECT_GT(q8, q4 + 10);
  EXPECT_EQ(text(TensorType::F16, CandidateModel::Sqnr), QStringLiteral("∞ dB"));
  EXPECT_EQ(text(TensorType::F16, CandidateModel::SignLost), QStringLiteral("0 %"));
}

TEST_F(CandidateModelTest, SeveralTensorsShowTheirFiguresTogether) {
  select({"blk.0.attn_k.weight", "blk.1.ffn_up.weight"});  // of different sizes
  EXPECT_EQ(text(TensorType::Q4_K, CandidateModel::Sqnr), QStringLiteral("…"));
  m_measurements.wantCandidates(m_document.selection());
  ASSERT_TRUE(QTest::qWaitFor([this] { return m_jobs.jobs().empty(); }, 60000));
  ErrorSums sums;
  for (const TensorId tensor : m_document.selection()) {
    const TensorType type = TensorType::Q4_K;
    const auto candidates = measureCandidates(*m_document.model(), tensor, {&type, 1}, nullptr, {}, {});
    ASSERT_TRUE(candidates);
    sums.merge(candidates->front().sums);
  }
  const QModelIndex shown = m_model.index(m_model.rowOf(TensorType::Q4_K), CandidateModel::Sqnr);
  EXPECT_DOUBLE_EQ(shown.data(CandidateModel::SortRole).toDouble(), sums.metrics().sqnrDb);
  EXPECT_EQ(text(TensorType::F16, CandidateModel::Sqnr), QStringLiteral("∞ dB"));
}

TEST_F(CandidateModelTest, ManyTensorsAreMeasuredOnSamplesAndSaySo) {
  QList<TensorId> all;
  ErrorSums sums;
  const TensorType type = TensorType::Q8_0;
  for (const TensorInfo& tensor : m_document.model()->tensors()) {
    all.append(tensor.id);
    if (!whyNotType(tensor, type).empty()) continue;
    sums.merge(measureCandidates(*m_document.model(), tensor.id, {&type, 1}, nullptr, {}, {})->front().sums);
  }
  m_document.select(all, all.front());
  m_measurements.wantCandidates(all);
  const QModelIndex shown = m_model.index(m_model.rowOf(type), CandidateModel::Sqnr);
  EXPECT_EQ(shown.data(Qt::ToolTipRole).toString().contains(QStringLiteral("tensors keep what they have")), true);
  ASSERT_TRUE(QTest::qWaitFor([this] { return m_jobs.jobs().empty(); }, 60000));
  EXPECT_TRUE(shown.data().toString().startsWith(QStringLiteral("≈"))) << shown.data().toString().toStdString();
  EXPECT_NEAR(shown.data(CandidateModel::SortRole).toDouble(), sums.metrics().sqnrDb, 0.5);
}

TEST_F(CandidateModelTest, TypesThatNoneCanHaveAreDisabledWithTheReason) {
  select({"output_norm.weight"});
  const QModelIndex q4 = m_model.index(m_model.rowOf(TensorType::Q4_K), 0);
  EXPECT_FALSE(q4.flags().testFlag(Qt::ItemIsEnabled));
  EXPECT_EQ(q4.data(Qt::ToolTipRole).toString(),
            QString::fromStdString(whyNotType(m_document.model()->tensor(id("output_norm.weight")), TensorType::Q4_K)));
  select({"output_norm.weight", "output.weight"});
  EXPECT_TRUE(m_model.index(m_model.rowOf(TensorType::Q4_K), 0).flags().testFlag(Qt::ItemIsEnabled));
}

}  // namespace
}  // namespace halftone::app
