#include "app/views/map/color_scale.h"

#include <QPalette>
#include <algorithm>
#include <array>
#include <cmath>

namespace halftone::app {

namespace {

// Viridis (Smith and van der Walt, 2015) at nine even steps; between them it is close to linear.
constexpr std::array<QRgb, 9> kViridis = {0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c,
                                          0x28ae80, 0x5ec962, 0xaddc30, 0xfde725};
// Yellow is lost on white and violet on black, so each background leaves out the end that it swallows.
constexpr double kFaintOnLight = 0.86;
constexpr double kFaintOnDark = 0.2;

QColor viridis(double position) {
  const double step = position * (kViridis.size() - 1);
  const auto lower = std::min(static_cast<std::size_t>(step), kViridis.size() - 2);
  const double share = step - static_cast<double>(lower);
  const QRgb a = kViridis[lower];
  const QRgb b = kViridis[lower + 1];
  const auto mix = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
  return QColor(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
}

}  // namespace

QColor lensColor(double strength, bool darkBackground) {
  const double clamped = std::clamp(strength, 0.0, 1.0);
  return viridis(darkBackground ? kFaintOnDark + clamped * (1 - kFaintOnDark) : kFaintOnLight * (1 - clamped));
}

bool isDark(const QPalette& palette) { return palette.color(QPalette::Base).lightness() < 128; }

}  // namespace halftone::app
