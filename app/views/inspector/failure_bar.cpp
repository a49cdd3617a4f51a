#include "app/views/inspector/failure_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "app/models/names.h"

namespace halftone::app {

FailureBar::FailureBar(Measurements& measurements, QWidget* parent)
    : QFrame(parent), m_measurements(measurements), m_text(new QLabel(this)) {
  setFrameShape(StyledPanel);
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setAccessibleName(tr("Why the selection could not be measured"));
  auto* again = new QPushButton(tr("Try &again"), this);
  again->setAutoDefault(false);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 6, 6, 6);
  layout->addWidget(m_text, 1);
  layout->addWidget(again, 0, Qt::AlignTop);
  connect(again, &QPushButton::clicked, this, [this] { m_measurements.measureAgain(); });
  connect(&measurements, &Measurements::failureChanged, this, &FailureBar::refresh);
  refresh();
}

void FailureBar::refresh() {
  QString failure = m_measurements.candidatesFailure();
  if (failure.isEmpty()) failure = m_measurements.analysisFailure();
  m_text->setText(failure.isEmpty() ? QString() : tr("✗ Not measured: %1").arg(wrappable(failure)));
  m_text->setToolTip(failure);
  setVisible(!failure.isEmpty());
}

}  // namespace halftone::app
