// Lens: what the map's colours show, how a figure is written, and how strong its colour is.
// Thread-safety: values and pure functions.
#pragma once

#include <QString>
#include <array>
#include <optional>

namespace halftone::app {

enum class Lens { Bits, Size, Error, SignLoss, Outliers };
constexpr std::array<Lens, 5> kLenses = {Lens::Bits, Lens::Size, Lens::Error, Lens::SignLoss, Lens::Outliers};

QString lensName(Lens lens);         // "Bits", "Error"
QString lensDescription(Lens lens);  // what is measured and in which unit, for the legend and tooltips

bool isMeasured(Lens lens);  // its figures come from the weights: sampled first, exact later

// One tensor's figure under a lens: bits per weight, bytes, dB of SQNR, share of signs lost, peak in σ.
struct LensFigure {
  double value = 0;
  bool sampled = false;
};
QString figureText(Lens lens, LensFigure figure);  // "≈ 21.3 dB"

// The range of figures that is on the map, and where a figure lies in it. Strength 0 is faint, 1 stands out: most bits,
// most bytes, most damage (the lowest SQNR), most outliers.
class LensScale {
 public:
  LensScale() = default;
  explicit LensScale(Lens lens) : m_lens(lens) {}

  void add(double value);  // a figure of the map; figures that are not finite stretch nothing
  bool empty() const { return m_count == 0 && m_lens != Lens::Bits; }
  double strength(double value) const;  // 0…1

  Lens lens() const { return m_lens; }
  QString faintEnd() const;   // the figure at strength 0: "45.2 dB"
  QString strongEnd() const;  // at strength 1
  friend bool operator==(const LensScale&, const LensScale&) = default;

 private:
  double faint() const;
  double strong() const;
  Lens m_lens = Lens::Bits;
  int m_count = 0;
  double m_low = 0;
  double m_high = 0;
};

}  // namespace halftone::app
