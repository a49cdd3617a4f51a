#include "app/views/export/export_dialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <utility>

#include "app/jobs/error_text.h"
#include "app/views/export/export_check.h"
#include "app/views/export/export_form.h"
#include "app/views/export/export_outcome.h"
#include "app/views/export/export_progress.h"

namespace halftone::app {
namespace {

constexpr int kCheckAfterMilliseconds = 200;  // since the last change of the form

// What is exported: a plan with its files, and the importance that it is encoded with.
struct CheckedExport {
  ExportCheck check;
  std::shared_ptr<const ImportanceMatrix> importance;
  std::shared_ptr<const ActiveDevice> device;  // null: the CPU alone
};

}  // namespace

struct ExportDialog::Parts {
  Parts(ExportDialog& ofDialog, ModelDocument& ofDocument, JobQueue& ofJobs, const Devices* ofDevices)
      : dialog(ofDialog), document(ofDocument), jobs(ofJobs), devices(ofDevices), model(ofDocument.model()) {}

  ExportDialog& dialog;
  ModelDocument& document;
  JobQueue& jobs;
  const Devices* devices;
  const std::shared_ptr<const Model> model;  // what this dialog exports, whatever is opened meanwhile
  QTimer checkSoon;
  QPointer<JobHandle> checking;
  QPointer<JobHandle> running;
  QPointer<QMessageBox> stopQuestion;
  std::optional<CheckedExport> ready;  // the form as it is; nothing while it is being checked
  CheckedExport last;                  // what runs or ran
  bool startWhenChecked = false;
  bool planChangedSince = false;  // since the run began
  bool closeWhenStopped = false;
  std::function<void()> whenStopped;
  QStackedWidget* pages = nullptr;
  ExportForm* form = nullptr;
  ExportProgress* progress = nullptr;
  ExportOutcome* outcome = nullptr;
  QPushButton* start = nullptr;
  QPushButton* hide = nullptr;
  QPushButton* close = nullptr;

