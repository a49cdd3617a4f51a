#include "app/views/plots/plot_colors.h"

namespace halftone::app {

QColor blend(const QColor& color, const QColor& background, double opacity) {
  const auto mix = [opacity](float over, float under) {
    return static_cast<float>(opacity * static_cast<double>(over) + (1 - opacity) * static_cast<double>(under));
  };
  return QColor::fromRgbF(mix(color.redF(), background.redF()), mix(color.greenF(), background.greenF()),
                          mix(color.blueF(), background.blueF()));
}

PlotColors PlotColors::fromPalette(const QPalette& palette) {
  PlotColors colors;
  colors.background = palette.color(QPalette::Base);
  colors.text = palette.color(QPalette::Text);
  colors.axis = blend(colors.text, colors.background, 0.6);
  colors.grid = blend(colors.text, colors.background, 0.14);
  const bool dark = colors.background.lightnessF() < 0.5F;
  colors.first = dark ? QColor(0x56, 0xb4, 0xe9) : QColor(0x00, 0x72, 0xb2);
  colors.second = dark ? QColor(0xe6, 0x9f, 0x00) : QColor(0xc8, 0x52, 0x00);
  colors.third = dark ? QColor(0x2f, 0xc7, 0x9a) : QColor(0x00, 0x7d, 0x5a);
  return colors;
}

PlotColors PlotColors::forPaper() {
  QPalette paper;
  paper.setColor(QPalette::Base, Qt::white);
  paper.setColor(QPalette::Text, QColor(0x1a, 0x1a, 0x1a));
  return fromPalette(paper);
}

}  // namespace halftone::app
