#include "app/shell/main_window.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/commands/type_choices.h"
#include "app/commands/type_commands.h"
#include "app/shell/jobs_bar.h"
#include "app/shell/message_bar.h"
#include "app/shell/sample_model.h"
#include "app/views/export/export_dialog.h"
#include "app/views/map/map_view.h"
#include "app/views/palette/type_palette.h"
#include "app/views/preset/effort_box.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

constexpr int kPatienceMs = 60'000;

class MainWindowTest : public testing::Test {
 protected:
  MainWindowTest() {
    window.setAskBeforeDiscarding(false);
    window.show();
  }
  void openSample() {
    QSignalSpy opened(&window, &MainWindow::modelOpened);
    window.openSample();
    ASSERT_TRUE(opened.wait(kPatienceMs));
  }
  QString written(const char* name, const char* content) {
    const std::filesystem::path path = folder / name;
    std::ofstream(path) << content;
    return QString::fromStdString(path.string());
  }
  QString sampleFile(const char* name) { return QString::fromStdString(halftone::test::samplePath(name).string()); }
  void drop(const QList<QUrl>& urls) {
    QMimeData data;
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent event(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
  }
  void drop(const QStringList& paths) {
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    drop(urls);
  }
  void mapHasTheFocus() {
    window.activateWindow();
    window.mapView().setFocus();
    window.mapView().mapSelection().selectAll();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  }
  QMessageBox* question() { return window.findChild<QMessageBox*>(); }
  halftone::test::TemporaryFolder folder;
  MainWindow window;
};

TEST_F(MainWindowTest, TheEmptyStateOffersTheSample) {
  auto* sample = window.findChild<QPushButton*>(QStringLiteral("emptySample"));
  ASSERT_NE(sample, nullptr);
  EXPECT_TRUE(sample->isVisible());
  EXPECT_FALSE(window.actions().exportModel->isEnabled());
  QSignalSpy opened(&window, &MainWindow::modelOpened);
  sample->click();
  ASSERT_TRUE(opened.wait(kPatienceMs));
  EXPECT_FALSE(sample->isVisible());
  EXPECT_TRUE(window.mapView().isVisible());
  EXPECT_TRUE(window.actions().exportModel->isEnabled());
  EXPECT_TRUE(window.windowTitle().endsWith(QStringLiteral("Halftone")));
}

TEST_F(MainWindowTest, WhatCannotBeOpenedIsToldAndKeepsTheModel) {
  openSample();
  const auto model = window.document().model();
  for (const char* content : {"", "GGUF", "no model at all, but quite a long text so that any header fits into it"}) {
    QSignalSpy failed(&window, &MainWindow::openFailed);
    window.open(written("broken.gguf", content));
    ASSERT_TRUE(failed.wait(kPatienceMs));
    EXPECT_TRUE(window.messages().isVisible());
    EXPECT_TRUE(window.messages().text().contains(QStringLiteral("broken.gguf")))
        << qPrintable(window.messages().text());
  }
  QSignalSpy failed(&window, &MainWindow::openFailed);
  window.open(QStringLiteral("/nowhere/missing.gguf"));
  ASSERT_TRUE(failed.wait(kPatienceMs));
  EXPECT_EQ(window.document().model(), model);
}

TEST_F(MainWindowTest, DroppedFilesOpenWhatTheyAre) {
  openSample();
  QSignalSpy changed(&window.document(), &ModelDocument::importanceChanged);
  drop(QStringList{sampleFile("fireside.imatrix.gguf")});
  ASSERT_TRUE(changed.wait(kPatienceMs)) << qPrintable(window.messages().text());
  ASSERT_NE(window.document().importance(), nullptr);
  EXPECT_TRUE(window.actions().dropImportance->isEnabled());
  window.actions().dropImportance->trigger();
  EXPECT_EQ(window.document().importance(), nullptr);
}

TEST_F(MainWindowTest, AModelAndItsImportanceAreDroppedTogether) {
  for (const char* matrix : {"fireside.imatrix.gguf", "fireside.imatrix.dat"}) {
    QSignalSpy opened(&window, &MainWindow::modelOpened);
    drop(QStringList{sampleFile(matrix), sampleFile("Fireside-6.8M-v1.0-F16.gguf")});
    ASSERT_TRUE(opened.wait(kPatienceMs));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.document().importance() != nullptr; }, kPatienceMs));
    EXPECT_FALSE(window.messages().isVisible()) << qPrintable(window.messages().text());
  }
}

