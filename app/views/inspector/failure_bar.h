// FailureBar: why the selection could not be measured, and a button to try again; hidden while nothing failed.
// Thread-safety: GUI thread only.
#pragma once

#include <QFrame>

#include "app/jobs/measurements.h"

class QLabel;

namespace halftone::app {

class FailureBar : public QFrame {
  Q_OBJECT

 public:
  // REQUIRES: the measurements outlive the bar.
  explicit FailureBar(Measurements& measurements, QWidget* parent = nullptr);

 private:
  void refresh();

  Measurements& m_measurements;
  QLabel* m_text;
};

}  // namespace halftone::app
