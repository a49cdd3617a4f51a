#include "app/models/preset_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QTest>
#include <algorithm>

#include "app/commands/type_choices.h"
#include "app/commands/type_commands.h"
#include "tests/app/support/small_model.h"

namespace halftone::app {
namespace {

using Tester = QAbstractItemModelTester;

class PresetModelTest : public testing::Test {
 protected:
  void waitForFigures() {
    ASSERT_TRUE(QTest::qWaitFor([&] { return jobs.jobs().empty(); }, 30'000));
  }
  QString shown(Preset preset, int column) const {
    return presets.index(presets.rowOf(preset), column).data().toString();
  }
  JobQueue jobs;
  ModelDocument document;
  PresetModel presets{document, jobs};
  Tester tester{&presets, Tester::FailureReportingMode::Fatal};
};

TEST_F(PresetModelTest, ListsEveryPreset) {
  EXPECT_EQ(presets.rowCount(), 35);
  for (int row = 0; row < presets.rowCount(); ++row) EXPECT_EQ(presets.rowOf(presets.presetAt(row)), row);
}

TEST_F(PresetModelTest, SizesPresetsForThisModel) {
  document.setModel(halftone::test::smallModel());
  EXPECT_TRUE(shown(Preset::Q4_K_M, PresetModel::Size).isEmpty());  // not known yet
  waitForFigures();
  EXPECT_FALSE(shown(Preset::Q4_K_M, PresetModel::Size).isEmpty());
  EXPECT_TRUE(shown(Preset::Q8_0, PresetModel::Bits).startsWith(QStringLiteral("8.")));
  const Result<Plan> plan = document.planFor(Preset::Q8_0);
  QString exact = presets.index(presets.rowOf(Preset::Q8_0), 0).data(Qt::ToolTipRole).toString();
  EXPECT_TRUE(exact.remove(QLatin1Char(',')).contains(QString::number(plan->fileBytes.count))) << qPrintable(exact);
}

TEST_F(PresetModelTest, SortsBySizeForThisModelAndKeepsOrderUntilItIsKnown) {
  const auto order = [&] {
    std::vector<Preset> all;
    for (int row = 0; row < presets.rowCount(); ++row) all.push_back(presets.presetAt(row));
    return all;
  };
  const std::vector<Preset> byBaseType = order();
  const QPersistentModelIndex kept(presets.index(presets.rowOf(Preset::Q4_K_M), PresetModel::Size));
  document.setModel(halftone::test::smallModel());
  EXPECT_EQ(order(), byBaseType);
  waitForFigures();
  const std::vector<Preset> bySize = order();
  EXPECT_NE(bySize, byBaseType);
  std::uint64_t before = 0;
  for (const Preset preset : bySize) {
    const std::uint64_t bytes = document.planFor(preset)->fileBytes.count;
    EXPECT_GE(bytes, before) << presetInfo(preset).name;
    before = bytes;
  }
  EXPECT_EQ(presets.presetAt(kept.row()), Preset::Q4_K_M);
  EXPECT_EQ(kept.column(), PresetModel::Size);
  document.setImportance(nullptr);  // plans again
  EXPECT_TRUE(shown(Preset::Q4_K_M, PresetModel::Size).isEmpty());
  EXPECT_EQ(order(), bySize);
}

TEST_F(PresetModelTest, PlansAgainWhenAnOptionChangesItsValueOnly) {
  document.setModel(halftone::test::smallModel());
  const auto sizeWith = [&](const char* pattern, TensorType type) {
    PlanRequest request = document.request();
    request.overrides = {{pattern, type}};
    request.edits = {{"general.name", MetadataValue(std::string(pattern))}};
    changeOptions(document, request, QStringLiteral("override"));
    EXPECT_TRUE(shown(Preset::Q4_K_M, PresetModel::Size).isEmpty());
    waitForFigures();
    return presets.index(presets.rowOf(Preset::Q4_K_M), 0).data(Qt::ToolTipRole).toString();
  };
  const QString first = sizeWith("attn_q", TensorType::Q8_0);
  const QString otherPattern = sizeWith("ffn_down", TensorType::Q8_0);
  const QString otherType = sizeWith("ffn_down", TensorType::Q2_K);
  EXPECT_NE(first, otherPattern);
  EXPECT_NE(otherPattern, otherType);
  giveType(document, {TensorId{2}}, TensorType::Q8_0);
  EXPECT_FALSE(shown(Preset::Q4_K_M, PresetModel::Size).isEmpty());  // types by hand are left out of the list
}

TEST_F(PresetModelTest, EffortChangesNoSize) {
  document.setModel(halftone::test::smallModel());
  waitForFigures();
  const QString size = shown(Preset::Q4_K_M, PresetModel::Size);
  for (const Effort effort : {Effort::Thorough, Effort::Quick}) {
    chooseEffort(document, effort);
    EXPECT_TRUE(jobs.jobs().empty());  // nothing is planned again
    EXPECT_EQ(shown(Preset::Q4_K_M, PresetModel::Size), size);
  }
}

TEST_F(PresetModelTest, EveryPresetCanBeChosenAndSmallOnesWantImportance) {
  document.setModel(halftone::test::smallModel());
  waitForFigures();
  for (int row = 0; row < presets.rowCount(); ++row) {
    const Preset preset = presets.presetAt(row);
    const Result<Plan> plan = document.planFor(preset);
    ASSERT_TRUE(plan);
    EXPECT_TRUE(presets.flags(presets.index(row, 0)).testFlag(Qt::ItemIsEnabled)) << presetInfo(preset).name;
    EXPECT_EQ(presets.whyNot(row), QString());
    EXPECT_EQ(shown(preset, PresetModel::Note).contains(QStringLiteral("wants importance")), plan->needsImportance > 0);
  }
  EXPECT_TRUE(shown(Preset::IQ1_S, PresetModel::Note).contains(QStringLiteral("wants importance")));
}

}  // namespace
}  // namespace halftone::app
