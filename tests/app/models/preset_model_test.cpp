#include "app/models/preset_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QTest>
#include <algorithm>

#include "app/commands/type_choices.h"
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
