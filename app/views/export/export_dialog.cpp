#include "app/views/export/export_dialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "app/jobs/error_text.h"
#include "app/views/export/export_check.h"
#include "app/views/export/export_form.h"
#include "app/views/export/export_outcome.h"
#include "app/views/export/export_progress.h"

namespace halftone::app {
namespace {

constexpr int kCheckAfterMilliseconds = 200;  // since the last change of the form

}  // namespace

struct ExportDialog::Parts {
  Parts(ExportDialog& ofDialog, ModelDocument& ofDocument, JobQueue& ofJobs)
      : dialog(ofDialog), document(ofDocument), jobs(ofJobs), model(ofDocument.model()) {}

  ExportDialog& dialog;
  ModelDocument& document;
  JobQueue& jobs;
  const std::shared_ptr<const Model> model;  // what this dialog exports, whatever is opened meanwhile
  QTimer checkSoon;
  QPointer<JobHandle> checking;
  QPointer<JobHandle> running;
  QPointer<QMessageBox> stopQuestion;
  std::optional<ExportCheck> check;  // of the form as it is; nothing while it is being made
  bool closeWhenStopped = false;
  QStackedWidget* pages = nullptr;
  ExportForm* form = nullptr;
  ExportProgress* progress = nullptr;
  ExportOutcome* outcome = nullptr;
  QPushButton* start = nullptr;
  QPushButton* close = nullptr;

