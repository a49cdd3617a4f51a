#include "app/views/inspector/inspector_panel.h"

#include <QSplitter>
#include <QVBoxLayout>

#include "app/commands/type_commands.h"
#include "app/models/candidate_model.h"
#include "app/views/inspector/analysis_tabs.h"
#include "app/views/inspector/candidate_table.h"
#include "app/views/inspector/failure_bar.h"
#include "app/views/inspector/inspector_header.h"

namespace halftone::app {

struct InspectorPanel::Parts {
  Parts(ModelDocument& documentOfPanel, Measurements& measurementsOfPanel)
      : document(documentOfPanel), measurements(measurementsOfPanel), candidates(document, measurements) {}

  ModelDocument& document;
  Measurements& measurements;
  CandidateModel candidates;
};

InspectorPanel::InspectorPanel(ModelDocument& document, Measurements& measurements, QWidget* parent)
    : QWidget(parent), m_parts(std::make_unique<Parts>(document, measurements)) {
  setAccessibleName(tr("Inspector"));
  auto* header = new InspectorHeader(document, measurements, this);
  auto* failure = new FailureBar(measurements, this);
  auto* table = new CandidateTable(m_parts->candidates, this);
  auto* tabs = new AnalysisTabs(document, measurements, this);
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->addWidget(table);
  splitter->addWidget(tabs);
  splitter->setStretchFactor(0, 2);
  splitter->setStretchFactor(1, 3);
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addWidget(header);
  layout->addWidget(failure);
  layout->addWidget(splitter, 1);

  connect(table, &CandidateTable::chosen, this, [this](TensorType type) {
    emit message(outcomeText(giveType(m_parts->document, m_parts->document.selection(), type)));
  });
  const auto measure = [this] {
    if (isVisible()) m_parts->measurements.wantCandidates(m_parts->document.selection());
  };
  connect(&document, &ModelDocument::selectionChanged, this, measure);
  connect(&document, &ModelDocument::importanceChanged, this, measure);
  connect(&document, &ModelDocument::effortChanged, this, measure);
}

InspectorPanel::~InspectorPanel() = default;

void InspectorPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_parts->measurements.wantCandidates(m_parts->document.selection());
}

}  // namespace halftone::app
