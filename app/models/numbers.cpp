#include "app/models/numbers.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>
#include <utility>

#include "core/base/text.h"

namespace halftone::app {
namespace {

struct Numbers {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Numbers)
};

// Three significant digits: 4.92, 49.2, 492.
QString threeDigits(double value) {
  const double magnitude = std::abs(value);
  const int decimals = magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2;
  return QLocale().toString(value, 'f', decimals);
}

QString decimalSize(double bytes) {
  const double magnitude = std::abs(bytes);
  if (magnitude >= 0.9995e12) return Numbers::tr("%1 TB").arg(threeDigits(bytes / 1e12));
  if (magnitude >= 0.9995e9) return Numbers::tr("%1 GB").arg(threeDigits(bytes / 1e9));
  if (magnitude >= 0.9995e6) return Numbers::tr("%1 MB").arg(threeDigits(bytes / 1e6));
  if (magnitude >= 1e3) return Numbers::tr("%1 kB").arg(threeDigits(bytes / 1e3));
  return Numbers::tr("%1 bytes").arg(QLocale().toString(bytes, 'f', 0));
}

QString withSign(double value, const QString& magnitude) {
  return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + magnitude;
}

QString approximate(const QString& text, bool sampled) { return sampled ? QStringLiteral("≈ ") + text : text; }

}  // namespace

QString typeText(TensorType type) { return QString::fromStdString(tensorTypeName(type)); }

QString sizeText(Bytes size) { return decimalSize(static_cast<double>(size.count)); }

QString exactSizeText(Bytes size) { return Numbers::tr("%1 bytes").arg(countText(size.count)); }

QString sizeChangeText(Bytes now, Bytes to) {
  if (now == to) return QStringLiteral("±0");
  const double change = static_cast<double>(to.count) - static_cast<double>(now.count);
  return withSign(change, decimalSize(std::abs(change)));
}

QString countText(std::uint64_t count) { return QLocale().toString(static_cast<qulonglong>(count)); }

QString parametersText(std::uint64_t count) {
  const double value = static_cast<double>(count);
  if (value >= 0.9995e12) return Numbers::tr("%1 T").arg(threeDigits(value / 1e12));
  if (value >= 0.9995e9) return Numbers::tr("%1 B").arg(threeDigits(value / 1e9));
  if (value >= 0.9995e6) return Numbers::tr("%1 M").arg(threeDigits(value / 1e6));
  if (value >= 1e4) return Numbers::tr("%1 k").arg(threeDigits(value / 1e3));
  return countText(count);
}

QString bitsText(double bitsPerWeight) { return QLocale().toString(bitsPerWeight, 'f', 2); }

QString shapeText(const Shape& shape) { return QString::fromStdString(shape.text()); }

QString decibelText(double decibel, bool sampled) {
  if (std::isnan(decibel)) return QStringLiteral("—");
  if (std::isinf(decibel)) return decibel > 0 ? QStringLiteral("∞ dB") : QStringLiteral("−∞ dB");
  return approximate(Numbers::tr("%1 dB").arg(QLocale().toString(decibel, 'f', 1)), sampled);
}

QString percentText(double share, bool sampled) {
  if (std::isnan(share)) return QStringLiteral("—");
  const double percent = share * 100.0;
  if (percent == 0) return approximate(QStringLiteral("0 %"), sampled);
  if (std::abs(percent) < 0.0005) return approximate(Numbers::tr("< %1 %").arg(QLocale().toString(0.001)), sampled);
  const QLocale locale;
  const double magnitude = std::abs(percent);
  QString text;
  if (magnitude >= 9.995)
    text = locale.toString(percent, 'f', 1);
  else if (magnitude >= 0.0995)
    text = locale.toString(percent, 'f', 2);
  else
    text = locale.toString(percent, 'g', magnitude >= 0.00995 ? 2 : 1);
  return approximate(text + QStringLiteral(" %"), sampled);
}

QString signedPercentText(double share) {
  const QString magnitude = QLocale().toString(std::abs(share) * 100.0, 'f', 1) + QStringLiteral(" %");
  if (std::abs(share) < 0.0005) return QStringLiteral("±") + magnitude;
  return withSign(share, magnitude);
}

QString valueText(double value, int digits) {
  if (std::isnan(value)) return QStringLiteral("NaN");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  if (value == 0) return QStringLiteral("0");
  QString text = QLocale().toString(value, 'g', digits);
  if (text.startsWith(QLatin1Char('-'))) text.replace(0, 1, QStringLiteral("−"));
  return text;
}

QString durationText(double seconds) {
  if (!(std::isfinite(seconds) && seconds > 0)) seconds = 0;
  if (seconds < 0.95) return Numbers::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
  return QString::fromStdString(formatDuration(seconds));
}

}  // namespace halftone::app
