// MemoryBar: a bar whose full length is the free memory and whose filled part is the weights; hatched where the weights
// do not fit. Thread-safety: GUI thread only.
#pragma once

#include <QWidget>

#include "app/views/budget/budget_text.h"

namespace halftone::app {

class MemoryBar : public QWidget {
  Q_OBJECT

 public:
  explicit MemoryBar(QWidget* parent = nullptr);
  void setShare(double weightsOfFree, Fit fit);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double m_share = 0;
  Fit m_fit = Fit::Unknown;
};

}  // namespace halftone::app
