#include "app/views/export/export_form.h"

#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "app/jobs/error_text.h"
#include "app/views/export/export_name.h"
#include "app/views/export/export_text.h"

namespace halftone::app {
namespace {

enum Split { OneFile, BySize, AsSource };

}  // namespace

ExportForm::ExportForm(const ModelDocument& document, QWidget* parent)
    : QWidget(parent),
      m_suggested(suggestedName(document)),
      m_name(new QLineEdit(m_suggested, this)),
      m_folder(new QLineEdit(suggestedFolder(*document.model()), this)),
      m_split(new QComboBox(this)),
      m_splitSize(new QDoubleSpinBox(this)),
      m_summary(new QLabel(this)),
      m_notices(new QTextBrowser(this)),
      m_state(new QLabel(this)) {
  m_name->setObjectName(QStringLiteral("exportName"));
  m_folder->setObjectName(QStringLiteral("exportFolder"));
  auto* lines = new QFormLayout;
  lines->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  lines->addRow(tr("&Name"), m_name);
  QWidget* folderLine = makeFolderLine();
  lines->addRow(tr("&Folder"), folderLine);
  lines->addRow(tr("Fi&les"), makeSplitLine(*document.model()));
  m_summary->setWordWrap(true);
  m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
  lines->addRow(tr("Size"), m_summary);
  auto* noticesTitle = new QLabel(tr("Before you &start"), this);
  noticesTitle->setBuddy(m_notices);
  m_notices->setAccessibleName(tr("What to know before starting"));
  m_notices->setTabChangesFocus(true);
  m_state->setWordWrap(true);
  m_state->setAccessibleName(tr("State"));
  m_state->setMinimumHeight(2 * fontMetrics().lineSpacing());
  m_state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(lines);
  layout->addSpacing(6);
  layout->addWidget(noticesTitle);
  layout->addWidget(m_notices, 1);
  layout->addWidget(m_state);
  for (QLineEdit* line : {m_name, m_folder}) connect(line, &QLineEdit::textChanged, this, &ExportForm::changed);
  connect(&document, &ModelDocument::presetChanged, this, [this, &document] { followPreset(document); });
  connect(m_split, &QComboBox::currentIndexChanged, this, &ExportForm::followSplit);
  connect(m_splitSize, &QDoubleSpinBox::valueChanged, this, &ExportForm::changed);
}

QWidget* ExportForm::makeFolderLine() {
  auto* line = new QWidget(this);
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* browse = new QPushButton(tr("&Browse…"), line);
  browse->setAutoDefault(false);
  connect(browse, &QPushButton::clicked, this, &ExportForm::chooseFolder);
  layout->addWidget(m_folder, 1);
  layout->addWidget(browse);
  line->setFocusProxy(m_folder);
  m_folder->setAccessibleName(tr("Folder"));
  return line;
}

QWidget* ExportForm::makeSplitLine(const Model& model) {
  auto* line = new QWidget(this);
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  m_split->addItem(tr("One file"), OneFile);
  m_split->addItem(tr("Files of at most"), BySize);
  if (model.files().size() > 1) m_split->addItem(tr("Split as the source is"), AsSource);
  m_split->setAccessibleName(tr("Files"));
  m_splitSize->setRange(0.01, 10000);
  m_splitSize->setDecimals(2);
  m_splitSize->setValue(4);
  m_splitSize->setSuffix(tr(" GB"));
  m_splitSize->setAccessibleName(tr("Size of a file"));
  m_splitSize->setEnabled(false);
  layout->addWidget(m_split);
  layout->addWidget(m_splitSize);
  layout->addStretch(1);
  line->setFocusProxy(m_split);
  return line;
}

void ExportForm::followSplit() {
  m_splitSize->setEnabled(m_split->currentData().toInt() == BySize);
  emit changed();
}

// A name that was not touched goes with the preset that it names.
void ExportForm::followPreset(const ModelDocument& document) {
  if (!document.model() || m_name->text() != m_suggested) return;
  m_suggested = suggestedName(document);
  m_name->setText(m_suggested);
}

QString ExportForm::suggestedName(const ModelDocument& document) {
  const Model& model = *document.model();
  return QString::fromStdString(exportFileName(model.metadata(), model.parameters(), model.path().stem().string(),
                                               presetInfo(document.request().preset).name));
}

QString ExportForm::suggestedFolder(const Model& model) {
  const QFileInfo source(QFileInfo(model.path()).absolutePath());
  if (!model.path().empty() && source.isWritable()) return QDir::toNativeSeparators(source.filePath());
  return QDir::toNativeSeparators(QStandardPaths::writableLocation(QStandardPaths::HomeLocation));
}

void ExportForm::chooseFolder() {
  auto* dialog = new QFileDialog(this, tr("Export to"), m_folder->text());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this](const QString& folder) { m_folder->setText(QDir::toNativeSeparators(folder)); });
  dialog->open();
}

std::optional<ExportWish> ExportForm::wish() const {
  QString name = m_name->text().trimmed();
  const QString folder = m_folder->text().trimmed();
  if (name.isEmpty() || folder.isEmpty() || name.contains(QLatin1Char('/')) || name.contains(QLatin1Char('\\')))
    return std::nullopt;
  if (!name.endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive)) name += QLatin1String(".gguf");
  ExportWish wish;
  wish.output = QFileInfo(QDir(folder), name).filesystemAbsoluteFilePath();
  const int split = m_split->currentData().toInt();
  if (split == BySize) wish.split.maxBytes = static_cast<std::uint64_t>(m_splitSize->value() * 1e9);
  wish.keepSplit = split == AsSource;
  return wish;
}

void ExportForm::showChecking() {
  m_state->setText(tr("Checking…"));
  m_state->setToolTip({});
}

void ExportForm::showHint(const QString& text) {
  m_summary->setText(QStringLiteral("—"));
  m_notices->clear();
  m_state->setText(text);
}

void ExportForm::showProblem(const QString& text) {
  m_state->setText(tr("✗ %1").arg(text));
  m_state->setToolTip(text);
}

void ExportForm::showCheck(const ExportCheck& check) {
  m_summary->setText(exportSummary(check));
  const QStringList notices = exportNotices(check);
  m_notices->setPlainText(notices.isEmpty() ? tr("Nothing stands out: every tensor gets the type that was chosen.")
                                            : QStringLiteral("• ") + notices.join(QStringLiteral("\n• ")));
  if (check.problem)
    showProblem(errorText(*check.problem));
  else
    m_state->setText(
        tr("✓ Ready: the file is written beside its destination first and takes its name only when it has "
           "been read back and checked."));
}

}  // namespace halftone::app