  bool otherModel() const { return document.model() != model; }
  void build();
  void formChanged();
  void startClicked();
  void startCheck();
  void checked(Result<ExportCheck> result, std::shared_ptr<const ImportanceMatrix> importance,
               std::shared_ptr<const ActiveDevice> device);
  void confirmAndRun();
  void runReady();
  void run(NonFinitePolicy nonFinite);
  void finished(Result<QuantizeReport> result);
  void stop();
  void stopped();
  void showPage(QWidget* page);
};

ExportDialog::ExportDialog(ModelDocument& document, JobQueue& jobs, const Devices* devices, QWidget* parent)
    : QDialog(parent), m_parts(std::make_unique<Parts>(*this, document, jobs, devices)) {
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
  hide = buttons->addButton(tr("&Hide"), QDialogButtonBox::ActionRole);
  hide->setToolTip(tr("The export goes on; the window shows how far it is"));
  hide->setAutoDefault(false);
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
  QObject::connect(start, &QPushButton::clicked, &dialog, [this] { startClicked(); });
  QObject::connect(hide, &QPushButton::clicked, &dialog, &QDialog::hide);
  QObject::connect(close, &QPushButton::clicked, &dialog, [this] { dialog.reject(); });
  QObject::connect(outcome, &ExportOutcome::backRequested, &dialog, [this] {
    showPage(form);
    formChanged();
  });
  QObject::connect(outcome, &ExportOutcome::zerosRequested, &dialog, [this] { run(NonFinitePolicy::WriteZeros); });
  QObject::connect(&document, &ModelDocument::planChanged, &dialog, [this] {
    planChangedSince = true;
    formChanged();
  });
  if (devices != nullptr) QObject::connect(devices, &Devices::changed, &dialog, [this] { formChanged(); });
  QObject::connect(&document, &ModelDocument::modelChanged, &dialog, [this] {
    if (!running) dialog.done(QDialog::Rejected);
  });
  showPage(form);
}

void ExportDialog::Parts::showPage(QWidget* page) {
  pages->setCurrentWidget(page);
  start->setVisible(page == form);
  hide->setVisible(page == progress);
  if (page != outcome)
    for (QPushButton* button : outcome->buttons()) button->hide();
  close->setText(page == progress ? tr("Stop") : tr("Close"));
}

// Nothing on the form is believed until it is checked again; checking waits for a pause in typing.
void ExportDialog::Parts::formChanged() {
  if (otherModel() || pages->currentWidget() != form) return;
  ready.reset();
  startWhenChecked = false;
  start->setEnabled(false);
  if (checking) checking->cancel();
  form->showChecking();
  checkSoon.start();
}

// The disk is another one than when the form was filled in: files came, space went. So the answer that counts is fresh.
void ExportDialog::Parts::startClicked() {
  if (!ready || running) return;
  ready.reset();
  start->setEnabled(false);
  startWhenChecked = true;
  form->showChecking();
  startCheck();
}

void ExportDialog::Parts::startCheck() {
  if (otherModel()) return;
  const QString whyNot = whyNotExport(document);
  const std::optional<ExportWish> wish = form->wish();
  if (!whyNot.isEmpty()) return form->showProblem(whyNot);
  if (!wish) return form->showHint(tr("Give the file a name without slashes, and a folder."));
  const std::shared_ptr<const ActiveDevice> device = activeDevice(devices);
  const auto work = [model = model, request = document.request(), importance = document.importance(), wish = *wish,
                     device](const Job&) {
    const Backend* backend = device == nullptr ? nullptr : device->backend.get();
    return checkExport(*model, request, importance.get(), wish, backend);
  };
  const auto finish = [this, importance = document.importance(), device](Result<ExportCheck> result) {
    checked(std::move(result), importance, device);
  };
  checking = jobs.run<ExportCheck>(JobQueue::Lane::Check, tr("Check the export"), false, &dialog, work, finish);
}

void ExportDialog::Parts::checked(Result<ExportCheck> result, std::shared_ptr<const ImportanceMatrix> importance,
                                  std::shared_ptr<const ActiveDevice> device) {
  if (!result && result.error().code == ErrorCode::Cancelled) return;  // a newer check follows
  if (checkSoon.isActive()) return;
  const bool startNow = std::exchange(startWhenChecked, false);
  if (!result) return form->showProblem(errorText(result.error()));
  form->showCheck(*result);
  start->setEnabled(!result->problem);
  if (result->problem) return;
  ready = CheckedExport{std::move(*result), std::move(importance), std::move(device)};
  if (startNow) confirmAndRun();
}

void ExportDialog::Parts::confirmAndRun() {
  const std::vector<std::filesystem::path>& existing = ready->check.existing;
  if (existing.empty()) return runReady();
  const QString first = QFileInfo(existing.front()).fileName();
  const QString text = existing.size() == 1
                           ? tr("%1 is there already. Replace it when the export is verified?").arg(first)
                           : tr("%1 and %n more file(s) are there already. Replace them when the export is verified?",
                                nullptr, static_cast<int>(existing.size() - 1))
                                 .arg(first);
  auto* question = new QMessageBox(QMessageBox::Question, tr("Replace?"), text, QMessageBox::NoButton, &dialog);
  question->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* replace = question->addButton(tr("&Replace"), QMessageBox::DestructiveRole);
  question->setDefaultButton(question->addButton(QMessageBox::Cancel));
  QObject::connect(replace, &QPushButton::clicked, &dialog, [this] { runReady(); });
  question->open();
}

void ExportDialog::Parts::runReady() {
  if (!ready || running) return;
  last = *std::exchange(ready, std::nullopt);
  planChangedSince = false;
  run(NonFinitePolicy::Refuse);
}

void ExportDialog::Parts::run(NonFinitePolicy nonFinite) {
  if (running || otherModel()) return;
  QuantizeOptions options;
  options.output = last.check.output;
  options.nonFinite = nonFinite;
  const auto watch = std::make_shared<ExportWatch>();
  if (!last.check.plan->backend.empty()) options.backend = last.device->backend.get();
  const auto work = [model = model, plan = last.check.plan, importance = last.importance, device = last.device, options,
                     watch](const Job& job) {
    return quantize(*model, *plan, importance.get(), options, watch.get(), job);
  };
  const auto finish = [this](Result<QuantizeReport> result) { finished(std::move(result)); };
  const QString name = QFileInfo(last.check.files.front()).fileName();
  closeWhenStopped = false;
  whenStopped = nullptr;
  running = jobs.run<QuantizeReport>(JobQueue::Lane::Export, tr("Export %1").arg(name), true, &dialog, work, finish);
  progress->watch(watch, name);
  showPage(progress);
}

void ExportDialog::Parts::finished(Result<QuantizeReport> result) {
  progress->stop();
  running.clear();
  if (stopQuestion) stopQuestion->close();  // there is nothing left to stop
  if (!result && result.error().code == ErrorCode::Cancelled) return stopped();
  const Plan& plan = *last.check.plan;
  if (result) {
    outcome->showReport(*result, plan);
    if (!otherModel() && !planChangedSince) document.undoStack().setClean();
    if (!result->files.empty()) emit dialog.exported(QFileInfo(result->files.front()).absoluteFilePath());
  } else {
    outcome->showError(result.error(), plan.shards.size());
  }
  if (otherModel()) outcome->showThatAnotherModelIsOpen(QFileInfo(model->path()).fileName());
  showPage(outcome);
  if (!dialog.isVisible()) dialog.present();  // it was hidden, and this is what was waited for
}

// Cancelled here, or in the jobs bar; a form that nobody sees is not kept.
void ExportDialog::Parts::stopped() {
  if (!closeWhenStopped && !otherModel() && dialog.isVisible()) {
    showPage(form);
    formChanged();
    return;
  }
  const std::function<void()> then = std::exchange(whenStopped, nullptr);
  dialog.done(QDialog::Rejected);
  if (then) then();
}

void ExportDialog::Parts::stop() {
  if (!running) return;
  closeWhenStopped = true;
  progress->showStopping();
  running->cancel();
}

bool ExportDialog::isRunning() const { return !m_parts->running.isNull(); }

bool ExportDialog::hasEnded() const { return m_parts->pages->currentWidget() == m_parts->outcome; }

void ExportDialog::present() {
  show();
  raise();
  activateWindow();
}

void ExportDialog::askToStop(std::function<void()> stopped) {
  if (m_parts->stopQuestion) m_parts->stopQuestion->close();  // one question at a time, the latest
  present();
  auto* question = new QMessageBox(QMessageBox::Question, tr("Stop the export?"),
                                   tr("What was written so far is removed; the destination stays as it is."),
                                   QMessageBox::NoButton, this);
  question->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* stop = question->addButton(tr("&Stop"), QMessageBox::DestructiveRole);
  question->setDefaultButton(question->addButton(tr("&Go on"), QMessageBox::RejectRole));
  connect(stop, &QPushButton::clicked, this, [this, stopped = std::move(stopped)] {
    m_parts->whenStopped = stopped;
    m_parts->stop();
  });
  m_parts->stopQuestion = question;
  question->open();
}

void ExportDialog::reject() {
  if (isRunning()) return askToStop();
  QDialog::reject();
}

}  // namespace halftone::app
