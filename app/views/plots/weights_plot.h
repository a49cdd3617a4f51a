// WeightsPlot: how a tensor's weights are spread, before and after encoding, over each other, with marks at 1, 3 and
// 6 standard deviations. Thread-safety: GUI thread only.
#pragma once

#include <array>
#include <memory>

#include "app/views/plots/plot_frame.h"
#include "core/analysis/tensor_analysis.h"

class QCPGraph;
class QCPItemText;

namespace halftone::app {

class WeightsPlot : public PlotFrame {
  Q_OBJECT

 public:
  explicit WeightsPlot(QWidget* parent = nullptr);
  // `subject` for the title: "blk.0.ffn_down.weight, f16 → q4_K".
  void setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject);
  QAction* logarithmicAction() const { return m_logarithmic; }

 protected:
  void applyColors(const PlotColors& colors) override;

 private:
  void fill();
  void markSigma(double sigma, double limit);

  struct Mark {
    QCPItemStraightLine* line = nullptr;
    QCPItemText* label = nullptr;
  };
  std::shared_ptr<const TensorAnalysis> m_analysis;
  QAction* m_logarithmic = nullptr;
  QCPGraph* m_source = nullptr;
  QCPGraph* m_decoded = nullptr;
  std::array<Mark, 6> m_marks;
};

}  // namespace halftone::app
