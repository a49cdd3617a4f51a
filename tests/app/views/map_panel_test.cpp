#include "app/views/map/map_panel.h"

#include <gtest/gtest.h>

#include <QPushButton>
#include <QTest>

#include "tests/app/support/small_model.h"

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
