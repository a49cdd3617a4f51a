// What tests of views share: a made-up tensor's analysis, palettes, and pictures on request.
#pragma once

#include <QPalette>
#include <QString>
#include <QWidget>
#include <memory>

#include "core/analysis/tensor_analysis.h"

namespace halftone::app::test {

// 64 × 256 normally spread weights with one outlier column, rounded to 16 levels per block of 32.
std::shared_ptr<const TensorAnalysis> madeUpAnalysis(bool sampled = false);

QPalette darkPalette();

// The application in dark colours while it lives.
class DarkTheme {
 public:
  DarkTheme();
  ~DarkTheme();
  DarkTheme(const DarkTheme&) = delete;
  DarkTheme& operator=(const DarkTheme&) = delete;

 private:
  QPalette m_before;
};

// Saves a picture of the widget as NAME.png in the folder that HALFTONE_SCREENSHOTS names; nothing if it names none.
void screenshot(QWidget& widget, const QString& name);

}  // namespace halftone::app::test
