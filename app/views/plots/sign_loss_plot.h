// SignLossPlot: which weights lose their sign, by their size: the shares that became zero and that changed sign, over
// |weight| / σ on a logarithmic axis. Thread-safety: GUI thread only.
#pragma once

#include <memory>

#include "app/views/plots/plot_frame.h"
#include "core/analysis/tensor_analysis.h"

class QCPGraph;

namespace halftone::app {

class SignLossPlot : public PlotFrame {
  Q_OBJECT

 public:
  explicit SignLossPlot(QWidget* parent = nullptr);
  void setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject);

 protected:
  void applyColors(const PlotColors& colors) override;

 private:
  QCPGraph* m_lost = nullptr;
  QCPGraph* m_flipped = nullptr;
};

}  // namespace halftone::app
