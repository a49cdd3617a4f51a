#include "app/shell/model_opener.h"

#include <QFileInfo>
#include <filesystem>
#include <utility>

namespace halftone::app {

namespace {

using ModelPtr = std::shared_ptr<const Model>;
using ImportancePtr = std::shared_ptr<const ImportanceMatrix>;

std::filesystem::path toPath(const QString& path) { return std::filesystem::path(path.toStdU16String()); }

bool isImportance(const Model& model) {
  const std::optional<std::string> type = model.metadata().string("general.type");
  return type && *type == "imatrix";
}

}  // namespace

ModelOpener::ModelOpener(ModelDocument& document, JobQueue& jobs, QObject* parent)
    : QObject(parent), m_document(document), m_jobs(jobs) {}

void ModelOpener::open(const QString& path) {
  if (m_job) m_job->cancel();
  emit started(path);
  m_job = m_jobs.run<ModelPtr>(
      JobQueue::Lane::Open, tr("Open %1").arg(QFileInfo(path).fileName()), true, this,
      [file = toPath(path)](const Job&) { return Model::open(file); },
      [this, path](Result<ModelPtr> model) { modelRead(path, std::move(model)); });
}

void ModelOpener::modelRead(const QString& path, Result<ModelPtr> model) {
  if (!model && model.error().code == ErrorCode::Cancelled) return;
  m_job.clear();
  const bool importance = model ? isImportance(**model) : model.error().code == ErrorCode::UnknownFormat;
  if (importance && m_document.model()) return openImportance(path);
  if (!model) return emit failed(path, model.error());
  if (importance)
    return emit failed(path, {ErrorCode::InvalidArgument, "opening a model", path.toStdString(),
                              "this is an importance matrix", "open the model that it was made for first"});
  m_document.setModel(std::move(*model));
  emit modelOpened(path);
}

void ModelOpener::openImportance(const QString& path) {
  if (m_job) m_job->cancel();
  const auto work = [file = toPath(path), model = m_document.model()](const Job&) -> Result<ImportancePtr> {
    HALFTONE_TRY(ImportanceMatrix matrix, ImportanceMatrix::read(file, *model));
    return std::make_shared<const ImportanceMatrix>(std::move(matrix));
  };
  m_job = m_jobs.run<ImportancePtr>(
      JobQueue::Lane::Open, tr("Open %1").arg(QFileInfo(path).fileName()), true, this, work,
      [this, path](Result<ImportancePtr> matrix) { importanceRead(path, std::move(matrix)); });
}

void ModelOpener::importanceRead(const QString& path, Result<ImportancePtr> matrix) {
  if (!matrix && matrix.error().code == ErrorCode::Cancelled) return;
  m_job.clear();
  if (!matrix) return emit failed(path, matrix.error());
  m_document.setImportance(std::move(*matrix));
  emit importanceOpened(path);
}

}  // namespace halftone::app
