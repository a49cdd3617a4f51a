// PresetModel: every preset with the size and bits per weight that it gives to this model, planned in a job, and
// whether it can be chosen. The smallest is first; while the figures are on their way rows stay where they were, at
// first by the bits of the presets' base types. Thread-safety: GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <QPointer>
#include <vector>

#include "app/document/model_document.h"
#include "app/jobs/job_queue.h"

namespace halftone::app {

class PresetModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Name, Size, Bits, Note, ColumnCount };
  enum Role { PresetRole = Qt::UserRole + 1 };  // int

  // REQUIRES: the document and the jobs outlive the model.
  PresetModel(ModelDocument& document, JobQueue& jobs, QObject* parent = nullptr);

  int rowOf(Preset preset) const;
  Preset presetAt(int row) const;
  // Why the preset cannot be chosen; empty if it can, or if that is not known yet.
  QString whyNot(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  // What one preset makes of the model.
  struct Figures {
    bool known = false;
    Bytes fileBytes;
    double bitsPerWeight = 0;
    std::size_t needsImportance = 0;
    std::size_t fallbacks = 0;
    std::optional<Error> error;
  };
  static Result<std::vector<Figures>> planAll(const Model& model, const std::vector<PlanRequest>& requests,
                                              const Job& job);
  struct Row {
    PresetInfo info;
    int byBaseType = 0;  // place among presets whose sizes are not known, or are the same
    Figures figures;
  };
  const Row& row(int number) const { return m_rows[static_cast<std::size_t>(number)]; }
  void compute();
  void take(std::vector<Figures> figures);
  void computeIfOptionsChanged();
  QString note(const Figures& figures) const;

  ModelDocument& m_document;
  JobQueue& m_jobs;
  std::vector<Row> m_rows;
  QPointer<JobHandle> m_job;
  PlanRequest m_planned;  // the options that the figures are for
};

}  // namespace halftone::app
