#include "app/views/map/map_panel.h"

#include <QHBoxLayout>
#include <QStyle>
#include <QVBoxLayout>

#include "app/commands/type_commands.h"
#include "app/jobs/error_text.h"
#include "app/views/map/map_legend.h"

namespace halftone::app {

MapPanel::MapPanel(ModelDocument& document, const Measurements& measurements, MapModel& model, QWidget* parent)
    : QWidget(parent), m_document(document), m_view(new MapView(document, model, this)), m_notice(new QWidget(this)) {
  auto* icon = new QLabel(m_notice);
  icon->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning).pixmap(20, 20));
  m_noticeText = new QLabel(m_notice);
  m_noticeText->setWordWrap(true);
  m_noticeText->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_consent = new QPushButton(tr("Quantize it again"), m_notice);
  m_consent->setToolTip(tr("What the first quantization lost stays lost, and the second loses more"));
  auto* line = new QHBoxLayout(m_notice);
  line->setContentsMargins(8, 6, 8, 6);
  line->addWidget(icon, 0, Qt::AlignTop);
  line->addWidget(m_noticeText, 1);
  line->addWidget(m_consent);
  m_notice->setBackgroundRole(QPalette::ToolTipBase);
  m_notice->setForegroundRole(QPalette::ToolTipText);
  m_notice->setAutoFillBackground(true);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_notice);
  layout->addWidget(m_view, 1);
  layout->addWidget(new MapLegend(model, measurements, this));

  connect(m_consent, &QPushButton::clicked, this, [this] { allowRequantize(m_document, true); });
  connect(&document, &ModelDocument::modelChanged, this, &MapPanel::showPlanState);
  connect(&document, &ModelDocument::planChanged, this, &MapPanel::showPlanState);
  showPlanState();
}

void MapPanel::showPlanState() {
  const std::optional<Error>& error = m_document.planError();
  m_notice->setVisible(error.has_value());
  if (!error) return;
  m_noticeText->setText(errorText(*error));
  m_consent->setVisible(error->code == ErrorCode::NeedsConsent);
}

}  // namespace halftone::app
