// The export dialog on the sample: what it tells and refuses, a run, an overwrite, a stop.
#include "app/views/export/export_dialog.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>
#include <atomic>
#include <limits>
#include <span>
#include <thread>

#include "app/commands/type_commands.h"
#include "core/format/gguf_writer.h"
#include "core/run/quantize.h"
#include "tests/app/views/view_test_support.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

constexpr int kPatience = 60000;

class ExportDialogTest : public testing::Test {
 protected:
  ExportDialogTest() {
    m_document.setModel(*Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf")));
    m_dialog = std::make_unique<ExportDialog>(m_document, m_jobs);
    m_dialog->show();
    folder().setText(QString::fromStdString(m_folder.path().string()));
  }

  QLineEdit& name() { return *m_dialog->findChild<QLineEdit*>(QStringLiteral("exportName")); }
  QLineEdit& folder() { return *m_dialog->findChild<QLineEdit*>(QStringLiteral("exportFolder")); }
  QPushButton& button(const char* text) {
    for (QPushButton* button : m_dialog->findChildren<QPushButton*>())
      if (button->isVisible() && button->text().remove(QLatin1Char('&')) == QLatin1String(text)) return *button;
    ADD_FAILURE() << "no button " << text << " in: " << words().toStdString();
    return *m_dialog->findChild<QPushButton*>();
  }
  bool waitForReady() {
    return QTest::qWaitFor([this] { return button("Export").isEnabled(); }, kPatience);
  }
  QMessageBox* waitForQuestion() {
    QMessageBox* question = nullptr;
    const auto asked = [&] { return (question = m_dialog->findChild<QMessageBox*>()) != nullptr; };
    return QTest::qWaitFor(asked, kPatience) ? question : nullptr;
  }
  void answer(QMessageBox& question, QMessageBox::ButtonRole role) {
    for (QAbstractButton* choice : question.buttons())
      if (question.buttonRole(choice) == role) return choice->click();
  }
  bool waitForRun() {
    return QTest::qWaitFor([this] { return m_dialog->isRunning(); }, kPatience);
  }
  QString words() {
    QStringList texts;
    for (const QLabel* label : m_dialog->findChildren<QLabel*>())
      if (label->isVisible()) texts << label->text();
    texts << m_dialog->findChild<QTextBrowser*>()->toPlainText();
    return texts.join(QLatin1Char('\n'));
  }
  bool waitForWords(const char* text) {
    return QTest::qWaitFor([&] { return words().contains(QString::fromUtf8(text)); }, kPatience);
  }
  QString output() { return folder().text() + QLatin1Char('/') + name().text(); }

  halftone::test::TemporaryFolder m_folder;
  ModelDocument m_document;
  JobQueue m_jobs;
  std::unique_ptr<ExportDialog> m_dialog;
};

TEST_F(ExportDialogTest, StartsWithANameByConvention) {
  EXPECT_EQ(name().text(), QStringLiteral("Fireside-6.8M-v1.0-Q4_K_M.gguf"));
  EXPECT_FALSE(button("Export").isEnabled());  // until it is checked
  ASSERT_TRUE(waitForReady()) << words().toStdString();
  EXPECT_TRUE(words().contains(QStringLiteral("bits/weight")));
}

TEST_F(ExportDialogTest, ExportsAndVerifies) {
  ASSERT_TRUE(waitForReady());
  QSignalSpy exported(m_dialog.get(), &ExportDialog::exported);
  const QString path = output();
  button("Export").click();
  ASSERT_TRUE(waitForWords("Exported and verified")) << words().toStdString();
  EXPECT_TRUE(words().contains(QStringLiteral("57 tensors decoded"))) << words().toStdString();
  ASSERT_EQ(exported.count(), 1);
  EXPECT_EQ(exported[0][0].toString(), path);
  EXPECT_TRUE(QFile::exists(path));
  EXPECT_TRUE(button("Show in folder").isEnabled());
}

TEST_F(ExportDialogTest, EncodesWithTheEffortThatWasChosenLast) {
  ASSERT_TRUE(waitForReady());
  EXPECT_TRUE(words().contains(QStringLiteral("effort: normal"))) << words().toStdString();
  chooseEffort(m_document, Effort::Quick);
  EXPECT_FALSE(button("Export").isEnabled());  // until it is checked again
  ASSERT_TRUE(waitForReady());
  EXPECT_TRUE(words().contains(QStringLiteral("effort: quick"))) << words().toStdString();
  const QString path = output();
  button("Export").click();
  ASSERT_TRUE(waitForWords("Exported and verified")) << words().toStdString();
  EXPECT_TRUE(words().contains(QStringLiteral("effort: quick"))) << words().toStdString();
  EXPECT_TRUE(m_document.undoStack().isClean());

  QuantizeOptions options;
  std::vector<QByteArray> contents;
  for (const Effort effort : {Effort::Quick, Effort::Normal}) {
    PlanRequest request = m_document.request();
    request.effort = effort;
    options.output = m_folder.path() / (std::string(effortName(effort)) + ".gguf");
    ASSERT_TRUE(quantize(*m_document.model(), *makePlan(*m_document.model(), request), nullptr, options, nullptr, {}));
    QFile file(QString::fromStdString(options.output.string()));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    contents.push_back(file.readAll());
  }
  QFile exported(path);
  ASSERT_TRUE(exported.open(QIODevice::ReadOnly));
  const QByteArray written = exported.readAll();
  EXPECT_EQ(written, contents[0]);
  EXPECT_EQ(written.size(), contents[1].size());
  EXPECT_NE(written, contents[1]);

  chooseEffort(m_document, Effort::Normal);
  EXPECT_FALSE(m_document.undoStack().isClean());  // no export has written that
}

TEST_F(ExportDialogTest, AsksBeforeItReplacesAFile) {
  QFile old(output());
  ASSERT_TRUE(old.open(QIODevice::WriteOnly));
  old.write("precious");
  old.close();
  folder().setText(folder().text() + QLatin1Char('/'));  // checks again
  ASSERT_TRUE(waitForWords("is there already"));
  ASSERT_TRUE(waitForReady());
  button("Export").click();
  QMessageBox* question = waitForQuestion();
  ASSERT_NE(question, nullptr);
  question->button(QMessageBox::Cancel)->click();
  QTest::qWait(10);
  EXPECT_FALSE(m_dialog->isRunning());
  ASSERT_TRUE(old.open(QIODevice::ReadOnly));
  EXPECT_EQ(old.readAll(), "precious");
}

TEST_F(ExportDialogTest, LooksAtTheDestinationAgainWhenItStarts) {
  ASSERT_TRUE(waitForReady());
  QFile late(output());  // after the check
  ASSERT_TRUE(late.open(QIODevice::WriteOnly));
  late.write("precious");
  late.close();
  button("Export").click();
  QMessageBox* question = waitForQuestion();
  ASSERT_NE(question, nullptr);
  EXPECT_TRUE(question->text().contains(name().text()));
  EXPECT_FALSE(m_dialog->isRunning());
  answer(*question, QMessageBox::DestructiveRole);
  ASSERT_TRUE(waitForWords("Exported and verified")) << words().toStdString();
  EXPECT_GT(QFileInfo(output()).size(), 1'000'000);
}

TEST_F(ExportDialogTest, SeesWhenItStartsThatTheDestinationBecameTheSource) {
  ASSERT_TRUE(waitForReady());
  std::filesystem::create_hard_link(m_document.model()->path(), output().toStdString());
  button("Export").click();
  ASSERT_TRUE(waitForWords("is an input")) << words().toStdString();
  EXPECT_FALSE(m_dialog->isRunning());
  EXPECT_FALSE(button("Export").isEnabled());
}

TEST_F(ExportDialogTest, ChecksWhileAMeasurementRuns) {
  std::atomic<bool> done = false;
  m_jobs.run<int>(
      JobQueue::Lane::Interactive, QStringLiteral("long"), false, m_dialog.get(),
      [&done](const Job& job) -> Result<int> {
        while (!done && !job.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return 0;
      },
      [](const Result<int>&) {});
  name().setText(QStringLiteral("other.gguf"));
  EXPECT_TRUE(waitForReady()) << words().toStdString();
  done = true;
}

TEST_F(ExportDialogTest, WritesWhatWasPlannedWhenItBegan) {
  choosePreset(m_document, Preset::Q8_0);
  EXPECT_TRUE(name().text().endsWith(QStringLiteral("-Q8_0.gguf"))) << name().text().toStdString();
  ASSERT_TRUE(waitForReady());
  EXPECT_EQ(m_dialog->windowModality(), Qt::NonModal);
  const std::uint64_t planned = m_document.plan().fileBytes.count;
  const QString path = output();
  button("Export").click();
  ASSERT_TRUE(waitForRun());
  choosePreset(m_document, Preset::Q2_K);
  ASSERT_TRUE(waitForWords("Exported and verified")) << words().toStdString();
  EXPECT_EQ(static_cast<std::uint64_t>(QFileInfo(path).size()), planned);
  EXPECT_FALSE(m_document.undoStack().isClean());  // the plan is another one than what was written
}

TEST_F(ExportDialogTest, AHiddenExportGoesOnAndShowsItsResult) {
  m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
  ASSERT_TRUE(waitForReady());
  button("Export").click();
  ASSERT_TRUE(waitForRun());
  button("Hide").click();
  EXPECT_FALSE(m_dialog->isVisible());
  ASSERT_TRUE(QTest::qWaitFor([this] { return m_dialog->isVisible(); }, kPatience));
  EXPECT_TRUE(words().contains(QStringLiteral("Exported and verified")));
}

TEST_F(ExportDialogTest, AHiddenExportThatIsCancelledLeavesNoDialog) {
  QPointer<ExportDialog> dialog = m_dialog.release();
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  auto* start = dialog->findChild<QPushButton*>(QStringLiteral("exportStart"));
  choosePreset(m_document, Preset::Q2_K);
  ASSERT_TRUE(QTest::qWaitFor([&] { return start->isEnabled(); }, kPatience));
  start->click();
  ASSERT_TRUE(QTest::qWaitFor([&] { return dialog->isRunning(); }, kPatience));
  dialog->hide();
  m_jobs.cancelAll();
  EXPECT_TRUE(QTest::qWaitFor([&] { return dialog.isNull(); }, kPatience));
}

TEST_F(ExportDialogTest, RefusesInWords) {
  folder().setText(QStringLiteral("/nowhere"));
  ASSERT_TRUE(waitForWords("✗")) << words().toStdString();
  EXPECT_FALSE(button("Export").isEnabled());
  name().setText(QString());
  ASSERT_TRUE(waitForWords("Give the file a name"));
  EXPECT_FALSE(button("Export").isEnabled());
}

TEST_F(ExportDialogTest, WarnsOfMissingImportanceAndExportsTheSmallestPreset) {
  choosePreset(m_document, Preset::IQ1_S);
  ASSERT_TRUE(waitForWords("an importance matrix is needed for good results")) << words().toStdString();
  ASSERT_TRUE(waitForReady()) << words().toStdString();
  button("Export").click();
  ASSERT_TRUE(waitForWords("Exported and verified")) << words().toStdString();
}

TEST_F(ExportDialogTest, SaysWhyASafetensorsSourceIsNotExported) {
  ModelFiles files;
  files.format = ModelFormat::Safetensors;
  files.tensors.push_back({"model.embed_tokens.weight", Shape{{32, 32, 1, 1}, 2}, TensorType::F16, 0, 0, 2048});
  ModelDocument document;
  EXPECT_FALSE(ExportDialog::whyNotExport(document).isEmpty());
  document.setModel(std::make_shared<const Model>(files));
  EXPECT_TRUE(ExportDialog::whyNotExport(document).contains(QStringLiteral("safetensors")));
  EXPECT_EQ(ExportDialog::whyNotExport(m_document), QString());
}

TEST_F(ExportDialogTest, StoppingLeavesNothingBehind) {
  choosePreset(m_document, Preset::Q2_K);
  ASSERT_TRUE(waitForReady());
  button("Export").click();
  ASSERT_TRUE(waitForRun());
  m_dialog->close();  // asks
  QMessageBox* question = waitForQuestion();
  ASSERT_NE(question, nullptr);
  EXPECT_TRUE(m_dialog->isVisible());
  answer(*question, QMessageBox::DestructiveRole);
  ASSERT_TRUE(QTest::qWaitFor([this] { return !m_dialog->isVisible(); }, kPatience));
  EXPECT_TRUE(std::filesystem::is_empty(m_folder.path()));
}

// A model of one tensor with one NaN.
std::filesystem::path writeModelWithNan(const std::filesystem::path& path) {
  GgufLayout layout;
  layout.metadata.set("general.architecture", std::string("llama"));
  layout.metadata.set("general.name", std::string("Holey"));
  layout.tensors.push_back({"blk.0.ffn_up.weight", Shape{{64, 32, 1, 1}, 2}, TensorType::F32});
  std::vector<float> values(64 * 32, 0.25F);
  values[100] = std::numeric_limits<float>::quiet_NaN();
  Result<GgufWriter> writer = GgufWriter::create(path, layout);
  EXPECT_TRUE(writer && writer->write(std::as_bytes(std::span(values))) && writer->finish() && writer->commit());
  return path;
}

TEST_F(ExportDialogTest, ValuesThatAreNoNumbersNeedAConsent) {
  m_dialog.reset();
  m_document.setModel(*Model::open(writeModelWithNan(m_folder / "holey.gguf")));
  choosePreset(m_document, Preset::Q8_0);
  m_dialog = std::make_unique<ExportDialog>(m_document, m_jobs);
  m_dialog->show();
  EXPECT_EQ(name().text(), QStringLiteral("Holey-Q8_0.gguf"));
  ASSERT_TRUE(waitForReady());
  button("Export").click();
  ASSERT_TRUE(waitForWords("values that are no numbers")) << words().toStdString();
  EXPECT_TRUE(words().contains(QStringLiteral("blk.0.ffn_up.weight"))) << words().toStdString();
  EXPECT_TRUE(words().contains(QStringLiteral("Nothing was changed")));
  EXPECT_FALSE(QFile::exists(output()));
  test::screenshot(*m_dialog, QStringLiteral("export-error-light"));
  button("Write 0 for them and export").click();
  ASSERT_TRUE(waitForWords("Exported and verified")) << words().toStdString();
  EXPECT_TRUE(words().contains(QStringLiteral("1 value that was no number was written as 0"))) << words().toStdString();
  EXPECT_TRUE(QFile::exists(output()));
}

TEST_F(ExportDialogTest, AModelThatArrivesMeanwhileIsNotExported) {
  m_dialog.reset();
  const std::shared_ptr<const Model> other = m_document.model();
  m_document.setModel(*Model::open(writeModelWithNan(m_folder / "holey.gguf")));
  choosePreset(m_document, Preset::Q8_0);
  m_dialog = std::make_unique<ExportDialog>(m_document, m_jobs);
  m_dialog->show();
  ASSERT_TRUE(waitForReady());
  button("Export").click();
  ASSERT_TRUE(waitForRun());
  m_document.setModel(other);
  ASSERT_TRUE(waitForWords("Another model was opened")) << words().toStdString();
  EXPECT_TRUE(words().contains(QStringLiteral("holey.gguf"))) << words().toStdString();
  for (const QPushButton* offer : m_dialog->findChildren<QPushButton*>())
    EXPECT_TRUE(!offer->isVisible() || offer->text() == QStringLiteral("Close")) << offer->text().toStdString();
}

TEST_F(ExportDialogTest, MarksOnlyTheModelItExportedAsExported) {
  for (const bool replaced : {false, true}) {
    choosePreset(m_document, replaced ? Preset::Q6_K : Preset::Q8_0);
    m_dialog = std::make_unique<ExportDialog>(m_document, m_jobs);
    m_dialog->show();
    folder().setText(QString::fromStdString(m_folder.path().string()));
    ASSERT_TRUE(waitForReady()) << words().toStdString();
    button("Export").click();
    ASSERT_TRUE(waitForRun());
    if (replaced) {
      m_document.setModel(*Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf")));
      choosePreset(m_document, Preset::Q5_K_M);
    }
    ASSERT_TRUE(waitForWords("Exported and verified")) << words().toStdString();
    EXPECT_EQ(m_document.undoStack().isClean(), !replaced);
  }
}

TEST_F(ExportDialogTest, AsksToStopOnlyWhileThereIsSomethingToStop) {
  ASSERT_TRUE(waitForReady());
  button("Export").click();
  ASSERT_TRUE(waitForRun());
  m_dialog->close();  // asks
  const QPointer<QMessageBox> question = m_dialog->findChild<QMessageBox*>();
  ASSERT_TRUE(question);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !question || !question->isVisible(); }, kPatience));
  EXPECT_TRUE(m_dialog->isVisible());
  EXPECT_TRUE(waitForWords("Exported and verified")) << words().toStdString();
}

