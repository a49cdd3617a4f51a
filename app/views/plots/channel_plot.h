// ChannelPlot: where large weights sit: the largest |weight| of each column or row over the median of them. An outlier
// channel is a spike. Thread-safety: GUI thread only.
#pragma once

#include <memory>

#include "app/views/plots/plot_frame.h"
#include "core/analysis/tensor_analysis.h"

class QActionGroup;
class QCPGraph;

namespace halftone::app {

class ChannelPlot : public PlotFrame {
  Q_OBJECT

 public:
  enum class Channels { Columns, Rows };

  explicit ChannelPlot(QWidget* parent = nullptr);
  void setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject);
  void setChannels(Channels channels);
  Channels channels() const { return m_channels; }

 protected:
  void applyColors(const PlotColors& colors) override;

 private:
  void fill();

  std::shared_ptr<const TensorAnalysis> m_analysis;
  QString m_subject;
  Channels m_channels = Channels::Columns;
  QCPGraph* m_peaks = nullptr;
  QCPGraph* m_median = nullptr;
};

}  // namespace halftone::app
