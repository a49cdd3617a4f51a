#include "app/views/model_panel/model_facts.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <map>

#include "app/models/numbers.h"

namespace halftone::app {
namespace {

QString translate(const char* text) { return QCoreApplication::translate("ModelFacts", text); }

// "f16 × 44, f32 × 13", the most frequent first.
QString typesText(const Model& model) {
  std::map<TensorType, int> counts;
  for (const TensorInfo& tensor : model.tensors()) ++counts[tensor.type];
  std::vector<std::pair<TensorType, int>> byCount(counts.begin(), counts.end());
  std::stable_sort(byCount.begin(), byCount.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  QStringList parts;
  for (const auto& [type, count] : byCount) parts << translate("%1 × %2").arg(count).arg(typeText(type));
  return parts.join(QStringLiteral(", "));
}

QString filesText(const Model& model) {
  const QString first = QString::fromStdString(model.path().filename().string());
  const qsizetype count = static_cast<qsizetype>(model.files().size());
  return count <= 1
             ? first
             : QCoreApplication::translate("ModelFacts", "%n files, %1", nullptr, static_cast<int>(count)).arg(first);
}

QString heads(const Hyperparameters& numbers) {
  if (numbers.keyValueHeads == numbers.heads) return countText(numbers.heads);
  return translate("%1 query, %2 key-value").arg(countText(numbers.heads), countText(numbers.keyValueHeads));
}

void addCount(QList<ModelFact>& facts, const char* name, std::uint64_t count) {
  if (count > 0) facts.append({translate(name), countText(count), {}});
}

}  // namespace

QList<ModelFact> modelFacts(const Model& model) {
  const Hyperparameters& numbers = model.hyperparameters();
  QList<ModelFact> facts;
  facts.append({translate("Name"), QString::fromStdString(model.name()), {}});
  facts.append({translate("Architecture"),
                numbers.architecture.empty() ? translate("not told") : QString::fromStdString(numbers.architecture),
                {}});
  facts.append({translate("Parameters"), parametersText(model.parameters()), countText(model.parameters())});
  addCount(facts, QT_TRANSLATE_NOOP("ModelFacts", "Layers"), numbers.layers);
  addCount(facts, QT_TRANSLATE_NOOP("ModelFacts", "Width"), numbers.embedding);
  if (numbers.heads > 0) facts.append({translate("Heads"), heads(numbers), {}});
  if (numbers.experts > 0)
    facts.append({translate("Experts"),
                  translate("%1, %2 used").arg(countText(numbers.experts), countText(numbers.expertsUsed)),
                  {}});
  addCount(facts, QT_TRANSLATE_NOOP("ModelFacts", "Context"), numbers.contextLength);
  facts.append({translate("Tensors"), typesText(model), countText(model.tensors().size())});
  facts.append({model.files().size() > 1 ? translate("Files") : translate("File"), filesText(model),
                QString::fromStdString(model.path().string())});
  facts.append({translate("Size"), sizeText(model.fileBytes()), exactSizeText(model.fileBytes())});
  facts.append({translate("Bits per weight"), bitsText(bitsPerWeight(model.tensorBytes(), model.parameters())),
                translate("Counted from the tensors: %1 for %2 weights")
                    .arg(exactSizeText(model.tensorBytes()), countText(model.parameters()))});
  return facts;
}

}  // namespace halftone::app
