#include "app/shell/theme.h"

#include <QApplication>
#include <QStyleFactory>

namespace halftone::app {

namespace {

struct Colours {
  QRgb window, base, alternate, text, dim, button, line, highlight, highlightedText, link, notice;
};

constexpr Colours kLight = {0xf3f3f1, 0xfcfcfb, 0xf0f0ee, 0x1d1f21, 0x6b6f74, 0xe9e9e6,
                            0xc6c6c2, 0x2f6fb5, 0xffffff, 0x1f5fa8, 0xfff4d6};
constexpr Colours kDark = {0x25272a, 0x1b1d1f, 0x222427, 0xe6e6e3, 0x9a9ea3, 0x34373b,
                           0x4a4d52, 0x3d7fca, 0xffffff, 0x7db2ee, 0x4a3f1c};

QPalette fromColours(const Colours& c) {
  QPalette palette;
  palette.setColor(QPalette::Window, c.window);
  palette.setColor(QPalette::WindowText, c.text);
  palette.setColor(QPalette::Base, c.base);
  palette.setColor(QPalette::AlternateBase, c.alternate);
  palette.setColor(QPalette::Text, c.text);
  palette.setColor(QPalette::PlaceholderText, c.dim);
  palette.setColor(QPalette::Button, c.button);
  palette.setColor(QPalette::ButtonText, c.text);
  palette.setColor(QPalette::BrightText, QColor(0xffffff));
  palette.setColor(QPalette::Light, QColor(c.button).lighter(115));
  palette.setColor(QPalette::Midlight, QColor(c.button).lighter(105));
  palette.setColor(QPalette::Mid, c.line);
  palette.setColor(QPalette::Dark, QColor(c.line).darker(120));
  palette.setColor(QPalette::Shadow, QColor(c.line).darker(200));
  palette.setColor(QPalette::Highlight, c.highlight);
  palette.setColor(QPalette::HighlightedText, c.highlightedText);
  palette.setColor(QPalette::Link, c.link);
  palette.setColor(QPalette::LinkVisited, c.link);
  palette.setColor(QPalette::ToolTipBase, c.notice);
  palette.setColor(QPalette::ToolTipText, c.text);
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, c.dim);
  palette.setColor(QPalette::Disabled, QPalette::Highlight, c.line);
  palette.setColor(QPalette::Disabled, QPalette::HighlightedText, c.dim);
  return palette;
}

}  // namespace

QPalette themePalette(Theme theme, const QPalette& system) {
  const bool systemDark = system.color(QPalette::Window).lightness() < 128;
  return fromColours(theme == Theme::Dark || (theme == Theme::System && systemDark) ? kDark : kLight);
}

void applyTheme(QApplication& application, Theme theme) {
  static const QPalette kSystem = QApplication::palette();
  if (QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0)
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  QApplication::setPalette(themePalette(theme, kSystem));
  application.setProperty("theme", static_cast<int>(theme));
}

}  // namespace halftone::app
