#include "app/models/map_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <filesystem>

#include "app/commands/type_commands.h"
#include "tests/app/support/small_model.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone::app {
namespace {

using Tester = QAbstractItemModelTester;

class MapModelTest : public testing::Test {
 protected:
  int rowNamed(const char* name) const {
    for (int row = 0; row < map.rowCount(); ++row)
      if (map.mapRow(row).name == QLatin1String(name)) return row;
    return -1;
  }
  JobQueue jobs;
  ModelDocument document;
  Measurements measurements{document, jobs};
  MapModel map{document, measurements};
  Tester tester{&map, Tester::FailureReportingMode::Fatal};
};

TEST_F(MapModelTest, PlacesLayersAcrossAndRolesDown) {
  EXPECT_EQ(map.rowCount(), 0);
  document.setModel(halftone::test::smallModel(4));
  EXPECT_EQ(map.columnCount(), 5);  // outside the layers, then four
  ASSERT_GE(rowNamed("attn_q"), 0);
  EXPECT_EQ(rowNamed("attn_norm"), -1);
  EXPECT_LT(rowNamed("token_embd"), rowNamed("attn_q"));
  EXPECT_LT(rowNamed("attn_q"), rowNamed("attn_v"));
  EXPECT_LT(rowNamed("attn_v"), rowNamed("ffn_down"));
  EXPECT_NE(map.cell(rowNamed("token_embd"), 0), nullptr);
  EXPECT_EQ(map.cell(rowNamed("token_embd"), 1), nullptr);
  EXPECT_EQ(map.cell(rowNamed("attn_q"), 0), nullptr);
  EXPECT_EQ(map.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("1"));
  EXPECT_EQ(map.hiddenTensors(), 5);  // four attn_norm, one output_norm
}

TEST_F(MapModelTest, FallbacksAreTold) {
  document.setModel(halftone::test::smallModel(4, 320));  // rows of 320 do not divide into blocks of 256
  const QModelIndex fallen = map.index(rowNamed("attn_q"), 1);
  EXPECT_TRUE(fallen.data(MapModel::FellBackRole).toBool());
  EXPECT_TRUE(fallen.data(Qt::ToolTipRole).toString().contains(QStringLiteral("instead of q4_K")))
      << qPrintable(fallen.data(Qt::ToolTipRole).toString());
  EXPECT_TRUE(fallen.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("fell back")));
  document.setModel(halftone::test::smallModel(4, 256));
  const QModelIndex whole = map.index(rowNamed("attn_q"), 1);
  EXPECT_FALSE(whole.data(MapModel::FellBackRole).toBool());
  EXPECT_FALSE(whole.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("fell back")));
}

TEST_F(MapModelTest, ShowsSmallTensorsOnRequest) {
  document.setModel(halftone::test::smallModel(4));
  map.setMinorShown(true);
  const int row = rowNamed("attn_norm");
  ASSERT_GE(row, 0);
  EXPECT_TRUE(map.cell(row, 1)->fixed);
  EXPECT_EQ(map.hiddenTensors(), 0);
}

TEST_F(MapModelTest, EveryTensorOfEveryArchitectureHasOnePlace) {
  map.setMinorShown(true);
  for (const char* name : {"llama2-7b", "mixtral-8x7b", "phi3-mini", "qwen3-30b-a3b", "qwen2.5-0.5b"}) {
    document.setModel(halftone::test::syntheticModel(name));
    EXPECT_EQ(map.hiddenTensors(), 0) << name;
    for (const TensorInfo& tensor : document.model()->tensors()) {
      const auto at = map.position(tensor.id);
      ASSERT_TRUE(at) << tensor.name;
      EXPECT_EQ(map.cell(at->first, at->second)->tensor, tensor.id) << tensor.name;
    }
  }
}

TEST_F(MapModelTest, FollowsThePlanCellByCell) {
  document.setModel(halftone::test::smallModel(4));
  const TensorId tensor = *document.model()->findTensor("blk.2.attn_q.weight");
  const auto at = map.position(tensor);
  ASSERT_TRUE(at);
  QSignalSpy changed(&map, &QAbstractItemModel::dataChanged);
  giveType(document, {tensor}, TensorType::Q8_0);
  ASSERT_EQ(changed.count(), 1);
  EXPECT_EQ(changed[0][0].toModelIndex(), map.index(at->first, at->second));
  EXPECT_EQ(changed[0][1].toModelIndex(), map.index(at->first, at->second));
  const QModelIndex index = map.index(at->first, at->second);
  EXPECT_EQ(index.data(MapModel::TypeRole).toString(), QStringLiteral("q8_0"));
  EXPECT_EQ(index.data(MapModel::BitsRole).toDouble(), 8.5);
  EXPECT_TRUE(index.data(MapModel::ByHandRole).toBool());
  document.undoStack().undo();
  EXPECT_FALSE(index.data(MapModel::ByHandRole).toBool());
}

TEST_F(MapModelTest, FiguresThatAreNotMeasuredAreMissingNotZero) {
  document.setModel(halftone::test::smallModel(2));
  const auto at = map.position(*document.model()->findTensor("blk.1.attn_q.weight"));
  const QModelIndex index = map.index(at->first, at->second);
  for (const Lens lens : {Lens::Error, Lens::SignLoss, Lens::Outliers}) {
    map.setLens(lens);
    EXPECT_FALSE(index.data(MapModel::FigureRole).isValid());
    EXPECT_TRUE(index.data(Qt::DisplayRole).toString().isEmpty());
    EXPECT_TRUE(map.scale().empty());
  }
  map.setLens(Lens::Size);
  EXPECT_GT(index.data(MapModel::FigureRole).toDouble(), 0);
}