TEST_F(MainWindowTest, OfOddDropsEachIsNamedWithItsOwnReason) {
  const QString text = written("notes.txt", "no model at all, but quite a long text so that any header fits into it");
  const QString copy = QString::fromStdString((folder / "copy.gguf").string());
  ASSERT_TRUE(QFile::copy(sampleFile("Fireside-6.8M-v1.0-F16.gguf"), copy));
  std::filesystem::create_directory(folder / "empty");
  const QString empty = QString::fromStdString((folder / "empty").string());
  for (const bool before : {false, true}) {
    if (before) openSample();
    QSignalSpy failed(&window, &MainWindow::openFailed);
    QSignalSpy opened(&window, &MainWindow::modelOpened);
    drop(QStringList{text, sampleFile("Fireside-6.8M-v1.0-F16.gguf"), empty, copy});
    ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() == 3; }, kPatienceMs));
    EXPECT_EQ(opened.count(), 1);
    const QStringList told = window.messages().text().split(QLatin1Char('\n'));
    ASSERT_EQ(told.size(), 3) << qPrintable(window.messages().text());
    const QList<std::pair<QString, const char*>> expected = {
        {text, "neither GGUF nor safetensors"}, {empty, "no GGUF or safetensors model"}, {copy, "a window shows one"}};
    for (const auto& [path, reason] : expected)
      EXPECT_TRUE(std::any_of(told.begin(), told.end(),
                              [&, path = path, reason = reason](const QString& line) {
                                return line.startsWith(path) && line.contains(QLatin1String(reason));
                              }))
          << qPrintable(path) << '\n'
          << qPrintable(window.messages().text());
  }
}

TEST_F(MainWindowTest, AnImportanceMatrixAloneAsksForItsModel) {
  QSignalSpy failed(&window, &MainWindow::openFailed);
  drop(QStringList{sampleFile("fireside.imatrix.dat")});
  ASSERT_TRUE(failed.wait(kPatienceMs));
  EXPECT_TRUE(window.messages().text().contains(QStringLiteral("fireside.imatrix.dat")));
  EXPECT_TRUE(window.messages().text().contains(QStringLiteral("importance matrix")));
}

TEST_F(MainWindowTest, WhatIsElsewhereIsToldToo) {
  drop(QList<QUrl>{QUrl(QStringLiteral("https://example.org/model.gguf"))});
  EXPECT_TRUE(window.messages().isVisible());
  EXPECT_TRUE(window.messages().text().contains(QStringLiteral("https://example.org/model.gguf")));
}

TEST_F(MainWindowTest, AsksOnlyBeforeAModelReplacesWorkThatIsNotWritten) {
  openSample();
  window.setAskBeforeDiscarding(true);
  giveType(window.document(), {*window.document().model()->findTensor("blk.1.ffn_down.weight")}, TensorType::Q8_0);
  QSignalSpy importance(&window.document(), &ModelDocument::importanceChanged);
  drop(QStringList{sampleFile("fireside.imatrix.gguf")});
  ASSERT_TRUE(importance.wait(kPatienceMs));
  EXPECT_EQ(question(), nullptr);
  const auto before = window.document().model();
  window.openSample();
  EXPECT_EQ(question(), nullptr);  // not before the model is read
  ASSERT_TRUE(QTest::qWaitFor([&] { return question() != nullptr; }, kPatienceMs));
  EXPECT_EQ(window.document().model(), before);
  question()->reject();
  ASSERT_TRUE(QTest::qWaitFor([&] { return question() == nullptr; }, kPatienceMs));
  EXPECT_EQ(window.document().model(), before);
  window.document().undoStack().setClean();  // as after an export
  openSample();
  EXPECT_NE(window.document().model(), before);
  EXPECT_EQ(question(), nullptr);
  window.setAskBeforeDiscarding(false);
}

TEST_F(MainWindowTest, WorkBegunWhileAModelLoadsIsAskedAbout) {
  openSample();
  window.setAskBeforeDiscarding(true);
  const auto before = window.document().model();
  window.openSample();
  giveType(window.document(), {*before->findTensor("blk.1.ffn_down.weight")}, TensorType::Q8_0);
  ASSERT_TRUE(QTest::qWaitFor([&] { return question() != nullptr; }, kPatienceMs));
  EXPECT_EQ(window.document().model(), before);
  for (QAbstractButton* button : question()->buttons())
    if (question()->buttonRole(button) == QMessageBox::DestructiveRole) button->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.document().model() != before; }, kPatienceMs));
  window.setAskBeforeDiscarding(false);
}

