#include "app/views/export/export_progress.h"

#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include "app/models/names.h"
#include "app/views/export/export_text.h"

namespace halftone::app {
namespace {

constexpr int kRefreshMilliseconds = 100;

}  // namespace

void ExportWatch::tensorStarted(const PlanEntry& entry) {
  const std::lock_guard lock(m_mutex);
  m_state.tensor = entry.name;
}

void ExportWatch::progressed(const RunProgress& progress) {
  const std::lock_guard lock(m_mutex);
  m_state.progress = progress;
}

ExportWatch::State ExportWatch::state() const {
  const std::lock_guard lock(m_mutex);
  return m_state;
}

ExportProgress::ExportProgress(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_bar(new QProgressBar(this)), m_text(new QLabel(this)) {
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_title->setWordWrap(true);
  m_bar->setRange(0, 1000);
  m_bar->setAccessibleName(tr("Progress of the export"));
  m_text->setWordWrap(true);
  m_text->setMinimumHeight(2 * fontMetrics().lineSpacing());
  m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addStretch();
  layout->addWidget(m_title);
  layout->addWidget(m_bar);
  layout->addWidget(m_text);
  layout->addStretch();
  m_timer.setInterval(kRefreshMilliseconds);
  connect(&m_timer, &QTimer::timeout, this, &ExportProgress::refresh);
}

void ExportProgress::watch(std::shared_ptr<const ExportWatch> watch, const QString& fileName) {
  m_watch = std::move(watch);
  m_stopping = false;
  m_title->setText(tr("Exporting %1").arg(wrappable(fileName)));
  m_timer.start();
  refresh();
}

void ExportProgress::showStopping() {
  m_stopping = true;
  m_text->setText(tr("Stopping…"));
}

void ExportProgress::stop() {
  m_timer.stop();
  m_watch.reset();
}

void ExportProgress::refresh() {
  if (!m_watch || m_stopping) return;
  const ExportWatch::State state = m_watch->state();
  const RunProgress& progress = state.progress;
  if (progress.total.count == 0) {
    m_text->setText(tr("Starting…"));
    m_bar->setValue(0);
    return;
  }
  m_bar->setValue(static_cast<int>(progress.fraction * 1000));
  m_text->setText(progressText(progress, QString::fromStdString(state.tensor)));
}

}  // namespace halftone::app
