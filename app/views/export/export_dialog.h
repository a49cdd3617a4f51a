// ExportDialog: where the GGUF goes, everything that is known before it is written, the run, and what was checked.
// It stands beside the window, not before it: while it writes, the model can be looked at and planned further; what is
// written is what was planned when the run began.
// Thread-safety: GUI thread only; all work is done by jobs.
#pragma once

#include <QDialog>
#include <functional>
#include <memory>

#include "app/document/model_document.h"
#include "app/jobs/devices.h"
#include "app/jobs/job_queue.h"

namespace halftone::app {

class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  // REQUIRES: the document, the jobs and the devices (null: the CPU alone) outlive the dialog; whyNotExport(document)
  // is empty.
  ExportDialog(ModelDocument& document, JobQueue& jobs, const Devices* devices = nullptr, QWidget* parent = nullptr);
  ~ExportDialog() override;

  // Why the document cannot be exported at all (no model, a safetensors source, a plan that failed), in words; empty
  // if it can. For the action that opens the dialog.
  static QString whyNotExport(const ModelDocument& document);

  bool isRunning() const;
  bool hasEnded() const;  // it shows how its export ended
  // Asks whether to give up the running export. If so, `stopped` is called when it has stopped and the dialog has
  // closed; never if the export ends before that. REQUIRES: isRunning().
  void askToStop(std::function<void()> stopped = {});

 signals:
  void exported(const QString& path);  // the first file, verified and in place

 public slots:
  void present();  // shows it, in front

 protected:
  void reject() override;  // asks before it gives up a running export

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace halftone::app
