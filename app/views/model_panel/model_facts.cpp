#include "app/views/model_panel/model_facts.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <map>

#include "app/models/numbers.h"

namespace halftone::app {
namespace {

struct ModelFacts {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::ModelFacts)
};

// "f16 × 44, f32 × 13", the most frequent first.
QString typesText(const Model& model) {
  std::map<TensorType, int> counts;
  for (const TensorInfo& tensor : model.tensors()) ++counts[tensor.type];
  std::vector<std::pair<TensorType, int>> byCount(counts.begin(), counts.end());
  std::stable_sort(byCount.begin(), byCount.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  QStringList parts;
  for (const auto& [type, count] : byCount) parts << ModelFacts::tr("%1 × %2").arg(count).arg(typeText(type));
  return parts.join(QStringLiteral(", "));
}

QString filesText(const Model& model) {
  const QString first = QString::fromStdString(model.path().filename().string());
  const qsizetype count = static_cast<qsizetype>(model.files().size());
  return count <= 1 ? first : ModelFacts::tr("%n files, %1", nullptr, static_cast<int>(count)).arg(first);
}

QString heads(const Hyperparameters& numbers) {
  if (numbers.keyValueHeads == numbers.heads) return countText(numbers.heads);
  return ModelFacts::tr("%1 query, %2 key-value").arg(countText(numbers.heads), countText(numbers.keyValueHeads));
}

void addCount(QList<ModelFact>& facts, const char* name, std::uint64_t count) {
  if (count > 0) facts.append({ModelFacts::tr(name), countText(count), {}});
}

}  // namespace

QList<ModelFact> modelFacts(const Model& model) {
  const Hyperparameters& numbers = model.hyperparameters();
  QList<ModelFact> facts;
  facts.append({ModelFacts::tr("Name"), QString::fromStdString(model.name()), {}});
  facts.append(
      {ModelFacts::tr("Architecture"),
       numbers.architecture.empty() ? ModelFacts::tr("not told") : QString::fromStdString(numbers.architecture),
       {}});
  facts.append({ModelFacts::tr("Parameters"), parametersText(model.parameters()), countText(model.parameters())});
  addCount(facts, QT_TRANSLATE_NOOP("halftone::app::ModelFacts", "Layers"), numbers.layers);
  addCount(facts, QT_TRANSLATE_NOOP("halftone::app::ModelFacts", "Width"), numbers.embedding);
  if (numbers.heads > 0) facts.append({ModelFacts::tr("Heads"), heads(numbers), {}});
  if (numbers.experts > 0)
    facts.append({ModelFacts::tr("Experts"),
                  ModelFacts::tr("%1, %2 used").arg(countText(numbers.experts), countText(numbers.expertsUsed)),
                  {}});
  addCount(facts, QT_TRANSLATE_NOOP("halftone::app::ModelFacts", "Context"), numbers.contextLength);
  facts.append({ModelFacts::tr("Tensors"), typesText(model), countText(model.tensors().size())});
  facts.append({model.files().size() > 1 ? ModelFacts::tr("Files") : ModelFacts::tr("File"), filesText(model),
                QString::fromStdString(model.path().string())});
  facts.append({ModelFacts::tr("Size"), sizeText(model.fileBytes()), exactSizeText(model.fileBytes())});
  facts.append({ModelFacts::tr("Bits per weight"), bitsText(bitsPerWeight(model.tensorBytes(), model.parameters())),
                ModelFacts::tr("Counted from the tensors: %1 for %2 weights")
                    .arg(exactSizeText(model.tensorBytes()), countText(model.parameters()))});
  return facts;
}

}  // namespace halftone::app
