// PlotFrame: zoom, pan, read-out, and what it saves.
#include <gtest/gtest.h>
#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QLabel>
#include <QMessageBox>
#include <QTest>
#include <csignal>
#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

#include "app/views/plots/plot_axes.h"
#include "app/views/plots/plot_export.h"
#include "app/views/plots/weights_plot.h"
#include "tests/app/views/view_test_support.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

class PlotFrameTest : public testing::Test {
 protected:
  PlotFrameTest() {
    m_frame.resize(420, 360);
    m_frame.setAnalysis(test::madeUpAnalysis(), QStringLiteral("blk.0.ffn_down.weight, f16 → q4_K"));
    m_frame.show();
    QCoreApplication::processEvents();
  }
  QString path(const char* name) const { return QString::fromStdString((m_folder / name).string()); }
  QCPRange xRange() { return m_frame.plot().xAxis->range(); }

  halftone::test::TemporaryFolder m_folder;
  WeightsPlot m_frame;
};

TEST_F(PlotFrameTest, SavesAPicture) {
  EXPECT_EQ(m_frame.save(path("plot.png")), QString());
  QImage image(path("plot.png"));
  ASSERT_FALSE(image.isNull());
  EXPECT_EQ(image.size(), QSize(1800, 1120));
  EXPECT_EQ(image.pixelColor(2, 2), QColor(Qt::white));
  QLabel paper;
  paper.resize(900, 560);
  paper.setScaledContents(true);
  paper.setPixmap(QPixmap::fromImage(image));
  test::screenshot(paper, QStringLiteral("plot-on-paper"));
}

TEST_F(PlotFrameTest, SavesADrawingWithText) {
  EXPECT_EQ(m_frame.save(path("plot.svg")), QString());
  QFile file(path("plot.svg"));
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QByteArray svg = file.readAll();
  EXPECT_TRUE(svg.contains("<text"));
  EXPECT_TRUE(svg.contains("blk.0.ffn_down.weight"));
  EXPECT_TRUE(svg.contains("Weights per bin"));
}

TEST_F(PlotFrameTest, SavesADocument) {
  EXPECT_EQ(m_frame.save(path("plot.pdf")), QString());
  QFile file(path("plot.pdf"));
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_TRUE(file.readAll().startsWith("%PDF-"));
}

TEST_F(PlotFrameTest, SavesDataThatReadsBackExactly) {
  EXPECT_EQ(m_frame.save(path("plot.csv")), QString());
  QFile file(path("plot.csv"));
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QStringList lines = QString::fromUtf8(file.readAll()).split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
  const PlotTable& table = m_frame.table();
  ASSERT_EQ(static_cast<std::size_t>(lines.size()), table.rows() + 1);
  EXPECT_EQ(lines.front(), QStringLiteral("weight,source,decoded"));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const QStringList fields = lines[static_cast<qsizetype>(row) + 1].split(QLatin1Char(','));
    ASSERT_EQ(fields.size(), 3);
    for (std::size_t column = 0; column < 3; ++column)
      EXPECT_EQ(fields[static_cast<qsizetype>(column)].toDouble(), table.columns[column].values[row]);
  }
}

TEST_F(PlotFrameTest, SavingFailsInWords) {
  EXPECT_TRUE(m_frame.save(QStringLiteral("/nowhere/plot.png")).contains(QStringLiteral("/nowhere/plot.png")));
  EXPECT_TRUE(m_frame.save(QStringLiteral("/nowhere/plot.pdf")).contains(QStringLiteral("/nowhere/plot.pdf")));
  EXPECT_FALSE(m_frame.save(path("plot.docx")).isEmpty());
  m_frame.showMessage(QStringLiteral("empty"));
  EXPECT_FALSE(m_frame.save(path("plot.png")).isEmpty());
  EXPECT_FALSE(QFile::exists(path("plot.png")));
}

TEST_F(PlotFrameTest, CopiesDataAndImage) {
  m_frame.copyData();
  EXPECT_EQ(QApplication::clipboard()->text(), m_frame.table().csv());
  m_frame.copyImage();
  EXPECT_FALSE(QApplication::clipboard()->image().isNull());
}

TEST_F(PlotFrameTest, KeysZoomPanAndReset) {
  const QCPRange home = xRange();
  QTest::keyClick(&m_frame.plot(), Qt::Key_Plus);
  EXPECT_NEAR(xRange().size(), home.size() / 1.25, 1e-12);
  QTest::keyClick(&m_frame.plot(), Qt::Key_Right, Qt::ControlModifier);
  EXPECT_GT(xRange().center(), home.center());
  QTest::keyClick(&m_frame.plot(), Qt::Key_Home);
  EXPECT_EQ(xRange(), home);
}

