// The inspector on the sample model: its words, its candidates, its plots, and what a click does.
#include "app/views/inspector/inspector_panel.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/commands/type_commands.h"
#include "app/models/candidate_model.h"
#include "app/views/plots/plot_frame.h"
#include "tests/app/views/view_test_support.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

class InspectorPanelTest : public testing::Test {
 protected:
  InspectorPanelTest() : m_measurements(m_document, m_jobs), m_panel(m_document, m_measurements) {
    const auto model = Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf"));
    EXPECT_TRUE(model.has_value());
    m_document.setModel(*model);
    m_panel.resize(400, 660);
    m_panel.show();
  }

  TensorId id(const char* name) const { return *m_document.model()->findTensor(name); }
  void select(const char* name) { m_document.select({id(name)}, id(name)); }
  // Waits until nothing is measured any more; every request of the panel is answered then.
  void waitForMeasurements() {
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_jobs.jobs().empty(); }, 60000));
  }
  QTableView& table() { return *m_panel.findChild<QTableView*>(); }
  QString text() {
    QStringList texts;
    for (const QLabel* label : m_panel.findChildren<QLabel*>())
      if (label->isVisibleTo(&m_panel)) texts << label->text().remove(QChar(0x200b));
    return texts.join(QLatin1Char('\n'));
  }
  // The proxy's row of a type.
  int row(const char* type) {
    for (int i = 0; i < table().model()->rowCount(); ++i)
      if (table().model()->index(i, 0).data().toString() == QLatin1String(type)) return i;
    return -1;
  }
  void click(const char* type) {
    table().scrollTo(table().model()->index(row(type), 0));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {},
                      table().visualRect(table().model()->index(row(type), 0)).center());
  }

  ModelDocument m_document;
  JobQueue m_jobs;
  Measurements m_measurements;
  InspectorPanel m_panel;
};

TEST_F(InspectorPanelTest, SaysWhatToDoWhenNothingIsSelected) {
  EXPECT_TRUE(text().contains(QStringLiteral("Select a tensor"))) << text().toStdString();
  EXPECT_EQ(table().model()->rowCount(), 0);
  m_document.setModel(nullptr);
  EXPECT_TRUE(text().contains(QStringLiteral("Open a model"))) << text().toStdString();
}

TEST_F(InspectorPanelTest, ShowsOneTensorWithItsReason) {
  select("blk.5.ffn_down.weight");
  EXPECT_TRUE(text().contains(QStringLiteral("blk.5.ffn_down.weight")));
  EXPECT_TRUE(text().contains(QStringLiteral("768 × 256 · f16 → q6_K"))) << text().toStdString();
  const PlanEntry* entry = m_document.entry(id("blk.5.ffn_down.weight"));
  EXPECT_TRUE(text().contains(QString::fromStdString(entry->reason)));
}

TEST_F(InspectorPanelTest, MeasuresEveryCandidateAndPlots) {
  select("blk.5.ffn_down.weight");
  waitForMeasurements();
  const QAbstractItemModel& model = *table().model();
  ASSERT_GE(model.rowCount(), 13);
  for (int i = 0; i < model.rowCount(); ++i)
    EXPECT_NE(model.index(i, CandidateModel::Sqnr).data().toString(), QStringLiteral("…"))
        << model.index(i, 0).data().toString().toStdString();
  EXPECT_TRUE(model.index(row("q6_K"), 0).data(CandidateModel::PlannedRole).toBool());
  for (PlotFrame* plot : m_panel.findChildren<PlotFrame*>())
    EXPECT_TRUE(plot->showsPlot()) << plot->accessibleName().toStdString();
}

