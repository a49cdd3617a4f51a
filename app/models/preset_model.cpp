#include "app/models/preset_model.h"

#include <QStringList>
#include <algorithm>
#include <tuple>
#include <utility>

#include "app/commands/type_choices.h"
#include "app/jobs/error_text.h"
#include "app/models/numbers.h"

namespace halftone::app {

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

Qt::Alignment alignmentOf(int column) {
  const bool number = column == PresetModel::Size || column == PresetModel::Bits;
  return (number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

bool sameOverrides(const std::vector<TypeOverride>& a, const std::vector<TypeOverride>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const TypeOverride& x, const TypeOverride& y) {
    return x.type == y.type && x.pattern == y.pattern;
  });
}

bool sameEdits(const std::vector<MetadataEdit>& a, const std::vector<MetadataEdit>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const MetadataEdit& x, const MetadataEdit& y) { return x.key == y.key && x.value == y.value; });
}

// Whether two requests give every preset the same figures; importance has a signal of its own.
bool sameOptions(const PlanRequest& a, const PlanRequest& b) {
  return a.outputType == b.outputType && a.embeddingType == b.embeddingType && a.pure == b.pure &&
         a.leaveOutput == b.leaveOutput && a.allowRequantize == b.allowRequantize && a.keepSplit == b.keepSplit &&
         a.split.maxBytes == b.split.maxBytes && a.split.maxTensors == b.split.maxTensors &&
         a.prunedLayers == b.prunedLayers && sameOverrides(a.overrides, b.overrides) && sameEdits(a.edits, b.edits);
}

}  // namespace

PresetModel::PresetModel(ModelDocument& document, JobQueue& jobs, QObject* parent)
    : QAbstractTableModel(parent), m_document(document), m_jobs(jobs) {
  for (const PresetInfo& info : allPresets()) m_rows.push_back({info, 0, {}});
  const auto bits = [](const Row& row) { return findTensorType(row.info.baseType)->bitsPerWeight(); };
  std::stable_sort(m_rows.begin(), m_rows.end(), [&bits](const Row& a, const Row& b) { return bits(a) < bits(b); });
  for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i].byBaseType = static_cast<int>(i);
  connect(&document, &ModelDocument::modelChanged, this, &PresetModel::compute);
  connect(&document, &ModelDocument::importanceChanged, this, &PresetModel::compute);
  connect(&document, &ModelDocument::planChanged, this, &PresetModel::computeIfOptionsChanged);
  compute();
}

int PresetModel::rowOf(Preset preset) const {
  const auto found =
      std::find_if(m_rows.begin(), m_rows.end(), [preset](const Row& row) { return row.info.preset == preset; });
  return static_cast<int>(found - m_rows.begin());
}

Preset PresetModel::presetAt(int number) const { return row(number).info.preset; }

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
  for (Row& row : m_rows) row.figures = {};
  emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
  if (!m_document.model()) return;
  std::vector<PlanRequest> requests;
  for (const Row& row : m_rows) requests.push_back(m_document.requestFor(row.info.preset));
  m_job = m_jobs.run<std::vector<Figures>>(
      JobQueue::Lane::Interactive, tr("Size the presets"), false, this,
      [model = m_document.model(), requests = std::move(requests)](const Job& job) {
        return planAll(*model, requests, job);
      },
      [this](Result<std::vector<Figures>> figures) {
        if (figures) take(std::move(*figures));
      });
}

// Sorts by what was planned, and takes selections along. REQUIRES: figures in the order of the rows.
void PresetModel::take(std::vector<Figures> figures) {
  emit layoutAboutToBeChanged({}, VerticalSortHint);
  const QModelIndexList before = persistentIndexList();
  std::vector<Preset> presets;
  for (const QModelIndex& index : before) presets.push_back(presetAt(index.row()));
  for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i].figures = std::move(figures[i]);
  std::sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) {
    const auto key = [](const Row& row) {
      return std::tuple(row.figures.error.has_value(), row.figures.fileBytes.count, row.byBaseType);
    };
    return key(a) < key(b);
  });
  QModelIndexList after;
  for (qsizetype i = 0; i < before.size(); ++i)
    after.append(index(rowOf(presets[static_cast<std::size_t>(i)]), before[i].column()));
  changePersistentIndexList(before, after);
  emit layoutChanged({}, VerticalSortHint);
  emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QString PresetModel::whyNot(int number) const {
  const Figures& figures = row(number).figures;
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
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PresetModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PresetModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const PresetInfo& info = row(index.row()).info;
  const Figures& figures = row(index.row()).figures;
  if (role == PresetRole) return static_cast<int>(info.preset);
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignmentOf(index.column()));
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
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignmentOf(section));
  if (role != Qt::DisplayRole) return {};
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
