#include "app/shell/action_icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

namespace halftone::app {

namespace {

// Renders the drawing with its black replaced by the colour that text has now.
class PaletteIcon : public QIconEngine {
 public:
  explicit PaletteIcon(QByteArray drawing) : m_drawing(std::move(drawing)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QPalette palette = QGuiApplication::palette();
    const QPalette::ColorGroup group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const QColor colour = palette.color(group, QPalette::ButtonText);
    QByteArray coloured = m_drawing;
    coloured.replace("#000000", colour.name().toLatin1());
    QSvgRenderer renderer(coloured);
    painter->save();
    if (mode == QIcon::Disabled) painter->setOpacity(0.55);
    renderer.render(painter, rect);
    painter->restore();
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
  }

  QIconEngine* clone() const override { return new PaletteIcon(m_drawing); }

 private:
  QByteArray m_drawing;
};

}  // namespace

QIcon actionIcon(const QString& name) {
  QFile file(QStringLiteral(":/icons/actions/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QIcon(new PaletteIcon(file.readAll()));
}

}  // namespace halftone::app
