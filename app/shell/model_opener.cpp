#include "app/shell/model_opener.h"

#include <QFileInfo>
#include <filesystem>
#include <system_error>

#include "core/calibration/importance_file.h"
#include "core/io/mapped_file.h"

namespace halftone::app {

namespace {

using ImportancePtr = std::shared_ptr<const ImportanceMatrix>;

std::filesystem::path toPath(const QString& path) { return std::filesystem::path(path.toStdU16String()); }

QString nameOf(const QString& path) {
  const QString name = QFileInfo(path).fileName();
  return name.isEmpty() ? path : name;  // "/media/disk/" has none
}

bool isImportance(const Model& model) {
  const std::optional<std::string> type = model.metadata().string("general.type");
  return type && *type == "imatrix";
}

// The older form of importance matrices, which is no GGUF.
bool isImportanceDat(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  const Result<MappedFile> file = MappedFile::open(path);
  return file && looksLikeImportanceDat(file->bytes());
}

Error notTaken(const QString& path, const char* reason, const char* advice) {
  return {ErrorCode::InvalidArgument, "opening several files", path.toStdString(), reason, advice};
}

}  // namespace

ModelOpener::ModelOpener(ModelDocument& document, JobQueue& jobs, QObject* parent)
    : QObject(parent), m_document(document), m_jobs(jobs) {}

// Runs `work` as the opening that counts from now on. REQUIRES: `work` owns what it touches, see JobQueue::Lane::Open.
template <class T>
void ModelOpener::run(const QString& title, std::function<Result<T>(const Job&)> work, std::function<void(T)> use,
                      std::function<void(const Error&)> fail) {
  if (m_job) m_job->cancel();
  const int request = ++m_request;
  m_job = m_jobs.run<T>(JobQueue::Lane::Open, title, true, this, std::move(work),
                        [this, request, use = std::move(use), fail = std::move(fail)](Result<T> result) {
                          if (request != m_request) return;
                          m_job.clear();
                          emit ended();
                          if (result)
                            use(std::move(*result));
                          else if (result.error().code != ErrorCode::Cancelled)
                            fail(result.error());
                        });
  emit started();
}

void ModelOpener::open(const QStringList& paths) {
  if (paths.isEmpty()) return;
  const QString title = paths.size() == 1 ? tr("Open %1").arg(nameOf(paths.front()))
                                          : tr("Open %n file(s)", nullptr, static_cast<int>(paths.size()));
  run<std::vector<Found>>(
      title, [paths](const Job& job) { return findAll(paths, job); },
      [this](const std::vector<Found>& found) { take(found); },
      [this, paths](const Error& error) { emit failed(paths.front(), error); });
}

void ModelOpener::cancel() {
  if (m_job) m_job->cancel();
}

ModelOpener::Found ModelOpener::find(const QString& path, const Job& job) {
  Found found{path, nullptr, false, std::nullopt};
  Result<std::shared_ptr<const Model>> model = Model::open(toPath(path), job);
  if (model) {
    found.importance = isImportance(**model);
    if (!found.importance) found.model = std::move(*model);
  } else {
    found.importance = model.error().code == ErrorCode::UnknownFormat && isImportanceDat(toPath(path));
    if (!found.importance) found.error = model.error();
  }
  return found;
}

Result<std::vector<ModelOpener::Found>> ModelOpener::findAll(const QStringList& paths, const Job& job) {
  std::vector<Found> all;
  for (qsizetype i = 0; i < paths.size(); ++i) {
    const auto share = [&paths](qsizetype n) { return static_cast<double>(n) / static_cast<double>(paths.size()); };
    all.push_back(find(paths[i], job.part(share(i), share(i + 1))));
    if (job.cancelled()) return failure(Job::cancelledError("opening"));
  }
  return all;
}

// Takes the first model and the first importance matrix and tells about everything else.
void ModelOpener::take(const std::vector<Found>& found) {
  const Found* model = nullptr;
  QString importance;
  for (const Found& file : found) {
    if (file.error) {
      emit failed(file.path, *file.error);
    } else if (file.importance) {
      if (importance.isEmpty())
        importance = file.path;
      else
        emit failed(file.path, notTaken(file.path, "another importance matrix was opened with it",
                                        "open one importance matrix at a time"));
    } else if (model == nullptr) {
      model = &file;
    } else if (file.model->path() != model->model->path()) {  // else another shard of the same model
      emit failed(file.path,
                  notTaken(file.path, "another model was opened with it", "open it by itself; a window shows one"));
    }
  }
  if (model != nullptr) return putModel(*model, importance);
  if (importance.isEmpty()) return;
  if (m_document.model()) return openImportance(importance);
  emit failed(importance, {ErrorCode::InvalidArgument, "opening a model", importance.toStdString(),
                           "this is an importance matrix", "open the model that it was made for first"});
}

void ModelOpener::putModel(const Found& model, const QString& importance) {
  const auto put = [this, path = model.path, opened = model.model, importance] {
    m_document.setModel(opened);
    emit modelOpened(path);
    if (!importance.isEmpty()) openImportance(importance);
  };
  if (m_confirm)
    m_confirm(put);
  else
    put();
}

void ModelOpener::openImportance(const QString& path) {
  const auto work = [file = toPath(path), model = m_document.model()](const Job& job) -> Result<ImportancePtr> {
    HALFTONE_TRY(ImportanceMatrix matrix, ImportanceMatrix::read(file, *model, job));
    return std::make_shared<const ImportanceMatrix>(std::move(matrix));
  };
  run<ImportancePtr>(
      tr("Open %1").arg(nameOf(path)), work,
      [this, path](ImportancePtr matrix) {
        m_document.setImportance(std::move(matrix));
        emit importanceOpened(path);
      },
      [this, path](const Error& error) { emit failed(path, error); });
}

}  // namespace halftone::app