TEST_F(PlotFrameTest, WheelZoomsAndDoubleClickResets) {
  const QCPRange home = xRange();
  const QPoint center = m_frame.plot().axisRect()->center();
  QWheelEvent wheel(center, m_frame.plot().mapToGlobal(center), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(&m_frame.plot(), &wheel);
  EXPECT_LT(xRange().size(), home.size());
  QTest::mouseDClick(&m_frame.plot(), Qt::LeftButton, {}, center);
  EXPECT_EQ(xRange(), home);
}

TEST_F(PlotFrameTest, DragPansAndShiftDragZoomsIntoTheBox) {
  const QCPRange home = xRange();
  const QPoint center = m_frame.plot().axisRect()->center();
  QTest::mousePress(&m_frame.plot(), Qt::LeftButton, {}, center);
  QTest::mouseMove(&m_frame.plot(), center + QPoint(40, 0));
  QTest::mouseRelease(&m_frame.plot(), Qt::LeftButton, {}, center + QPoint(40, 0));
  EXPECT_LT(xRange().center(), home.center());
  EXPECT_NEAR(xRange().size(), home.size(), 1e-12);
  m_frame.resetView();
  QTest::mousePress(&m_frame.plot(), Qt::LeftButton, Qt::ShiftModifier, center - QPoint(50, 30));
  QTest::mouseMove(&m_frame.plot(), center + QPoint(50, 30));
  QTest::mouseRelease(&m_frame.plot(), Qt::LeftButton, Qt::ShiftModifier, center + QPoint(50, 30));
  EXPECT_LT(xRange().size(), home.size() * 0.6);
}

TEST_F(PlotFrameTest, ReadsOutUnderThePointerAndByKeys) {
  EXPECT_EQ(m_frame.readOut(), QString());
  QTest::mouseMove(&m_frame.plot(), m_frame.plot().axisRect()->center());
  const QString center = m_frame.readOut();
  EXPECT_TRUE(center.startsWith(QStringLiteral("weight "))) << center.toStdString();
  EXPECT_TRUE(center.contains(QStringLiteral("decoded ")));
  QTest::keyClick(&m_frame.plot(), Qt::Key_Right);
  EXPECT_NE(m_frame.readOut(), center);
  QTest::keyClick(&m_frame.plot(), Qt::Key_Left);
  EXPECT_EQ(m_frame.readOut(), center);
}

TEST(PlotTable, FindsTheNearestRowAsDrawn) {
  PlotTable table;
  table.columns = {{QStringLiteral("x"), PlotColumn::Kind::Value, {0.01, 1, 10}}};
  EXPECT_EQ(table.nearest(-5, false), 0U);
  EXPECT_EQ(table.nearest(0.4, false), 0U);
  EXPECT_EQ(table.nearest(0.4, true), 1U);  // nearer to 1 on a logarithmic axis
  EXPECT_EQ(table.nearest(99, true), 2U);
  EXPECT_EQ(PlotTable().nearest(1, false), std::nullopt);
}

TEST(PlotTable, QuotesHeadersWithCommas) {
  PlotTable table;
  table.columns = {{QStringLiteral("a, \"b\""), PlotColumn::Kind::Value, {0.1}},
                   {QStringLiteral("gap"), PlotColumn::Kind::Share, {std::nan("")}}};
  EXPECT_EQ(table.csv(), QStringLiteral("\"a, \"\"b\"\"\",gap\r\n0.1,\r\n"));
}

#ifdef Q_OS_UNIX
// Files may not grow beyond this while it lives; writing more fails as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    m_handler = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limited = {bytes, m_before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limited);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_handler);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit m_before{};
  void (*m_handler)(int) = nullptr;
};

TEST_F(PlotFrameTest, AFullDiskLeavesTheOlderFile) {
  for (const char* name : {"plot.png", "plot.svg", "plot.pdf", "plot.csv"}) {
    QFile old(path(name));
    ASSERT_TRUE(old.open(QIODevice::WriteOnly));
    old.write("precious");
    old.close();
    QString problem;
    {
      const FileSizeLimit limit(100);
      problem = m_frame.save(path(name));
    }
    EXPECT_TRUE(problem.contains(path(name))) << name << ": " << problem.toStdString();
    ASSERT_TRUE(old.open(QIODevice::ReadOnly));
    EXPECT_EQ(old.readAll(), "precious") << name;
    EXPECT_EQ(m_frame.save(path(name)), QString());
    EXPECT_GT(QFileInfo(path(name)).size(), 100) << name;
  }
}
#endif

TEST_F(PlotFrameTest, OffersAFileNamedAfterTheTensorAndSavesWithoutHoldingUp) {
  m_frame.chooseFileAndSave();  // returns at once
  auto* dialog = m_frame.findChild<QFileDialog*>();
  ASSERT_NE(dialog, nullptr);
  EXPECT_TRUE(dialog->isVisible());
  EXPECT_EQ(QFileInfo(dialog->selectedFiles().value(0)).fileName(),
            QStringLiteral("Weights-of-blk.0.ffn_down.weight-f16-q4_K.png"));
  dialog->setDirectory(QString::fromStdString(m_folder.path().string()));
  dialog->selectFile(QStringLiteral("chosen.png"));
  static_cast<QDialog*>(dialog)->accept();
  EXPECT_TRUE(QFile::exists(path("chosen.png")));
  emit dialog->fileSelected(QStringLiteral("/nowhere/plot.png"));
  auto* problem = m_frame.findChild<QMessageBox*>();
  ASSERT_NE(problem, nullptr);
  EXPECT_TRUE(problem->text().contains(QStringLiteral("/nowhere/plot.png")));
}

TEST(PlotFileName, KeepsWhatFileSystemsTake) {
  EXPECT_EQ(plotFileName(QStringLiteral("Error of a/b:c, f16 → q4_K (≈ a sample of 5 weights)")),
            QStringLiteral("Error-of-a-b-c-f16-q4_K"));
  EXPECT_EQ(plotFileName(QString()), QString());
  EXPECT_LE(plotFileName(QString(500, QLatin1Char('x'))).size(), 60);
}

TEST(PlotAxes, PowersOfTenAreDrawnAsSuchInEveryLanguage) {
  QCustomPlot plot;
  setAxisScale(*plot.yAxis, true);
  QVector<double> ticks;
  QVector<QString> labels;
  plot.yAxis->ticker()->generate(QCPRange(1, 1e4), QLocale(QLocale::German), QLatin1Char('e'), 0, ticks, nullptr,
                                 &labels);
  ASSERT_FALSE(labels.isEmpty());
  for (const QString& label : labels)
    EXPECT_TRUE(label.contains(QLatin1Char('e')) && !label.contains(QLatin1Char('E'))) << label.toStdString();
}

}  // namespace
}  // namespace halftone::app
