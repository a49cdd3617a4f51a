#include "app/models/lens.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "app/models/numbers.h"

namespace halftone::app {

namespace {

struct Lenses {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Lenses)
};

// Bits have a scale of their own, so that the same type has the same colour in every model.
constexpr double kFewBits = 2;
constexpr double kManyBits = 8;
// Below this span, differences of SQNR are no reason for another colour.
constexpr double kLeastSpanDb = 3;
constexpr double kLeastPeak = 3;

}  // namespace

QString lensName(Lens lens) {
  switch (lens) {
    case Lens::Bits: return Lenses::tr("Bits");
    case Lens::Size: return Lenses::tr("Size");
    case Lens::Error: return Lenses::tr("Error");
    case Lens::SignLoss: return Lenses::tr("Sign loss");
    case Lens::Outliers: return Lenses::tr("Outliers");
  }
  return {};
}

QString lensDescription(Lens lens) {
  switch (lens) {
    case Lens::Bits: return Lenses::tr("Bits per weight");
    case Lens::Size: return Lenses::tr("Size in the output");
    case Lens::Error: return Lenses::tr("Error (SQNR): lower is more damage");
    case Lens::SignLoss: return Lenses::tr("Weights that become zero and lose their sign");
    case Lens::Outliers: return Lenses::tr("Largest weight, in σ of its tensor");
  }
  return {};
}

bool isMeasured(Lens lens) { return lens != Lens::Bits && lens != Lens::Size; }

QString figureText(Lens lens, LensFigure figure) {
  switch (lens) {
    case Lens::Bits: return bitsText(figure.value);
    case Lens::Size: return sizeText({static_cast<std::uint64_t>(figure.value)});
    case Lens::Error: return decibelText(figure.value, figure.sampled);
    case Lens::SignLoss: return percentText(figure.value, figure.sampled);
    case Lens::Outliers: {
      const int decimals = figure.value < 9.95 ? 1 : 0;
      const QString text = Lenses::tr("%1 σ").arg(QLocale().toString(figure.value, 'f', decimals));
      return figure.sampled ? QStringLiteral("≈ ") + text : text;
    }
  }
  return {};
}

void LensScale::add(double value) {
  if (!std::isfinite(value)) return;
  m_low = m_count == 0 ? value : std::min(m_low, value);
  m_high = m_count == 0 ? value : std::max(m_high, value);
  ++m_count;
}

double LensScale::faint() const {
  switch (m_lens) {
    case Lens::Bits: return kFewBits;
    case Lens::Error: return std::max(m_high, m_low + kLeastSpanDb);
    case Lens::Outliers: return std::min(kLeastPeak, m_low);
    default: return 0;
  }
}

double LensScale::strong() const {
  switch (m_lens) {
    case Lens::Bits: return kManyBits;
    case Lens::Error: return m_low;
    case Lens::Outliers: return std::max(m_high, 2 * kLeastPeak);
    default: return m_high;
  }
}

// Peaks and bits are ratios: equal ratios, equal steps of colour.
double LensScale::strength(double value) const {
  if (std::isinf(value)) return m_lens == Lens::Error ? 0 : 1;
  const bool logarithmic = m_lens == Lens::Bits || m_lens == Lens::Outliers;
  const auto position = [logarithmic](double x) { return logarithmic ? std::log(std::max(x, 1e-6)) : x; };
  const double from = position(faint());
  const double to = position(strong());
  if (from == to) return 0;
  return std::clamp((position(value) - from) / (to - from), 0.0, 1.0);
}

QString LensScale::faintEnd() const {
  if (m_lens == Lens::Bits) return Lenses::tr("≤ %1").arg(kFewBits);
  return figureText(m_lens, {faint(), false});
}

QString LensScale::strongEnd() const {
  if (m_lens == Lens::Bits) return Lenses::tr("≥ %1").arg(kManyBits);
  return figureText(m_lens, {strong(), false});
}

}  // namespace halftone::app