  bool otherModel() const { return document.model() != model; }
  void build();
  void formChanged();
  void startCheck();
  void checked(Result<ExportCheck> result);
  void confirmAndRun();
  void run(NonFinitePolicy nonFinite);
  void finished(Result<QuantizeReport> result, const Plan& plan);
  void showPage(QWidget* page);
  void askToStop();
};

ExportDialog::ExportDialog(ModelDocument& document, JobQueue& jobs, QWidget* parent)
    : QDialog(parent), m_parts(std::make_unique<Parts>(*this, document, jobs)) {
  setWindowTitle(tr("Export"));
  resize(620, 460);
  m_parts->build();
  m_parts->formChanged();
}

ExportDialog::~ExportDialog() {
  if (m_parts->checking) m_parts->checking->cancel();
  if (m_parts->running) m_parts->running->cancel();
}

QString ExportDialog::whyNotExport(const ModelDocument& document) {
  if (!document.model()) return tr("Open a model first.");
  if (document.model()->format() != ModelFormat::Gguf)
    return tr(
        "Exporting safetensors to GGUF is not possible yet; it can be viewed, planned and measured. Convert it "
        "with llama.cpp's convert_hf_to_gguf.py first, then open the GGUF.");
  if (document.planError()) return errorText(*document.planError());
  return {};
}

void ExportDialog::Parts::build() {
  pages = new QStackedWidget(&dialog);
  form = new ExportForm(document, pages);
  progress = new ExportProgress(pages);
  outcome = new ExportOutcome(pages);
  for (QWidget* page : std::initializer_list<QWidget*>{form, progress, outcome}) pages->addWidget(page);
  auto* buttons = new QDialogButtonBox(&dialog);
  start = buttons->addButton(tr("&Export"), QDialogButtonBox::AcceptRole);
  close = buttons->addButton(QDialogButtonBox::Close);
  start->setObjectName(QStringLiteral("exportStart"));
  start->setDefault(true);
  for (QPushButton* button : outcome->buttons()) {
    buttons->addButton(button, QDialogButtonBox::ActionRole);
    button->setAutoDefault(false);
  }
  auto* layout = new QVBoxLayout(&dialog);
  layout->setContentsMargins(14, 14, 14, 14);
  layout->addWidget(pages, 1);
  layout->addWidget(buttons);
  checkSoon.setSingleShot(true);
  checkSoon.setInterval(kCheckAfterMilliseconds);
  QObject::connect(&checkSoon, &QTimer::timeout, &dialog, [this] { startCheck(); });
  QObject::connect(form, &ExportForm::changed, &dialog, [this] { formChanged(); });
  QObject::connect(start, &QPushButton::clicked, &dialog, [this] { confirmAndRun(); });
  QObject::connect(close, &QPushButton::clicked, &dialog, [this] { dialog.reject(); });
  QObject::connect(outcome, &ExportOutcome::backRequested, &dialog, [this] {
    showPage(form);
    formChanged();
  });
  QObject::connect(outcome, &ExportOutcome::zerosRequested, &dialog, [this] { run(NonFinitePolicy::WriteZeros); });
  QObject::connect(&document, &ModelDocument::planChanged, &dialog, [this] { formChanged(); });
  QObject::connect(&document, &ModelDocument::modelChanged, &dialog, [this] {
    if (!running) dialog.done(QDialog::Rejected);
  });
  showPage(form);
}

void ExportDialog::Parts::showPage(QWidget* page) {
  pages->setCurrentWidget(page);
  start->setVisible(page == form);
  if (page != outcome)
    for (QPushButton* button : outcome->buttons()) button->hide();
  close->setText(page == progress ? tr("Stop") : tr("Close"));
}

// Nothing on the form is believed until it is checked again; checking waits for a pause in typing.
void ExportDialog::Parts::formChanged() {
  if (otherModel()) return;
  check.reset();
  start->setEnabled(false);
  if (checking) checking->cancel();
  form->showChecking();
  checkSoon.start();
}

void ExportDialog::Parts::startCheck() {
  if (otherModel()) return;
  const QString whyNot = whyNotExport(document);
  const std::optional<ExportWish> wish = form->wish();
  if (!whyNot.isEmpty()) return form->showProblem(whyNot);
  if (!wish) return form->showHint(tr("Give the file a name without slashes, and a folder."));
  const auto work = [model = model, request = document.request(), importance = document.importance(),
                     wish = *wish](const Job&) { return checkExport(*model, request, importance.get(), wish); };
  checking = jobs.run<ExportCheck>(JobQueue::Lane::Interactive, tr("Check the export"), false, &dialog, work,
                                   [this](Result<ExportCheck> result) { checked(std::move(result)); });
}

void ExportDialog::Parts::checked(Result<ExportCheck> result) {
  if (!result && result.error().code == ErrorCode::Cancelled) return;  // a newer check follows
  if (checkSoon.isActive()) return;
  if (!result) return form->showProblem(errorText(result.error()));
  form->showCheck(*result);
  check = std::move(*result);
  start->setEnabled(!check->problem);
}

void ExportDialog::Parts::confirmAndRun() {
  if (!check || check->problem) return;
  if (check->existing.empty()) return run(NonFinitePolicy::Refuse);
  auto* question = new QMessageBox(QMessageBox::Question, tr("Replace?"),
                                   tr("%1 is there already. Replace it when the export is verified?")
                                       .arg(QFileInfo(check->existing.front()).fileName()),
                                   QMessageBox::NoButton, &dialog);
  question->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* replace = question->addButton(tr("&Replace"), QMessageBox::DestructiveRole);
  question->setDefaultButton(question->addButton(QMessageBox::Cancel));
  QObject::connect(replace, &QPushButton::clicked, &dialog, [this] { run(NonFinitePolicy::Refuse); });
  question->open();
}

void ExportDialog::Parts::run(NonFinitePolicy nonFinite) {
  if (!check || running || otherModel()) return;
  QuantizeOptions options;
  options.output = check->output;
  options.nonFinite = nonFinite;
  const auto watch = std::make_shared<ExportWatch>();
  const std::shared_ptr<const Plan> plan = check->plan;
  const auto work = [model = model, plan, importance = document.importance(), options, watch](const Job& job) {
    return quantize(*model, *plan, importance.get(), options, watch.get(), job);
  };
  const auto finish = [this, plan](Result<QuantizeReport> result) { finished(std::move(result), *plan); };
  const QString name = QFileInfo(check->files.front()).fileName();
  closeWhenStopped = false;
  running = jobs.run<QuantizeReport>(JobQueue::Lane::Export, tr("Export %1").arg(name), true, &dialog, work, finish);
  progress->watch(watch, name);
  showPage(progress);
}

void ExportDialog::Parts::finished(Result<QuantizeReport> result, const Plan& plan) {
  progress->stop();
  running.clear();
  if (stopQuestion) stopQuestion->close();  // there is nothing left to stop
  if (!result && result.error().code == ErrorCode::Cancelled) {
    if (closeWhenStopped || otherModel()) return dialog.done(QDialog::Rejected);
    showPage(form);
    formChanged();
    return;
  }
  if (result) {
    outcome->showReport(*result, plan);
    if (!otherModel()) document.undoStack().setClean();
    if (!result->files.empty()) emit dialog.exported(QFileInfo(result->files.front()).absoluteFilePath());
  } else {
    outcome->showError(result.error(), plan.shards.size());
  }
  if (otherModel()) outcome->showThatAnotherModelIsOpen(QFileInfo(model->path()).fileName());
  showPage(outcome);
}

void ExportDialog::Parts::askToStop() {
  auto* question = new QMessageBox(QMessageBox::Question, tr("Stop the export?"),
                                   tr("What was written so far is removed; the destination stays as it is."),
                                   QMessageBox::NoButton, &dialog);
  question->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* stop = question->addButton(tr("&Stop"), QMessageBox::DestructiveRole);
  question->setDefaultButton(question->addButton(tr("&Go on"), QMessageBox::RejectRole));
  QObject::connect(stop, &QPushButton::clicked, &dialog, [this] {
    if (!running) return;
    closeWhenStopped = true;
    progress->showStopping();
    running->cancel();
  });
  stopQuestion = question;
  question->open();
}

void ExportDialog::reject() {
  if (m_parts->running) return m_parts->askToStop();
  QDialog::reject();
}

}  // namespace halftone::app