TEST_F(MapModelTest, AnotherImportanceMatrixTakesTheErrorsOffTheMap) {
  const auto model = Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf"));
  ASSERT_TRUE(model);
  document.setModel(*model);
  map.setLens(Lens::Error);
  const TensorId tensor = *document.model()->findTensor("blk.0.attn_q.weight");
  const auto at = map.position(tensor);
  const QModelIndex index = map.index(at->first, at->second);
  measurements.wantCandidates(tensor);
  ASSERT_TRUE(QTest::qWaitFor([&] { return index.data(MapModel::FigureRole).isValid(); }, 60'000));
  ASSERT_FALSE(map.scale().empty());
  const auto matrix = ImportanceMatrix::read(halftone::test::samplePath("fireside.imatrix.gguf"));
  ASSERT_TRUE(matrix);
  document.setImportance(std::make_shared<const ImportanceMatrix>(*matrix));
  EXPECT_FALSE(index.data(MapModel::FigureRole).isValid());
  EXPECT_TRUE(map.scale().empty());
}

TEST_F(MapModelTest, AnotherEffortTakesTheErrorsOffTheMapUntilTheyAreMeasuredWithIt) {
  document.setModel(*Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf")));
  const TensorId tensor = *document.model()->findTensor("blk.0.attn_q.weight");
  const auto at = map.position(tensor);
  const QModelIndex index = map.index(at->first, at->second);
  for (const Lens lens : {Lens::Error, Lens::SignLoss}) {
    map.setLens(lens);
    measurements.wantCandidates(tensor);
    ASSERT_TRUE(QTest::qWaitFor([&] { return jobs.jobs().empty(); }, 60'000));
    ASSERT_TRUE(QTest::qWaitFor([&] { return index.data(MapModel::FigureRole).isValid(); }, 60'000));
    const double normal = index.data(MapModel::FigureRole).toDouble();
    chooseEffort(document, lens == Lens::Error ? Effort::Quick : Effort::Thorough);
    EXPECT_FALSE(index.data(MapModel::FigureRole).isValid());
    EXPECT_TRUE(map.scale().empty());
    EXPECT_TRUE(index.data(Qt::ToolTipRole).toString().contains(QStringLiteral("not measured yet")));
    document.undoStack().undo();
    EXPECT_EQ(index.data(MapModel::FigureRole).toDouble(), normal);
  }
}

TEST_F(MapModelTest, FiguresThatCannotBeMeasuredSaySoUntilTheyCan) {
  const halftone::test::TemporaryFolder folder;
  const std::filesystem::path source = halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf");
  const std::filesystem::path path = folder / "copy.gguf";
  std::filesystem::copy_file(source, path);
  document.setModel(*Model::open(path));
  const TensorId tensor = *document.model()->findTensor("blk.5.ffn_down.weight");
  const auto at = map.position(tensor);
  const QModelIndex index = map.index(at->first, at->second);
  std::filesystem::resize_file(path, std::filesystem::file_size(source) / 8);
  measurements.wantPlanned(true);
  for (const Lens lens : {Lens::Error, Lens::SignLoss, Lens::Outliers}) {
    map.setLens(lens);
    ASSERT_TRUE(QTest::qWaitFor([&] { return index.data(MapModel::FailedRole).toBool(); }, 60'000));
    EXPECT_TRUE(index.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("could not be measured")));
    EXPECT_FALSE(index.data(Qt::ToolTipRole).toString().contains(QStringLiteral("not measured yet")))
        << qPrintable(index.data(Qt::ToolTipRole).toString());
    EXPECT_TRUE(index.data(Qt::ToolTipRole).toString().contains(QStringLiteral("could not be measured")));
  }
  EXPECT_GT(measurements.plannedProgress().failed, 0);
  map.setLens(Lens::Bits);
  EXPECT_FALSE(index.data(MapModel::FailedRole).toBool());
  map.setLens(Lens::Error);
  std::filesystem::copy_file(source, path, std::filesystem::copy_options::overwrite_existing);
  measurements.measureAgain();
  ASSERT_TRUE(QTest::qWaitFor([&] { return index.data(MapModel::FigureRole).isValid(); }, 60'000));
  EXPECT_FALSE(index.data(MapModel::FailedRole).toBool());
  EXPECT_TRUE(QTest::qWaitFor([&] { return jobs.jobs().empty(); }, 60'000));
  EXPECT_EQ(measurements.plannedProgress().failed, 0);
}

TEST_F(MapModelTest, SaysACellInWords) {
  document.setModel(halftone::test::smallModel(2));
  const TensorId tensor = *document.model()->findTensor("blk.1.ffn_down.weight");
  giveType(document, {tensor}, TensorType::Q5_K);
  const auto at = map.position(tensor);
  const QString spoken = map.speak(at->first, at->second);
  for (const char* part : {"ffn_down", "layer 1", "q5_K", "by hand", "5.50"})
    EXPECT_TRUE(spoken.contains(QLatin1String(part))) << qPrintable(spoken);
  EXPECT_TRUE(map.describe(*map.cell(at->first, at->second)).contains(QStringLiteral("f16 → q5_K")));
}

}  // namespace
}  // namespace halftone::app
