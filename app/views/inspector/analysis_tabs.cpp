#include "app/views/inspector/analysis_tabs.h"

#include <QVBoxLayout>

#include "app/models/numbers.h"
#include "app/views/inspector/figures.h"
#include "app/views/inspector/outlier_view.h"
#include "app/views/plots/error_plot.h"
#include "app/views/plots/sign_loss_plot.h"
#include "app/views/plots/weights_plot.h"

namespace halftone::app {
namespace {

constexpr int kPollMilliseconds = 100;

QList<Figure> errorFigures(const ErrorMetrics& error) {
  const QString about = error.sampled ? QStringLiteral("≈ ") : QString();
  return {
      {AnalysisTabs::tr("SQNR"), decibelText(error.sqnrDb, error.sampled),
       AnalysisTabs::tr("Signal to quantization noise ratio: −10·log₁₀(Σe² / Σx²)")},
      {AnalysisTabs::tr("RMSE"), about + valueText(error.rmse), AnalysisTabs::tr("Root of the mean squared error")},
      {AnalysisTabs::tr("Max error"), about + valueText(error.maxError), AnalysisTabs::tr("Largest |e|")},
      {AnalysisTabs::tr("Bias"), about + valueText(error.bias), AnalysisTabs::tr("Mean error")},
      {AnalysisTabs::tr("Cosine"), about + QLocale().toString(error.cosine, 'f', 6),
       AnalysisTabs::tr("Cosine of the angle between the weights and what they decode to")},
      {AnalysisTabs::tr("Relative MSE"), about + valueText(error.relativeMse), AnalysisTabs::tr("Σe² / Σx²")},
  };
}

QList<Figure> signLossFigures(const ErrorMetrics& error) {
  return {
      {AnalysisTabs::tr("Became 0"), percentText(error.signLost, error.sampled),
       AnalysisTabs::tr("Share of the weights other than 0 that decode to 0")},
      {AnalysisTabs::tr("… of the energy"), percentText(error.signLostEnergy, error.sampled),
       AnalysisTabs::tr("Their share of Σx²")},
      {AnalysisTabs::tr("Changed sign"), percentText(error.signFlipped, error.sampled),
       AnalysisTabs::tr("Share of the weights other than 0 that decode to the other sign")},
  };
}

}  // namespace

AnalysisTabs::AnalysisTabs(ModelDocument& document, Measurements& measurements, QWidget* parent)
    : QTabWidget(parent),
      m_document(document),
      m_measurements(measurements),
      m_weights(new WeightsPlot),
      m_error(new ErrorPlot),
      m_errorFigures(new Figures),
      m_signLoss(new SignLossPlot),
      m_signLossFigures(new Figures),
      m_outliers(new OutlierView) {
  setAccessibleName(tr("Plots of the tensor"));
  setDocumentMode(true);
  auto* weights = new QWidget(this);
  auto* weightsLayout = new QVBoxLayout(weights);
  weightsLayout->setContentsMargins(8, 8, 8, 8);
  weightsLayout->addWidget(m_weights);
  addTab(weights, tr("&Weights"));
  addTab(new PlotWithFigures(m_error, m_errorFigures, this), tr("&Error"));
  addTab(new PlotWithFigures(m_signLoss, m_signLossFigures, this), tr("&Sign loss"));
  addTab(m_outliers, tr("&Outliers"));
  m_poll.setInterval(kPollMilliseconds);
  connect(&m_poll, &QTimer::timeout, this, &AnalysisTabs::showState);
  connect(&document, &ModelDocument::selectionChanged, this, &AnalysisTabs::follow);
  connect(&document, &ModelDocument::modelChanged, this, &AnalysisTabs::follow);
  connect(&document, &ModelDocument::planChanged, this, &AnalysisTabs::follow);
  connect(&document, &ModelDocument::importanceChanged, this, &AnalysisTabs::follow);
  connect(&measurements, &Measurements::analysisReady, this, [this](TensorId tensor, TensorType type) {
    if (m_tensor == tensor && m_type == type) showState();
  });
  connect(&measurements, &Measurements::failureChanged, this, &AnalysisTabs::showState);
  follow();
}

void AnalysisTabs::showEvent(QShowEvent* event) {
  QTabWidget::showEvent(event);
  follow();
}

void AnalysisTabs::follow() {
  m_tensor = m_document.model() ? m_document.current() : std::nullopt;
  if (!m_tensor) {
    m_poll.stop();
    m_shown.reset();
    return showMessage(m_document.model() ? tr("Select a tensor on the map to see its weights.")
                                          : tr("Open a model to see the weights of its tensors."));
  }
  m_type = m_document.typeOf(*m_tensor);
  if (isVisible()) m_measurements.wantAnalysis(*m_tensor, m_type);
  showState();
}

void AnalysisTabs::showState() {
  if (!m_tensor) return;
  const std::shared_ptr<const TensorAnalysis> analysis = m_measurements.analysis(*m_tensor, m_type);
  if (analysis) {
    m_poll.stop();
    if (analysis != m_shown) showAnalysis(analysis);
    return;
  }
  m_shown.reset();
  const std::optional<double> fraction = m_measurements.analysisFraction();
  if (!fraction && !m_measurements.analysisFailure().isEmpty()) {
    m_poll.stop();
    return showMessage(tr("This tensor could not be measured. The reason stands above."));
  }
  showProgress(tr("Encoding and measuring this tensor…"), fraction.value_or(-1));
  if (isVisible()) m_poll.start();
}

QString AnalysisTabs::subject(const TensorAnalysis& analysis) const {
  const TensorInfo& tensor = m_document.model()->tensor(*m_tensor);
  const QString name = QString::fromStdString(tensor.name);
  const QString types =
      m_type == tensor.type ? typeText(m_type) : tr("%1 → %2").arg(typeText(tensor.type), typeText(m_type));
  if (!analysis.error.sampled) return tr("%1, %2").arg(name, types);
  return tr("%1, %2 (≈ a sample of %3 weights)").arg(name, types, countText(analysis.error.values));
}

void AnalysisTabs::showAnalysis(std::shared_ptr<const TensorAnalysis> analysis) {
  m_shown = analysis;
  const QString about = subject(*analysis);
  m_weights->setAnalysis(analysis, about);
  m_error->setAnalysis(analysis, about);
  m_errorFigures->setFigures(errorFigures(analysis->error));
  m_signLoss->setAnalysis(analysis, about);
  m_signLossFigures->setFigures(signLossFigures(analysis->error));
  m_outliers->setAnalysis(analysis, about);
}

void AnalysisTabs::showMessage(const QString& message) {
  for (PlotFrame* plot : std::initializer_list<PlotFrame*>{m_weights, m_error, m_signLoss}) {
    plot->setTitle(QString());
    plot->showMessage(message);
  }
  m_errorFigures->setFigures({});
  m_signLossFigures->setFigures({});
  m_outliers->showMessage(message);
}

void AnalysisTabs::showProgress(const QString& message, double fraction) {
  showMessage(message);
  for (PlotFrame* plot : std::initializer_list<PlotFrame*>{m_weights, m_error, m_signLoss})
    plot->showProgress(message, fraction);
  m_outliers->showProgress(message, fraction);
}

}  // namespace halftone::app
