#include "app/models/preset_model.h"

#include <QStringList>
#include <algorithm>

#include "app/commands/type_choices.h"
#include "app/jobs/error_text.h"
#include "app/models/numbers.h"

namespace halftone::app {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

// Whether two requests give every preset the same figures; importance has a signal of its own.
bool sameOptions(const PlanRequest& a, const PlanRequest& b) {
  return a.outputType == b.outputType && a.embeddingType == b.embeddingType && a.pure == b.pure &&
         a.leaveOutput == b.leaveOutput && a.allowRequantize == b.allowRequantize && a.keepSplit == b.keepSplit &&
         a.split.maxBytes == b.split.maxBytes && a.split.maxTensors == b.split.maxTensors &&
         a.prunedLayers == b.prunedLayers && a.overrides.size() == b.overrides.size() &&
         a.edits.size() == b.edits.size();
}

}  // namespace

PresetModel::PresetModel(ModelDocument& document, JobQueue& jobs, QObject* parent)
    : QAbstractTableModel(parent),
      m_document(document),
      m_jobs(jobs),
      m_presets(allPresets().begin(), allPresets().end()),
      m_figures(m_presets.size()) {
  const auto bits = [](const PresetInfo& info) { return findTensorType(info.baseType)->bitsPerWeight(); };
  std::stable_sort(m_presets.begin(), m_presets.end(),
                   [&bits](const PresetInfo& a, const PresetInfo& b) { return bits(a) < bits(b); });
  connect(&document, &ModelDocument::modelChanged, this, &PresetModel::compute);
  connect(&document, &ModelDocument::importanceChanged, this, &PresetModel::compute);
  connect(&document, &ModelDocument::planChanged, this, &PresetModel::computeIfOptionsChanged);
  compute();
}

int PresetModel::rowOf(Preset preset) const {
  const auto found = std::find_if(m_presets.begin(), m_presets.end(),
                                  [preset](const PresetInfo& info) { return info.preset == preset; });
  return static_cast<int>(found - m_presets.begin());
}

Preset PresetModel::presetAt(int row) const { return m_presets[static_cast<std::size_t>(row)].preset; }

void PresetModel::computeIfOptionsChanged() {
  if (m_document.model() && !sameOptions(m_planned, m_document.request())) compute();
}

Result<std::vector<PresetModel::Figures>> PresetModel::planAll(const Model& model,
                                                               const std::vector<PlanRequest>& requests,
                                                               const Job& job) {
  std::vector<Figures> all;
  for (const PlanRequest& request : requests) {
    if (job.cancelled()) return failure(Job::cancelledError("sizing the presets"));
    Figures figures;
    figures.known = true;
    const Result<Plan> plan = makePlan(model, request);
    if (!plan) {
      figures.error = plan.error();
    } else {
      figures.fileBytes = plan->fileBytes;
      figures.bitsPerWeight = plan->bitsPerWeight();
      figures.needsImportance = plan->needsImportance;
      figures.fallbacks = plan->fallbacks;
    }
    all.push_back(std::move(figures));
    job.report(static_cast<double>(all.size()) / static_cast<double>(requests.size()));
  }
  return all;
}

void PresetModel::compute() {
  if (m_job) m_job->cancel();
  m_job.clear();
  m_planned = m_document.request();
  m_figures.assign(m_presets.size(), {});
  emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
  if (!m_document.model()) return;
  std::vector<PlanRequest> requests;
  for (const PresetInfo& info : m_presets) requests.push_back(m_document.requestFor(info.preset));
  m_job = m_jobs.run<std::vector<Figures>>(
      JobQueue::Lane::Interactive, tr("Size the presets"), false, this,
      [model = m_document.model(), requests = std::move(requests)](const Job& job) {
        return planAll(*model, requests, job);
      },
      [this](Result<std::vector<Figures>> figures) {
        if (!figures) return;
        m_figures = std::move(*figures);
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
      });
}

QString PresetModel::whyNot(int row) const {
  const Figures& figures = m_figures[static_cast<std::size_t>(row)];
  return figures.error ? errorText(*figures.error) : QString();
}

QString PresetModel::note(const Figures& figures) const {
  if (figures.error) return errorTitle(figures.error->code);
  QStringList notes;
  if (figures.needsImportance > 0) notes << tr("wants importance");
  if (figures.fallbacks > 0) notes << tr("%n fallback(s)", nullptr, static_cast<int>(figures.fallbacks));
  return notes.join(QStringLiteral(", "));
}

int PresetModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_figures.size());
}

int PresetModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PresetModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const PresetInfo& info = m_presets[static_cast<std::size_t>(index.row())];
  const Figures& figures = m_figures[static_cast<std::size_t>(index.row())];
  if (role == PresetRole) return static_cast<int>(info.preset);
  if (role == Qt::TextAlignmentRole && (index.column() == Size || index.column() == Bits))
    return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
  if (role == Qt::ToolTipRole) {
    const QString reason = whyNot(index.row());
    if (!reason.isEmpty()) return reason;
    if (figures.needsImportance > 0)
      return tr("%n tensor(s) lose less with an importance matrix: open one first", nullptr,
                static_cast<int>(figures.needsImportance));
    return figures.known ? exactSizeText(figures.fileBytes) : QString();
  }
  if (role != Qt::DisplayRole) return {};
  const bool sized = figures.known && !figures.error;
  switch (index.column()) {
    case Name: return text(info.name);
    case Size: return sized ? sizeText(figures.fileBytes) : QString();
    case Bits: return sized ? tr("%1 bits").arg(bitsText(figures.bitsPerWeight)) : QString();
    case Note: return note(figures);
    default: return {};
  }
}

QVariant PresetModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case Name: return tr("Preset");
    case Size: return tr("Size");
    case Bits: return tr("Per weight");
    case Note: return tr("Note");
    default: return {};
  }
}

Qt::ItemFlags PresetModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::NoItemFlags;
  if (!whyNot(index.row()).isEmpty()) return Qt::NoItemFlags;
  return Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
}

}  // namespace halftone::app