TEST_F(ExportDialogTest, AFolderThatIsGoneWhenItStartsIsTold) {
  ASSERT_TRUE(waitForReady());
  std::filesystem::remove_all(m_folder.path());
  button("Export").click();
  ASSERT_TRUE(waitForWords("✗")) << words().toStdString();
  EXPECT_FALSE(button("Export").isEnabled());
}

TEST_F(ExportDialogTest, BackReturnsToTheForm) {
  m_dialog.reset();
  m_document.setModel(*Model::open(writeModelWithNan(m_folder / "holey.gguf")));
  choosePreset(m_document, Preset::Q8_0);
  m_dialog = std::make_unique<ExportDialog>(m_document, m_jobs);
  m_dialog->show();
  ASSERT_TRUE(waitForReady());
  button("Export").click();
  ASSERT_TRUE(waitForWords("Nothing was changed")) << words().toStdString();
  EXPECT_TRUE(m_dialog->hasEnded());
  button("Back").click();
  EXPECT_FALSE(m_dialog->hasEnded());
  EXPECT_TRUE(waitForReady()) << words().toStdString();
}

TEST_F(ExportDialogTest, LooksRightInLightAndDark) {
  ASSERT_TRUE(waitForReady());
  test::screenshot(*m_dialog, QStringLiteral("export-form-light"));
  {
    const test::DarkTheme dark;
    test::screenshot(*m_dialog, QStringLiteral("export-form-dark"));
  }
  button("Export").click();
  ASSERT_TRUE(waitForRun());
  test::screenshot(*m_dialog, QStringLiteral("export-progress-light"));
  ASSERT_TRUE(waitForWords("Exported and verified"));
  test::screenshot(*m_dialog, QStringLiteral("export-result-light"));
  const test::DarkTheme dark;
  test::screenshot(*m_dialog, QStringLiteral("export-result-dark"));
  EXPECT_EQ(m_dialog->palette().color(QPalette::Window), test::darkPalette().color(QPalette::Window));
}

}  // namespace
}  // namespace halftone::app
