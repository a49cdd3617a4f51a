#include "app/views/export/export_outcome.h"

#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/jobs/error_text.h"
#include "app/models/names.h"
#include "app/views/export/export_text.h"
#include "app/views/export/show_in_folder.h"

namespace halftone::app {

ExportOutcome::ExportOutcome(QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_text(new QLabel),
      m_folder(new QPushButton(tr("Show in &folder"), this)),
      m_back(new QPushButton(tr("&Back"), this)),
      m_zeros(new QPushButton(tr("&Write 0 for them and export"), this)) {
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_title->setWordWrap(true);
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* scroll = new QScrollArea(this);  // a model of many shards lists many files
  scroll->setWidget(m_text);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_title);
  layout->addWidget(scroll, 1);
  connect(m_folder, &QPushButton::clicked, this, [this] { showInFolder(m_path); });
  connect(m_back, &QPushButton::clicked, this, &ExportOutcome::backRequested);
  connect(m_zeros, &QPushButton::clicked, this, &ExportOutcome::zerosRequested);
}

void ExportOutcome::show(const QString& title, const QString& text) {
  m_title->setText(title);
  m_text->setText(text);
}

void ExportOutcome::showReport(const QuantizeReport& report, const Plan& plan) {
  show(tr("✓ Exported and verified"), exportResult(report, plan).join(QStringLiteral("\n\n")));
  if (!report.files.empty()) m_path = QFileInfo(report.files.front()).absoluteFilePath();
  m_folder->show();
  m_folder->setFocus();
  m_back->hide();
  m_zeros->hide();
}

void ExportOutcome::showError(const Error& error, std::size_t files) {
  // One file takes its name in one step; of several, some may have theirs when the disk fails at the very end.
  const QString destination = files == 1 ? tr("Nothing was changed at the destination.")
                                         : tr("Files are replaced only after all of them are verified.");
  show(tr("✗ %1").arg(errorTitle(error.code)), errorText(error) + QStringLiteral("\n\n") + destination);
  m_folder->hide();
  m_back->show();
  m_back->setFocus();
  m_zeros->setVisible(error.code == ErrorCode::NotFinite);
}

void ExportOutcome::showThatAnotherModelIsOpen(const QString& model) {
  m_text->setText(m_text->text() + QStringLiteral("\n\n") +
                  tr("This was the export of %1. Another model was opened meanwhile; it was not touched.").arg(model));
  m_back->hide();
  m_zeros->hide();
}

}  // namespace halftone::app
