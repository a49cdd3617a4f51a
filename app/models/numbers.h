// Numbers as the studio writes them: in the user's locale, with units. GB = 10⁹ bytes.
// Thread-safety: pure functions (they read QLocale's default).
#pragma once

#include <QString>
#include <cstdint>

#include "core/base/units.h"
#include "core/format/shape.h"
#include "core/format/tensor_type.h"

namespace halftone::app {

QString typeText(TensorType type);            // "q4_K"
QString sizeText(Bytes size);                 // "4.92 GB": three significant digits; "812 bytes" below 1 kB
QString exactSizeText(Bytes size);            // "4,920,734,016 bytes": for tooltips
QString sizeChangeText(Bytes now, Bytes to);  // "+1.2 MB", "−340 kB", "±0"
QString countText(std::uint64_t count);       // "4,096"
QString parametersText(std::uint64_t count);  // "6.82 M", "8.03 B": weights in thousands, millions, billions
QString bitsText(double bitsPerWeight);       // "4.50"
QString shapeText(const Shape& shape);        // "14336 × 4096": columns × rows, as GGUF orders them

// "21.4 dB"; "∞ dB" where nothing is lost; "≈ " in front where it was measured on a sample.
QString decibelText(double decibel, bool sampled = false);
// A share of 1 as "3.21 %", with enough digits for small ones ("0.041 %", "< 0.001 %"), "0 %" only for nothing at all.
// REQUIRES: share >= 0.
QString percentText(double share, bool sampled = false);
QString signedPercentText(double share);  // "+1.2 %", "−0.8 %"
// `digits` significant digits, "1.234e-05" where that is shorter.
QString valueText(double value, int digits = 4);
// "0.4 s", "12 s", "3 min 20 s", "2 h 05 min".
QString durationText(double seconds);

}  // namespace halftone::app
