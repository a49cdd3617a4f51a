// The whole main job once through, in the real windows: from the empty state to an exported file, by mouse and
// keyboard.
#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <algorithm>
#include <cstdio>

#include "app/jobs/stall_meter.h"
#include "app/models/candidate_model.h"
#include "app/shell/main_window.h"
#include "app/views/export/export_dialog.h"
#include "app/views/inspector/inspector_panel.h"
#include "app/views/map/map_view.h"
#include "app/views/plots/plot_frame.h"
#include "app/views/preset/preset_box.h"
#include "core/format/model_files.h"
#include "tests/app/views/view_test_support.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

constexpr int kPatience = 120000;
constexpr double kLongestGapMs = 50;

class EndToEndTest : public testing::Test {
 protected:
  EndToEndTest() {
    m_window.setAskBeforeDiscarding(false);
    m_window.resize(1280, 800);
    m_window.show();
    m_window.setTheme(Theme::Light);
  }

  ModelDocument& document() { return m_window.document(); }
  TensorId id(const char* name) { return *document().model()->findTensor(name); }
  void click(const char* tensor, Qt::KeyboardModifiers modifiers = {}) {
    const std::optional<QRect> cell = m_window.mapView().cellInViewport(id(tensor));
    ASSERT_TRUE(cell.has_value()) << tensor;
    QTest::mouseClick(m_window.mapView().viewport(), Qt::LeftButton, modifiers, cell->center());
  }
  void waitForMeasurements() {
    ASSERT_TRUE(QTest::qWaitFor(
        [this] {
          const PlannedProgress progress = m_window.measurements().plannedProgress();
          return progress.tensors > 0 && progress.exact == progress.tensors && m_window.jobs().jobs().empty();
        },
        kPatience));
  }
  InspectorPanel& inspector() { return *m_window.findChild<InspectorPanel*>(); }

  void openTheSample();
  void giveATypeAndUndo();
  void choosePresetByKeys();
  void inspectATensor();
  void applyACandidate();
  QString exportTo(const QString& folder, double& longestGapMs);
  void checkFile(const QString& path);
  void lookAt(const char* name) { test::screenshot(m_window, QLatin1String(name)); }

  halftone::test::TemporaryFolder m_folder;
  MainWindow m_window;
};

void EndToEndTest::openTheSample() {
  lookAt("window-empty");
  auto* sample = m_window.findChild<QPushButton*>(QStringLiteral("emptySample"));
  ASSERT_NE(sample, nullptr);
  QTest::mouseClick(sample, Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([this] { return document().model() != nullptr; }, kPatience));
  EXPECT_EQ(document().model()->tensors().size(), 57U);
  for (const Lens lens : kLenses) m_window.setLens(lens);
  waitForMeasurements();
  lookAt("window-lens");
}

void EndToEndTest::giveATypeAndUndo() {
  click("blk.1.ffn_up.weight");
  click("blk.3.ffn_up.weight", Qt::ControlModifier);
  EXPECT_EQ(document().selection().size(), 2);
  click("blk.1.ffn_gate.weight");
  QTest::keyClick(&m_window.mapView(), Qt::Key_Right, Qt::ShiftModifier);
  QList<TensorId> expected = {id("blk.1.ffn_gate.weight"), id("blk.2.ffn_gate.weight")};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(document().selection(), expected);
  const TensorType before = document().typeOf(expected.front());
  QTest::keyClick(&m_window.mapView(), Qt::Key_8);
  for (const TensorId tensor : expected) EXPECT_EQ(document().typeOf(tensor), TensorType::Q8_0);
  EXPECT_EQ(document().undoStack().count(), 1);
  QTest::keyClick(&m_window, Qt::Key_Z, Qt::ControlModifier);
  for (const TensorId tensor : expected) EXPECT_EQ(document().typeOf(tensor), before);
}

void EndToEndTest::choosePresetByKeys() {
  auto* box = m_window.findChild<PresetBox*>();
  ASSERT_NE(box, nullptr);
  box->setFocus();
  QTest::keyClicks(box, QStringLiteral("Q5_K_M"));
  EXPECT_EQ(document().request().preset, Preset::Q5_K_M);
  waitForMeasurements();
}

