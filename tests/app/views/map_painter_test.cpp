#include "app/views/map/map_painter.h"

#include <gtest/gtest.h>

#include <QImage>
#include <functional>

#include "tests/app/support/small_model.h"

namespace halftone::app {
namespace {

constexpr QSize kSmall(16, 18);
constexpr QSize kLarge(96, 60);  // with text in it

class MapPainterTest : public testing::Test {
 protected:
  MapPainterTest() {
    document.setModel(halftone::test::smallModel(4));
    palette.setColor(QPalette::Text, Qt::black);
    palette.setColor(QPalette::Base, Qt::white);
  }
  QImage drawn(QSize size, const std::function<void(QPainter&, const MapPainter&)>& draw) const {
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    draw(painter, MapPainter(map, palette, QFont(), size));
    return image;
  }
  QImage drawnCell(QSize size, bool fellBack) const {
    MapCell cell = *map.cell(row(), 1);
    cell.fellBack = fellBack;
    return drawn(size, [&](QPainter& painter, const MapPainter& draw) {
      draw.drawCell(painter, QRect(QPoint(0, 0), size), cell, {});
    });
  }
  int row() const { return map.position(*document.model()->findTensor("blk.0.attn_q.weight"))->first; }
  // The middle of what is not white, between the image's top and `bottom`.
  static double inkMiddle(const QImage& image, int bottom) {
    int first = -1, last = -1;
    for (int y = 0; y < bottom; ++y)
      for (int x = 0; x < image.width(); ++x)
        if (qGray(image.pixel(x, y)) < 160) {
          if (first < 0) first = y;
          last = y;
        }
    return (first + last) / 2.0;
  }
  static int darkPixels(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) count += qGray(image.pixel(x, y)) < 40 ? 1 : 0;
    return count;
  }
  JobQueue jobs;
  ModelDocument document;
  Measurements measurements{document, jobs};
  MapModel map{document, measurements};
  QPalette palette;
};

TEST_F(MapPainterTest, FallbacksAreMarkedInCellsOfEverySize) {
  for (const QSize size : {QSize(7, 18), kSmall, QSize(40, 30), kLarge})
    EXPECT_GE(darkPixels(drawnCell(size, true)), darkPixels(drawnCell(size, false)) + 5) << size.width();
}

TEST_F(MapPainterTest, RowNamesAreLevelWithTheirDots) {
  for (const QSize size : {kSmall, QSize(40, 30), kLarge}) {
    const QImage name = drawn(QSize(120, size.height()), [&](QPainter& painter, const MapPainter&) {
      MapPainter(map, palette, QFont(), size).drawRowName(painter, QRect(0, 0, 120, size.height()), row(), false);
    });
    const int dotBottom = size == kLarge ? 40 : size.height();
    EXPECT_NEAR(inkMiddle(name, size.height()), inkMiddle(drawnCell(size, false), dotBottom), 4) << size.width();
  }
}

}  // namespace
}  // namespace halftone::app
