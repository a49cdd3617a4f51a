#include "app/views/map/map_view.h"

#include <gtest/gtest.h>

#include <QAbstractScrollArea>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <cstdio>

#include "app/commands/type_choices.h"
#include "tests/app/support/small_model.h"
#include "tests/support/synthetic_model.h"

namespace halftone::app {
namespace {

class MapViewTest : public testing::Test {
 protected:
  MapViewTest() {
    document.setModel(halftone::test::smallModel(4));
    view.resize(700, 500);
    view.show();
    view.setFocus();
    QCoreApplication::processEvents();
  }
  TensorId tensor(const char* name) const { return *document.model()->findTensor(name); }
  QPoint centre(const char* name) const { return view.cellInViewport(tensor(name))->center(); }
  void click(const char* name, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, centre(name));
  }
  void drag(QPoint from, QPoint to) {
    QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
    for (int i = 1; i <= 10; ++i) {
      const QPoint at = from + (to - from) * i / 10;
      QMouseEvent move(QEvent::MouseMove, at, view.viewport()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
      QCoreApplication::sendEvent(view.viewport(), &move);
    }
    QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
  }
  void key(int code, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(&view, static_cast<Qt::Key>(code), modifiers);
  }
  int rowNamed(const char* name) const {
    return map.position(tensor((std::string("blk.0.") + name + ".weight").c_str()))->first;
  }

  JobQueue jobs;
  ModelDocument document;
  Measurements measurements{document, jobs};
  MapModel map{document, measurements};
  MapView view{document, map};
};

TEST_F(MapViewTest, ClickSelectsControlTogglesShiftExtends) {
  click("blk.0.attn_q.weight");
  EXPECT_EQ(document.selection(), QList<TensorId>{tensor("blk.0.attn_q.weight")});
  EXPECT_EQ(document.current(), tensor("blk.0.attn_q.weight"));
  click("blk.2.attn_q.weight", Qt::ControlModifier);
  EXPECT_EQ(document.selection().size(), 2);
  click("blk.2.attn_q.weight", Qt::ControlModifier);
  EXPECT_EQ(document.selection().size(), 1);
  click("blk.0.attn_q.weight");
  click("blk.2.ffn_down.weight", Qt::ShiftModifier);
  EXPECT_EQ(document.selection().size(), 9);  // three roles in three layers
}

TEST_F(MapViewTest, ARubberBandSelectsWhatItTouches) {
  drag(centre("blk.1.attn_q.weight"), centre("blk.2.attn_v.weight"));
  EXPECT_EQ(document.selection().size(), 4);
  EXPECT_EQ(document.undoStack().count(), 0);
}

TEST_F(MapViewTest, AnotherModelEndsTheGestureUnderWay) {
  click("blk.3.ffn_down.weight");
  const QPoint from = centre("blk.3.ffn_down.weight");
  QTest::mousePress(view.viewport(), Qt::LeftButton, Qt::ControlModifier, from);  // takes it away
  QTest::mouseRelease(view.viewport(), Qt::LeftButton, Qt::ControlModifier, from);
  QTest::mousePress(view.viewport(), Qt::LeftButton, Qt::ControlModifier, from);  // a band that keeps it
  QContextMenuEvent open(QContextMenuEvent::Mouse, from, view.viewport()->mapToGlobal(from));
  QCoreApplication::sendEvent(view.viewport(), &open);
  QPointer<QMenu> menu = view.findChild<QMenu*>();
  ASSERT_TRUE(menu);
  ASSERT_TRUE(menu->isVisible());
  document.setModel(halftone::test::smallModel(1));
  EXPECT_TRUE(!menu || !menu->isVisible());
  const QPoint to = centre("blk.0.attn_q.weight");
  QMouseEvent move(QEvent::MouseMove, to, view.viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
  QCoreApplication::sendEvent(view.viewport(), &move);
  EXPECT_TRUE(document.selection().isEmpty());
  QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
  click("blk.0.attn_q.weight", Qt::ShiftModifier);  // no range from a tensor of the other model
  EXPECT_EQ(document.selection(), QList<TensorId>{tensor("blk.0.attn_q.weight")});
}

TEST_F(MapViewTest, HeadersSelectARoleALayerOrEverything) {
  const int row = rowNamed("attn_v");
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.rowHeaderInViewport(row).center());
  EXPECT_EQ(document.selection().size(), 4);
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.columnHeaderInViewport(2).center());
  EXPECT_EQ(document.selection().size(), 3);
  QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ControlModifier, view.columnHeaderInViewport(3).center());
  EXPECT_EQ(document.selection().size(), 6);
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(3, 3));
  EXPECT_EQ(document.selection().size(), 14);  // all that can be given a type
}

