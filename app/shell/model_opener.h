// ModelOpener: opens models and importance matrices in jobs and puts them into the document. What a file is, is told by
// its content. Thread-safety: GUI thread only.
#pragma once

#include <QObject>
#include <QPointer>

#include "app/document/model_document.h"
#include "app/jobs/job_queue.h"

namespace halftone::app {

class ModelOpener : public QObject {
  Q_OBJECT

 public:
  // REQUIRES: document and jobs outlive the opener.
  ModelOpener(ModelDocument& document, JobQueue& jobs, QObject* parent = nullptr);

  // Opens a model, or an importance matrix for the model that is open. An opening that is not finished is cancelled.
  void open(const QString& path);
  // Opens `path` as an importance matrix. REQUIRES: a model is open.
  void openImportance(const QString& path);
  bool opening() const { return m_job; }

 signals:
  void started(const QString& path);
  void modelOpened(const QString& path);
  void importanceOpened(const QString& path);
  void failed(const QString& path, const halftone::Error& error);

 private:
  void modelRead(const QString& path, Result<std::shared_ptr<const Model>> model);
  void importanceRead(const QString& path, Result<std::shared_ptr<const ImportanceMatrix>> matrix);

  ModelDocument& m_document;
  JobQueue& m_jobs;
  QPointer<JobHandle> m_job;
};

}  // namespace halftone::app
