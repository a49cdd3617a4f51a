// ModelOpener: opens models and importance matrices in jobs and puts them into the document. What a file is, is told by
// its content. Thread-safety: GUI thread only.
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "app/document/model_document.h"
#include "app/jobs/job_queue.h"

namespace halftone::app {

class ModelOpener : public QObject {
  Q_OBJECT

 public:
  // REQUIRES: document and jobs outlive the opener.
  ModelOpener(ModelDocument& document, JobQueue& jobs, QObject* parent = nullptr);

  // Opens the model among `paths` (files, or folders that hold one) and the importance matrix for it; without a model
  // among them, the matrix is for the model that is open. Of several models or matrices the first is taken; failed()
  // names each path that was not. An opening that is not finished is cancelled.
  void open(const QStringList& paths);
  // Opens `path` as an importance matrix. REQUIRES: a model is open.
  void openImportance(const QString& path);
  // Ends the opening at once; nothing changes.
  void cancel();
  bool opening() const { return m_job; }

  // Asked right before an opened model replaces the document's; it must call `proceed`, now or later, for that to
  // happen. Not set: models replace each other unasked.
  using Confirm = std::function<void(const std::function<void()>& proceed)>;
  void setConfirm(Confirm confirm) { m_confirm = std::move(confirm); }

 signals:
  void started();
  void ended();  // whatever came of it; before the signals that say what
  void modelOpened(const QString& path);
  void importanceOpened(const QString& path);
  void failed(const QString& path, const halftone::Error& error);

 private:
  // One of the paths, read in a job: a model, an importance matrix that is not read yet, or why it is neither.
  struct Found {
    QString path;
    std::shared_ptr<const Model> model;
    bool importance = false;
    std::optional<Error> error;
  };
  static Found find(const QString& path, const Job& job);
  static Result<std::vector<Found>> findAll(const QStringList& paths, const Job& job);
  template <class T>
  void run(const QString& title, std::function<Result<T>(const Job&)> work, std::function<void(T)> use,
           std::function<void(const Error&)> fail);
  void take(const std::vector<Found>& found);
  void putModel(const Found& model, const QString& importance);

  ModelDocument& m_document;
  JobQueue& m_jobs;
  QPointer<JobHandle> m_job;
  int m_request = 0;  // of m_job: what earlier jobs find is dropped
  Confirm m_confirm;
};

}  // namespace halftone::app