TEST_F(MapViewTest, TheKeyboardMovesSelectsAndToggles) {
  click("blk.0.attn_q.weight");
  key(Qt::Key_Right);
  EXPECT_EQ(document.current(), tensor("blk.1.attn_q.weight"));
  key(Qt::Key_Down, Qt::ShiftModifier);
  EXPECT_EQ(document.selection().size(), 2);
  key(Qt::Key_Down, Qt::ControlModifier);
  EXPECT_EQ(document.selection().size(), 2);
  EXPECT_EQ(document.current(), tensor("blk.1.ffn_down.weight"));
  key(Qt::Key_Space);
  EXPECT_EQ(document.selection().size(), 3);
  key(Qt::Key_A, Qt::ControlModifier);
  EXPECT_EQ(document.selection().size(), 14);
  key(Qt::Key_Escape);
  EXPECT_TRUE(document.selection().isEmpty());
}

TEST_F(MapViewTest, ArrowsReachEveryRowAlsoOutsideTheLayers) {
  click("blk.3.ffn_down.weight");
  for (int i = 0; i < 10; ++i) key(Qt::Key_Up);
  ASSERT_TRUE(document.current());
  EXPECT_FALSE(document.model()->tensor(*document.current()).layer);
  for (int i = 0; i < 10; ++i) key(Qt::Key_Down);
  EXPECT_EQ(document.model()->tensor(*document.current()).role, Role::FfnDown);
}

TEST_F(MapViewTest, TabShowsWhereTheKeyboardIs) {
  view.clearFocus();
  EXPECT_FALSE(document.current());
  QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
  QCoreApplication::sendEvent(&view, &byTab);
  ASSERT_TRUE(document.current());
  EXPECT_TRUE(document.selection().isEmpty());
  key(Qt::Key_Space);
  EXPECT_EQ(document.selection(), QList<TensorId>{*document.current()});
}

TEST_F(MapViewTest, TheMenuKeyOpensTheMenuAtTheCurrentCell) {
  click("blk.2.attn_v.weight");
  QContextMenuEvent open(QContextMenuEvent::Keyboard, QPoint(1, 1), view.mapToGlobal(QPoint(1, 1)));
  QCoreApplication::sendEvent(view.viewport(), &open);
  QPointer<QMenu> menu = view.findChild<QMenu*>();
  ASSERT_TRUE(menu);
  EXPECT_EQ(menu->pos(), view.viewport()->mapToGlobal(centre("blk.2.attn_v.weight")));
  menu->close();
}

TEST_F(MapViewTest, KeysGiveTypes) {
  click("blk.0.attn_q.weight");
  key(Qt::Key_5);
  EXPECT_EQ(document.typeOf(tensor("blk.0.attn_q.weight")), TensorType::Q5_K);
  key(Qt::Key_Plus);
  EXPECT_EQ(document.typeOf(tensor("blk.0.attn_q.weight")), TensorType::Q6_K);
  key(Qt::Key_Minus);
  EXPECT_EQ(document.typeOf(tensor("blk.0.attn_q.weight")), TensorType::Q5_K);
  key(Qt::Key_Delete);
  EXPECT_TRUE(document.request().byHand.empty());
  EXPECT_EQ(document.undoStack().count(), 4);
  QSignalSpy said(&view, &MapView::message);
  key(Qt::Key_7);
  ASSERT_EQ(said.count(), 1);
  EXPECT_TRUE(said[0][0].toString().contains(QLatin1Char('7')));
  EXPECT_EQ(document.undoStack().count(), 4);
}