TEST_F(MainWindowTest, EscapeCancelsAnOpening) {
  openSample();
  mapHasTheFocus();
  const auto before = window.document().model();
  EXPECT_FALSE(window.actions().cancelOpening->isEnabled());
  QSignalSpy opened(&window, &MainWindow::modelOpened);
  window.openSample();
  EXPECT_TRUE(window.actions().cancelOpening->isEnabled());
  QTest::keyClick(&window.mapView(), Qt::Key_Escape);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !window.actions().cancelOpening->isEnabled(); }, kPatienceMs));
  QTest::qWait(100);
  EXPECT_EQ(opened.count(), 0);
  EXPECT_EQ(window.document().model(), before);
  EXPECT_FALSE(window.messages().isVisible());
  EXPECT_FALSE(window.document().selection().isEmpty());  // Escape meant the opening, not the selection
}

TEST_F(MainWindowTest, AGestureOnTheMapIsUndoneByTheAction) {
  openSample();
  MapView& map = window.mapView();
  const TensorId tensor = *window.document().model()->findTensor("blk.1.ffn_down.weight");
  const TensorType before = window.document().typeOf(tensor);
  QTest::mouseClick(map.viewport(), Qt::LeftButton, {}, map.cellInViewport(tensor)->center());
  QTest::keyClick(&map, Qt::Key_8);
  EXPECT_EQ(window.document().typeOf(tensor), TensorType::Q8_0);
  window.actions().undo->trigger();
  EXPECT_EQ(window.document().typeOf(tensor), before);
  EXPECT_FALSE(window.actions().undo->isEnabled());
  window.actions().redo->trigger();
  EXPECT_EQ(window.document().typeOf(tensor), TensorType::Q8_0);
}

TEST_F(MainWindowTest, ThePaletteFitsAWindowOfTheUsualSize) {
  window.resize(1280, 800);
  openSample();
  QCoreApplication::processEvents();
  EXPECT_EQ(window.size(), QSize(1280, 800));  // no panel holds it wider
  const auto types = window.findChild<TypePalette*>()->findChildren<QToolButton*>();
  EXPECT_EQ(static_cast<std::size_t>(types.size()), encodableTypesByBits().size());
  for (const QToolButton* type : types) {
    EXPECT_TRUE(type->isVisible()) << qPrintable(type->text());
    EXPECT_TRUE(window.rect().contains(QRect(type->mapTo(&window, QPoint(0, 0)), type->size())))
        << qPrintable(type->text());
  }
}

TEST_F(MainWindowTest, TheEffortIsChosenBesideThePresetAndByKeys) {
  auto* box = window.findChild<EffortBox*>();
  ASSERT_NE(box, nullptr);
  EXPECT_EQ(box->accessibleName(), QStringLiteral("Effort"));
  EXPECT_FALSE(box->isEnabled());
  window.resize(1280, 800);
  openSample();
  QCoreApplication::processEvents();
  EXPECT_EQ(window.size(), QSize(1280, 800));
  EXPECT_TRUE(box->isEnabled());
  EXPECT_TRUE(box->isVisible());
  EXPECT_TRUE(window.rect().contains(QRect(box->mapTo(&window, QPoint(0, 0)), box->size())));
  EXPECT_GE(box->width(), box->sizeHint().width());
  EXPECT_EQ(box->currentText(), QStringLiteral("Normal"));
  ASSERT_EQ(static_cast<std::size_t>(box->count()), kEfforts.size());
  for (int row = 0; row < box->count(); ++row)
    EXPECT_TRUE(box->itemData(row, Qt::ToolTipRole).toString().startsWith(box->itemText(row)));
  EXPECT_NE(box->focusPolicy() & Qt::TabFocus, 0);
  QTest::keyClick(box, Qt::Key_Down);
  EXPECT_EQ(window.document().request().effort, Effort::Thorough);
  EXPECT_TRUE(box->toolTip().contains(QStringLiteral("Thorough")));
  window.actions().undo->trigger();
  EXPECT_EQ(window.document().request().effort, Effort::Normal);
  EXPECT_EQ(box->currentText(), QStringLiteral("Normal"));
}

