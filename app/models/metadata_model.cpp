#include "app/models/metadata_model.h"

#include <algorithm>

namespace halftone::app {
namespace {

constexpr std::size_t kShownCharacters = 160;
constexpr std::size_t kCopiedCharacters = 1 << 20;

QString typeName(const MetadataValue& value) {
  const auto name = [](MetadataType type) {
    const std::string_view text = metadataTypeName(type);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  };
  if (const MetadataArray* array = std::get_if<MetadataArray>(&value))
    return MetadataModel::tr("%1 × %2").arg(array->size()).arg(name(array->elementType()));
  return name(metadataType(value));
}

QString text(const MetadataValue& value, std::size_t limit) {
  return QString::fromStdString(metadataText(value, limit));
}

// Strings as they are, with their line breaks: a chat template is copied to be used.
QString copiedText(const MetadataValue& value) {
  if (const std::string* string = std::get_if<std::string>(&value)) return QString::fromStdString(*string);
  return text(value, kCopiedCharacters);
}

}  // namespace

void MetadataModel::setModel(std::shared_ptr<const Model> model) {
  beginResetModel();
  m_model = std::move(model);
  endResetModel();
}

int MetadataModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_model ? 0 : static_cast<int>(m_model->metadata().entries().size());
}

int MetadataModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant MetadataModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || !m_model || index.row() >= rowCount()) return {};
  const MetadataEntry& entry = m_model->metadata().entries()[static_cast<std::size_t>(index.row())];
  if (role == FullTextRole) return copiedText(entry.value);
  if (role == Qt::ToolTipRole && index.column() == Value)
    return tr("%1: %2").arg(typeName(entry.value), text(entry.value, 1000));
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  switch (index.column()) {
    case Key: return QString::fromStdString(entry.key);
    case Value: return text(entry.value, kShownCharacters).simplified();
    case Type: return typeName(entry.value);
    default: return {};
  }
}

QVariant MetadataModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case Key: return tr("Key");
    case Value: return tr("Value");
    case Type: return tr("Type");
    default: return {};
  }
}

void MetadataFilter::setWords(const QString& text) {
  m_words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  invalidateFilter();
}

bool MetadataFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const QString key = sourceModel()->index(row, MetadataModel::Key, parent).data().toString();
  const QString value = sourceModel()->index(row, MetadataModel::Value, parent).data().toString();
  return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
    return key.contains(word, Qt::CaseInsensitive) || value.contains(word, Qt::CaseInsensitive);
  });
}

}  // namespace halftone::app