TEST_F(InspectorPanelTest, AnotherEffortMeasuresAgainWhatIsShown) {
  const auto cell = [this] { return table().model()->index(row("q4_K"), CandidateModel::Sqnr); };
  const auto figure = [&cell] { return cell().data(CandidateModel::SortRole).toDouble(); };
  const auto plotsShown = [this] {
    const QList<PlotFrame*> plots = m_panel.findChildren<PlotFrame*>();
    return std::count_if(plots.begin(), plots.end(), [](const PlotFrame* plot) { return plot->showsPlot(); });
  };
  const TensorId down = id("blk.5.ffn_down.weight");
  const TensorId up = id("blk.5.ffn_up.weight");
  for (const QList<TensorId>& selection : {QList<TensorId>{up, down}, QList<TensorId>{down}}) {
    m_document.select(selection, selection.front());  // different tensors are current, so neither's plots are known
    waitForMeasurements();
    const double normal = figure();
    const auto plots = plotsShown();
    EXPECT_GT(plots, 0);
    chooseEffort(m_document, Effort::Quick);
    EXPECT_EQ(cell().data().toString(), QStringLiteral("…"));
    EXPECT_EQ(plotsShown(), 0);
    waitForMeasurements();
    EXPECT_TRUE(cell().data().toString().contains(QStringLiteral("dB"))) << cell().data().toString().toStdString();
    EXPECT_NE(figure(), normal);
    EXPECT_EQ(plotsShown(), plots);
    m_document.undoStack().undo();
    waitForMeasurements();
    EXPECT_EQ(figure(), normal);
  }
}

TEST_F(InspectorPanelTest, AClickGivesTheTypeAsOneUndoStep) {
  select("blk.5.ffn_down.weight");
  click("q8_0");
  EXPECT_EQ(m_document.typeOf(id("blk.5.ffn_down.weight")), TensorType::Q8_0);
  EXPECT_EQ(m_document.undoStack().count(), 1);
  EXPECT_TRUE(table().model()->index(row("q8_0"), 0).data(CandidateModel::PlannedRole).toBool());
  m_document.undoStack().undo();
  EXPECT_EQ(m_document.typeOf(id("blk.5.ffn_down.weight")), TensorType::Q6_K);
  EXPECT_TRUE(table().model()->index(row("q6_K"), 0).data(CandidateModel::PlannedRole).toBool());
}

TEST_F(InspectorPanelTest, EnterGivesTheTypeToTheWholeSelection) {
  const TensorId gate = id("blk.1.ffn_gate.weight");
  const TensorId up = id("blk.1.ffn_up.weight");
  QList<TensorId> both = {gate, up};
  std::sort(both.begin(), both.end());
  m_document.select(both, gate);
  EXPECT_TRUE(text().contains(QStringLiteral("2 tensor")));
  table().setFocus();
  table().setCurrentIndex(table().model()->index(row("q5_0"), 0));
  QTest::keyClick(&table(), Qt::Key_Return);
  EXPECT_EQ(m_document.typeOf(gate), TensorType::Q5_0);
  EXPECT_EQ(m_document.typeOf(up), TensorType::Q5_0);
  EXPECT_EQ(m_document.undoStack().count(), 1);
}

TEST_F(InspectorPanelTest, AClickOnAMixedSelectionSaysWhatItDid) {
  QList<TensorId> both = {id("output_norm.weight"), id("blk.1.ffn_up.weight")};
  std::sort(both.begin(), both.end());
  m_document.select(both, both.front());
  QString said;
  QObject::connect(&m_panel, &InspectorPanel::message, [&said](const QString& text) { said = text; });
  click("q8_0");
  EXPECT_TRUE(said.contains(QStringLiteral("1 tensor(s) changed")) || said.contains(QStringLiteral("1 tensor changed")))
      << said.toStdString();
  EXPECT_TRUE(said.contains(QStringLiteral("left as is"))) << said.toStdString();
}

TEST_F(InspectorPanelTest, TypesThatCannotBeGivenSayWhy) {
  select("output_norm.weight");
  const QModelIndex index = table().model()->index(row("q4_K"), 0);
  EXPECT_FALSE(index.flags().testFlag(Qt::ItemIsEnabled));
  EXPECT_FALSE(index.data(Qt::ToolTipRole).toString().isEmpty());
  click("q4_K");
  EXPECT_EQ(m_document.undoStack().count(), 0);
}

TEST_F(InspectorPanelTest, SaysWhyAnAnalysisFailed) {
  m_document.setModel(std::make_shared<const Model>([] {
    ModelFiles files;
    files.tensors.push_back({"blk.0.strange.weight", Shape{{64, 64, 1, 1}, 2}, static_cast<TensorType>(137), 0, 0, 0});
    return files;
  }()));
  m_document.select({TensorId{0}}, TensorId{0});
  ASSERT_TRUE(QTest::qWaitFor([this] { return text().contains(QStringLiteral("blk.0.strange.weight:")); }, 10000))
      << text().toStdString();
}