TEST_F(MainWindowTest, AnotherEffortSinceTheExportIsWorkThatIsNotWritten) {
  openSample();
  window.setAskBeforeDiscarding(true);
  giveType(window.document(), {*window.document().model()->findTensor("blk.1.ffn_down.weight")}, TensorType::Q8_0);
  window.document().undoStack().setClean();  // as after an export
  chooseEffort(window.document(), Effort::Quick);
  EXPECT_FALSE(window.close());
  ASSERT_NE(question(), nullptr);
  question()->reject();
  window.setAskBeforeDiscarding(false);
}

TEST_F(MainWindowTest, TheJobsBarIsNamedForScreenReaders) {
  auto* progress = window.findChild<JobsBar*>()->findChild<QProgressBar*>();
  ASSERT_NE(progress, nullptr);
  EXPECT_EQ(progress->accessibleName(), QStringLiteral("Progress of the job"));
}

TEST_F(MainWindowTest, LensesChangeTogetherEverywhere) {
  openSample();
  for (const Lens lens : kLenses) {
    window.actions().lenses->actions().at(static_cast<int>(lens))->trigger();
    EXPECT_EQ(window.mapModel().lens(), lens);
  }
}

TEST_F(MainWindowTest, EveryActionHasATextAndNoShortcutIsTaken) {
  QStringList keys;
  for (const QAction* action : window.QWidget::actions()) {
    EXPECT_FALSE(action->text().isEmpty());
    if (!action->shortcut().isEmpty()) keys << action->shortcut().toString();
  }
  const qsizetype all = keys.size();
  EXPECT_GT(all, 8);
  keys.removeDuplicates();
  EXPECT_EQ(keys.size(), all);
}

// A click on Export with another folder, until the run has begun.
void startExport(MainWindow& window, const std::filesystem::path& folder) {
  window.actions().exportModel->trigger();
  auto* dialog = window.findChild<ExportDialog*>();
  ASSERT_NE(dialog, nullptr);
  dialog->findChild<QLineEdit*>(QStringLiteral("exportFolder"))->setText(QString::fromStdString(folder.string()));
  auto* start = dialog->findChild<QPushButton*>(QStringLiteral("exportStart"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return start->isEnabled(); }, kPatienceMs));
  start->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return dialog->isRunning(); }, kPatienceMs));
}

TEST_F(MainWindowTest, ClosingAsksBeforeItGivesUpAnExport) {
  openSample();
  choosePreset(window.document(), Preset::IQ1_S);  // the slowest
  startExport(window, folder.path());
  const QPointer<ExportDialog> dialog = window.findChild<ExportDialog*>();
  EXPECT_TRUE(window.mapView().isEnabled());
  EXPECT_EQ(dialog->windowModality(), Qt::NonModal);
  for (const QMessageBox::ButtonRole role : {QMessageBox::RejectRole, QMessageBox::DestructiveRole}) {
    EXPECT_FALSE(window.close());
    auto* question = dialog->findChild<QMessageBox*>();
    ASSERT_NE(question, nullptr);
    EXPECT_TRUE(dialog->isRunning());
    for (QAbstractButton* choice : question->buttons())
      if (question->buttonRole(choice) == role) choice->click();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  EXPECT_TRUE(QTest::qWaitFor([this] { return !window.isVisible(); }, kPatienceMs));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(MainWindowTest, ExportShowsTheFormThatIsOpenAndStartsAnewWhenOneHasEnded) {
  openSample();
  choosePreset(window.document(), Preset::Q8_0);
  startExport(window, folder.path());
  const QPointer<ExportDialog> dialog = window.findChild<ExportDialog*>();
  dialog->hide();
  window.actions().exportModel->trigger();
  EXPECT_TRUE(dialog->isVisible());
  EXPECT_EQ(window.findChildren<ExportDialog*>().size(), 1);
  ASSERT_TRUE(QTest::qWaitFor([&] { return dialog->hasEnded(); }, kPatienceMs));
  window.actions().exportModel->trigger();
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_TRUE(dialog.isNull());
  auto* next = window.findChild<ExportDialog*>();
  ASSERT_NE(next, nullptr);
  EXPECT_FALSE(next->hasEnded());
}

}  // namespace
}  // namespace halftone::app
