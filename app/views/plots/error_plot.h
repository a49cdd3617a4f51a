// ErrorPlot: how the encoding's errors are spread, over ±6 root mean squares on a logarithmic count axis, with the
// normal curve of the same root mean square. Thread-safety: GUI thread only.
#pragma once

#include <memory>

#include "app/views/plots/plot_frame.h"
#include "core/analysis/tensor_analysis.h"

class QCPGraph;

namespace halftone::app {

class ErrorPlot : public PlotFrame {
  Q_OBJECT

 public:
  explicit ErrorPlot(QWidget* parent = nullptr);
  void setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject);

 protected:
  void applyColors(const PlotColors& colors) override;

 private:
  QCPGraph* m_errors = nullptr;
  QCPGraph* m_normal = nullptr;
};

}  // namespace halftone::app
