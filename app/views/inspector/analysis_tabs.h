// AnalysisTabs: the plots of one tensor under its planned type. Asks for the analysis when it is seen, and says how far
// it is or why there is none. Thread-safety: GUI thread only.
#pragma once

#include <QTabWidget>
#include <QTimer>
#include <optional>

#include "app/document/model_document.h"
#include "app/jobs/measurements.h"

namespace halftone::app {

class ErrorPlot;
class Figures;
class OutlierView;
class SignLossPlot;
class WeightsPlot;

class AnalysisTabs : public QTabWidget {
  Q_OBJECT

 public:
  // REQUIRES: both outlive the tabs.
  AnalysisTabs(ModelDocument& document, Measurements& measurements, QWidget* parent = nullptr);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void follow();     // the document's current tensor and its type
  void showState();  // the analysis, how far it is, or why there is none
  void showAnalysis(std::shared_ptr<const TensorAnalysis> analysis);
  void showMessage(const QString& message);
  void showProgress(const QString& message, double fraction);
  QString subject(const TensorAnalysis& analysis) const;

  ModelDocument& m_document;
  Measurements& m_measurements;
  std::optional<TensorId> m_tensor;
  TensorType m_type = TensorType::F32;
  std::shared_ptr<const TensorAnalysis> m_shown;
  QTimer m_poll;  // while waiting
  WeightsPlot* m_weights;
  ErrorPlot* m_error;
  Figures* m_errorFigures;
  SignLossPlot* m_signLoss;
  Figures* m_signLossFigures;
  OutlierView* m_outliers;
};

}  // namespace halftone::app