void EndToEndTest::inspectATensor() {
  click("blk.4.ffn_down.weight");
  waitForMeasurements();
  auto* tabs = inspector().findChild<QTabWidget*>();
  for (int i = 0; i < tabs->count(); ++i) {
    QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(i).center());
    EXPECT_EQ(tabs->currentIndex(), i);
    auto* plot = tabs->currentWidget()->findChild<PlotFrame*>();
    ASSERT_NE(plot, nullptr);
    EXPECT_TRUE(plot->showsPlot()) << i;
    EXPECT_GT(plot->table().rows(), 0U);
    test::screenshot(m_window, QStringLiteral("window-tab-%1-light").arg(i));
    m_window.setTheme(Theme::Dark);
    test::screenshot(m_window, QStringLiteral("window-tab-%1-dark").arg(i));
    m_window.setTheme(Theme::Light);
  }
}

void EndToEndTest::applyACandidate() {
  auto* table = inspector().findChild<QTableView*>();
  const QAbstractItemModel& model = *table->model();
  for (int row = 0; row < model.rowCount(); ++row) {
    const QModelIndex index = model.index(row, CandidateModel::Type);
    if (index.data().toString() != QLatin1String("q4_K")) continue;
    table->scrollTo(index);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
  }
  EXPECT_EQ(document().typeOf(id("blk.4.ffn_down.weight")), TensorType::Q4_K);
  waitForMeasurements();
}

// Through the dialog; the gap is measured from the click on Export to the result.
QString EndToEndTest::exportTo(const QString& folder, double& longestGapMs) {
  m_window.activateWindow();  // where another dialog was closed before
  EXPECT_TRUE(QTest::qWaitForWindowActive(&m_window));
  QTest::keyClick(&m_window, Qt::Key_E, Qt::ControlModifier);
  auto* dialog = m_window.findChild<ExportDialog*>();
  if (dialog == nullptr) return {};
  QSignalSpy exported(dialog, &ExportDialog::exported);
  auto* folderLine = dialog->findChild<QLineEdit*>(QStringLiteral("exportFolder"));
  auto* start = dialog->findChild<QPushButton*>(QStringLiteral("exportStart"));
  folderLine->setFocus();
  folderLine->selectAll();
  QTest::keyClicks(folderLine, folder);
  if (!QTest::qWaitFor([&] { return start->isEnabled(); }, kPatience)) return {};
  StallMeter meter;
  meter.start();
  QTest::mouseClick(start, Qt::LeftButton);
  if (!QTest::qWaitFor([&] { return exported.count() == 1; }, kPatience)) return {};
  QTest::qWait(50);  // the result's page belongs to the export
  meter.stop();
  longestGapMs = meter.longestMs();
  EXPECT_GT(meter.turns(), 3);  // a busy machine turns the loop only a few times in a short export
  dialog->close();
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  return exported[0][0].toString();
}

void EndToEndTest::checkFile(const QString& path) {
  const Result<ModelFiles> files = openModelFiles(path.toStdString());
  ASSERT_TRUE(files.has_value()) << files.error().message();
  const Plan& plan = document().plan();
  ASSERT_EQ(files->tensors.size(), plan.entries.size());
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    EXPECT_EQ(files->tensors[i].name, plan.entries[i].name);
    EXPECT_EQ(files->tensors[i].type, plan.entries[i].type) << plan.entries[i].name;
    EXPECT_EQ(files->tensors[i].shape, plan.entries[i].shape);
  }
  EXPECT_EQ(files->files.front()->size(), plan.fileBytes);
  EXPECT_EQ(files->metadata.unsignedInteger("general.file_type"), presetInfo(plan.preset).fileType);
}

TEST_F(EndToEndTest, FromTheEmptyStateToAVerifiedFile) {
  openTheSample();
  giveATypeAndUndo();
  choosePresetByKeys();
  inspectATensor();
  applyACandidate();
  // A gap of the program's own making is there every time; one that a busy machine makes is not.
  double shortest = 1e9;
  for (const char* run : {"a", "b", "c", "d", "e"}) {
    std::filesystem::create_directory(m_folder / run);
    double gap = 0;
    const QString path = exportTo(QString::fromStdString((m_folder / run).string()), gap);
    ASSERT_FALSE(path.isEmpty());
    checkFile(path);
    std::printf("longest gap of the GUI thread during the export: %.1f ms\n", gap);
    shortest = std::min(shortest, gap);
    if (shortest <= kLongestGapMs) break;
  }
  EXPECT_LE(shortest, kLongestGapMs);
  lookAt("window-exported");
}

}  // namespace
}  // namespace halftone::app
