// SelectionFigures: what every type would cost several tensors together, measured on a sample of each and merged.
// One tensor is measured at a time, so that what else is waited for gets its turn; what was measured is kept until
// drop(). Thread-safety: GUI thread only.
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>
#include <map>
#include <optional>

#include "app/document/model_document.h"
#include "app/jobs/job_queue.h"
#include "core/analysis/error_sums.h"
#include "core/run/measure.h"

namespace halftone::app {

class Devices;

class SelectionFigures : public QObject {
  Q_OBJECT

 public:
  // REQUIRES: the document, the jobs and the devices (null: the CPU alone) outlive the figures.
  SelectionFigures(ModelDocument& document, JobQueue& jobs, const Devices* devices, QObject* parent = nullptr);
  ~SelectionFigures() override;

  // Measures what these tensors lack, all types that each can have, with the document's effort; gives up an earlier
  // request that is not finished. Tensors that failed before are left out until measureAgain().
  void want(const QList<TensorId>& tensors);
  void measureAgain();
  void drop();  // everything measured, such as with another model or effort

  // Of the tensors asked for last that can have `type`, together; nothing until all are measured, or if none can.
  // A tensor counts by its weights, however large its sample was.
  std::optional<ErrorMetrics> error(TensorType type) const;
  int measured() const;     // tensors asked for last that are
  QString failure() const;  // why the first of them could not be; empty if none failed

 signals:
  void changed();

 private:
  struct Measured {
    Sampling sampling;
    bool sampled = false;
    std::map<TensorType, ErrorSums> sums;  // as of the whole tensor
  };
  void measureNext();
  void keep(TensorId tensor, Sampling sampling, const std::vector<CandidateMetrics>& candidates);

  ModelDocument& m_document;
  JobQueue& m_jobs;
  const Devices* m_devices;
  QList<TensorId> m_tensors;
  Sampling m_sampling;  // of each
  std::map<TensorId, Measured> m_measured;
  std::map<TensorId, QString> m_failed;
  QPointer<JobHandle> m_job;
};

}  // namespace halftone::app
