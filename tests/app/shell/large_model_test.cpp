// The window on a model of 70 billion parameters: 80 layers, 8192 wide, 138 GB that a sparse file does not take.
// Prints how long frames take and how long the GUI thread is away; times are measured, not asserted tightly.
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QPixmap>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <cstdio>

#include "app/commands/type_commands.h"
#include "app/jobs/stall_meter.h"
#include "app/shell/main_window.h"
#include "app/views/map/map_view.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone::app {
namespace {

double milliseconds(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

class LargeModel : public testing::Test {
 protected:
  void SetUp() override {
    halftone::test::ModelShape shape = halftone::test::namedShape("llama2-70b");
    shape.tokenizer = true;
    const std::filesystem::path path = folder / "large-F16.gguf";
    halftone::test::writeSparseModel(path, shape);
    window.setAskBeforeDiscarding(false);
    window.resize(1280, 800);
    window.show();
    QSignalSpy opened(&window, &MainWindow::modelOpened);
    meter.start();
    window.open(QString::fromStdString(path.string()));
    ASSERT_TRUE(opened.wait(60'000));
    QTest::qWait(200);
  }
  // The slowest of drawing the map at `steps` places along its scroll bar.
  double slowestScroll(int steps) {
    QScrollBar* across = window.mapView().horizontalScrollBar();
    QPixmap target(window.mapView().viewport()->size());
    double worst = 0;
    for (int i = 0; i <= steps; ++i) {
      across->setValue(across->maximum() * i / steps);
      QElapsedTimer timer;
      timer.start();
      window.mapView().viewport()->render(&target);
      worst = std::max(worst, milliseconds(timer));
      QCoreApplication::processEvents();
    }
    return worst;
  }
  halftone::test::TemporaryFolder folder;
  MainWindow window;
  StallMeter meter;
};

// Pictures for people, in the folder that HALFTONE_SCREENSHOTS names; none if it names none.
void picture(MainWindow& window, const char* name) {
  if (qEnvironmentVariableIsSet("HALFTONE_SCREENSHOTS"))
    window.grab().save(qEnvironmentVariable("HALFTONE_SCREENSHOTS") + QLatin1Char('/') + QLatin1String(name));
}

TEST_F(LargeModel, OpensScrollsAndChangesSmoothly) {
  ASSERT_GE(window.document().model()->tensors().size(), 700u);
  std::printf("[ LARGE    ] opening: the GUI thread was away for at most %.1f ms\n", meter.longestMs());
  picture(window, "large-fitted.png");
  meter.start();
  double worst = slowestScroll(10);
  for (int zoom = 0; zoom < 8; ++zoom) {
    window.mapView().zoomIn();
    worst = std::max(worst, slowestScroll(10));
  }
  picture(window, "large-zoomed.png");
  std::printf("[ LARGE    ] scrolling: slowest frame of the map %.1f ms\n", worst);
  meter.start();
  window.mapView().mapSelection().selectAll();
  QElapsedTimer timer;
  timer.start();
  const Given given = giveType(window.document(), window.document().selection(), TensorType::Q5_K);
  const double gesture = milliseconds(timer);
  QTest::qWait(300);
  std::printf("[ LARGE    ] giving a type to %d tensors: %.1f ms; longest absence of the GUI thread %.1f ms\n",
              given.changed, gesture, meter.longestMs());
  EXPECT_GT(given.changed, 500);
  EXPECT_LT(worst, 500);
}

}  // namespace
}  // namespace halftone::app