TEST_F(MapViewTest, OneStrokeOfPaintIsOneUndoStep) {
  view.setBrush(TensorType::Q8_0);
  drag(centre("blk.0.attn_q.weight"), centre("blk.3.attn_q.weight"));
  EXPECT_EQ(document.request().byHand.size(), 4u);
  EXPECT_EQ(document.undoStack().count(), 1);
  drag(centre("blk.0.attn_v.weight"), centre("blk.1.attn_v.weight"));
  EXPECT_EQ(document.undoStack().count(), 2);
  document.undoStack().undo();
  document.undoStack().undo();
  EXPECT_TRUE(document.request().byHand.empty());
  QSignalSpy dropped(&view, &MapView::brushDropped);
  key(Qt::Key_Escape);
  EXPECT_EQ(dropped.count(), 1);
  EXPECT_FALSE(view.brush());
}

TEST_F(MapViewTest, ZoomGrowsCellsAndFitBringsThemBack) {
  const QSize fitted = view.cellSize();
  view.zoomIn();
  view.zoomIn();
  EXPECT_GT(view.cellSize().width(), fitted.width());
  EXPECT_FALSE(view.fitted());
  view.fit();
  EXPECT_EQ(view.cellSize(), fitted);
}

TEST_F(MapViewTest, SaysTheCurrentCellToScreenReaders) {
  click("blk.1.ffn_down.weight");
  EXPECT_TRUE(view.accessibleDescription().contains(QStringLiteral("ffn_down, layer 1")));
}

// The picture of a cell changes with its bits: the dot's area is its bits per weight.
TEST_F(MapViewTest, MoreBitsMoreInk) {
  const char* name = "blk.1.attn_q.weight";
  const auto ink = [&] {
    const QRect cell = view.cellInViewport(tensor(name))->adjusted(2, 2, -12, -2);
    const QImage image = view.viewport()->grab(cell).toImage();
    const QColor background = view.palette().color(QPalette::Base);
    int count = 0;
    for (int y = 0; y < image.height() / 2; ++y)
      for (int x = 0; x < image.width(); ++x)
        if (QColor(image.pixel(x, y)) != background) ++count;
    return count;
  };
  giveType(document, {tensor(name)}, TensorType::Q2_K);
  const int few = ink();
  giveType(document, {tensor(name)}, TensorType::Q8_0);
  const int many = ink();
  EXPECT_GT(few, 0);
  EXPECT_GT(many, few);
}

// Draws and scrolls a model of 80 layers, cells large enough to hold text, and prints the slowest frame.
TEST_F(MapViewTest, AModelOfEightyLayersScrolls) {
  map.setMinorShown(true);
  document.setModel(halftone::test::syntheticModel("llama2-70b"));
  ASSERT_GE(document.model()->tensors().size(), 700u);
  view.resize(1280, 800);
  QCoreApplication::processEvents();
  QPixmap target(view.viewport()->size());
  QElapsedTimer timer;
  double worst = 0;
  const auto frame = [&] {
    timer.start();
    view.viewport()->render(&target);
    worst = std::max(worst, static_cast<double>(timer.nsecsElapsed()) / 1e6);
  };
  const auto scroll = [&] {
    QScrollBar* across = view.horizontalScrollBar();
    for (int i = 0; i <= 20; ++i) {
      across->setValue(across->maximum() * i / 20);
      frame();
    }
  };
  document.select({TensorId{0}}, TensorId{0});
  frame();
  frame();
  for (int zoom = 0; zoom < 12; ++zoom) {
    view.zoomIn();
    frame();
    scroll();
  }
  std::printf("[ MAP      ] slowest frame of an 80-layer map at 1280 x 800: %.1f ms\n", worst);
  RecordProperty("slowest_frame_ms", std::to_string(worst));
  EXPECT_LT(worst, 500);  // a broken build, not a slow machine; the printed figure is the measurement
}

}  // namespace
}  // namespace halftone::app
