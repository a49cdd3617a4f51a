#include "app/views/map/map_panel.h"

#include <gtest/gtest.h>

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <algorithm>
#include <filesystem>

#include "tests/app/support/small_model.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

class MapPanelTest : public testing::Test {
 protected:
  void open(std::shared_ptr<const Model> model) {
    document.setModel(std::move(model));
    panel.resize(640, 480);
    panel.show();
    QCoreApplication::processEvents();
  }
  JobQueue jobs;
  ModelDocument document;
  Measurements measurements{document, jobs};
  MapModel map{document, measurements};
  MapPanel panel{document, measurements, map};
};

TEST_F(MapPanelTest, AsksForConsentBeforeItQuantizesAgain) {
  ModelFiles files;
  StoredTensor tensor = halftone::test::storedTensor("blk.0.attn_q.weight", 256, 256);
  tensor.type = TensorType::Q8_0;
  tensor.bytes = 256 * 256 / 32 * 34;
  files.tensors.push_back(tensor);
  open(std::make_shared<const Model>(std::move(files)));
  auto* consent = panel.findChild<QPushButton*>();
  ASSERT_NE(consent, nullptr);
  EXPECT_TRUE(consent->isVisible());
  EXPECT_EQ(document.typeOf(TensorId{0}), TensorType::Q8_0);
  EXPECT_EQ(map.rowCount(), 1);
  consent->click();
  EXPECT_FALSE(document.planError());
  EXPECT_FALSE(consent->isVisible());
  EXPECT_EQ(document.typeOf(TensorId{0}), TensorType::Q4_K);
  document.undoStack().undo();
  EXPECT_TRUE(consent->isVisible());
}

TEST_F(MapPanelTest, TheLegendCountsWhatCouldNotBeMeasured) {
  const halftone::test::TemporaryFolder folder;
  const std::filesystem::path source = halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf");
  const std::filesystem::path path = folder / "copy.gguf";
  std::filesystem::copy_file(source, path);
  open(*Model::open(path));
  panel.resize(560, 480);  // what a window of 1280 leaves
  std::filesystem::resize_file(path, std::filesystem::file_size(source) / 8);
  measurements.wantPlanned(true);
  ASSERT_TRUE(QTest::qWaitFor([&] { return jobs.jobs().empty(); }, 60'000));
  const auto told = [this](const QString& text) {
    const QList<QLabel*> labels = panel.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&text](const QLabel* label) {
      return label->isVisible() && label->text().contains(text) &&
             label->toolTip().contains(QStringLiteral("try again"));
    });
  };
  const int failed = measurements.plannedProgress().failed;
  ASSERT_GT(failed, 0);
  const QString words = QStringLiteral("✗ %1 failed").arg(failed);
  EXPECT_FALSE(told(words));  // bits need no measuring
  for (const Lens lens : {Lens::Error, Lens::Outliers}) {
    map.setLens(lens);
    EXPECT_TRUE(told(words)) << static_cast<int>(lens);
  }
  QCoreApplication::processEvents();
  EXPECT_EQ(panel.width(), 560);
  if (const QString pictures = qEnvironmentVariable("HALFTONE_SCREENSHOTS"); !pictures.isEmpty())
    panel.grab().save(pictures + QStringLiteral("/map-failed.png"));
  std::filesystem::copy_file(source, path, std::filesystem::copy_options::overwrite_existing);
  measurements.measureAgain();
  ASSERT_TRUE(QTest::qWaitFor([&] { return jobs.jobs().empty(); }, 60'000));
  EXPECT_FALSE(told(QStringLiteral("failed")));
}

TEST_F(MapPanelTest, AModelWithoutTensorsIsAnEmptyMapThatTakesEveryKey) {
  ModelFiles files;
  files.metadata.set("general.architecture", std::string("llama"));
  open(std::make_shared<const Model>(std::move(files)));
  MapView* view = panel.view();
  for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Home, Qt::Key_Space, Qt::Key_5, Qt::Key_Plus, Qt::Key_Delete})
    QTest::keyClick(view, key);
  QTest::keyClick(view, Qt::Key_A, Qt::ControlModifier);
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(200, 200));
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(2, 2));
  view->zoomIn();
  view->fit();
  EXPECT_FALSE(view->grab().isNull());
  EXPECT_TRUE(document.selection().isEmpty());
  EXPECT_EQ(document.undoStack().count(), 0);
}

}  // namespace
}  // namespace halftone::app