TEST_F(InspectorPanelTest, WhatFailedSaysWhyAndIsTriedAgain) {
  const halftone::test::TemporaryFolder folder;
  const std::filesystem::path path = folder / "copy.gguf";
  std::filesystem::copy_file(m_document.model()->path(), path);
  m_document.setModel(*Model::open(path));
  std::ifstream whole(path, std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(whole)), {});
  const QString tensor = QStringLiteral("blk.5.ffn_down.weight");
  for (const bool several : {false, true}) {
    std::filesystem::resize_file(path, content.size() / 8);
    QList<TensorId> selection = {id("blk.5.ffn_down.weight")};
    if (several) selection << id("blk.5.ffn_up.weight");
    m_document.select({}, std::nullopt);
    m_document.select(selection, selection.front());
    ASSERT_TRUE(QTest::qWaitFor([&] { return text().contains(QStringLiteral("✗ Not measured")); }, 10000));
    waitForMeasurements();
    EXPECT_TRUE(text().contains(tensor)) << text().toStdString();
    const QModelIndex figure = table().model()->index(row("q2_K"), CandidateModel::Sqnr);
    EXPECT_EQ(figure.data().toString(), QStringLiteral("✗"));
    EXPECT_FALSE(figure.data(Qt::ToolTipRole).toString().contains(QStringLiteral("Being measured")));
    test::screenshot(m_panel, QStringLiteral("inspector-failed"));

    std::ofstream(path, std::ios::binary | std::ios::in).write(content.data(), static_cast<long>(content.size()));
    for (QPushButton* button : m_panel.findChildren<QPushButton*>())
      if (button->isVisible() && button->text().contains(QStringLiteral("again"))) button->click();
    waitForMeasurements();
    EXPECT_FALSE(text().contains(QStringLiteral("✗"))) << text().toStdString();
    EXPECT_TRUE(figure.data().toString().contains(QStringLiteral("dB"))) << figure.data().toString().toStdString();
  }
}

TEST_F(InspectorPanelTest, SummarisesSeveralTensors) {
  QList<TensorId> all;
  for (const TensorInfo& tensor : m_document.model()->tensors()) all.append(tensor.id);
  m_document.select(all, id("blk.2.attn_v.weight"));
  EXPECT_TRUE(text().contains(QStringLiteral("57 tensors selected"))) << text().toStdString();
  EXPECT_TRUE(text().contains(QStringLiteral("4.24 MB"))) << text().toStdString();
  EXPECT_TRUE(text().contains(QStringLiteral("13 × f32"))) << text().toStdString();
  test::screenshot(m_panel, QStringLiteral("inspector-waiting"));
  m_measurements.wantPlanned(true);
  waitForMeasurements();
  EXPECT_TRUE(text().contains(QStringLiteral("Worst error: "))) << text().toStdString();
  EXPECT_FALSE(text().contains(QStringLiteral("so far"))) << text().toStdString();
  test::screenshot(m_panel, QStringLiteral("inspector-several"));
}

TEST_F(InspectorPanelTest, LooksRightInLightAndDark) {
  select("blk.5.ffn_down.weight");
  waitForMeasurements();
  for (const bool dark : {false, true}) {
    const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
    const auto palette = dark ? std::make_unique<test::DarkTheme>() : nullptr;
    auto* tabs = m_panel.findChild<QTabWidget*>();
    for (int i = 0; i < tabs->count(); ++i) {
      tabs->setCurrentIndex(i);
      QCoreApplication::processEvents();
      EXPECT_GT(tabs->currentWidget()->findChildren<PlotFrame*>().size(), 0);
      test::screenshot(m_panel, QStringLiteral("inspector-%1-%2").arg(i).arg(theme));
    }
    m_panel.findChild<QComboBox*>()->setCurrentIndex(2);
    test::screenshot(m_panel, QStringLiteral("inspector-4-%1").arg(theme));
    m_panel.findChild<QComboBox*>()->setCurrentIndex(1);
    test::screenshot(m_panel, QStringLiteral("inspector-5-%1").arg(theme));
    m_panel.findChild<QComboBox*>()->setCurrentIndex(0);
    tabs->setCurrentIndex(0);
  }
}

}  // namespace
}  // namespace halftone::app
