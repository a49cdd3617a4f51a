#include "app/commands/type_commands.h"

#include <QCoreApplication>
#include <QStringList>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "app/commands/change_request.h"
#include "app/commands/type_choices.h"

namespace halftone::app {

namespace {

struct Commands {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Commands)
};

QString typeText(TensorType type) { return QString::fromStdString(tensorTypeName(type)); }

// What one tensor is to have, or why it cannot.
struct Wish {
  std::optional<TensorType> type;
  QString whyNot;
};

Given refuseAll(const ModelDocument& document, const QList<TensorId>& tensors) {
  return {0, static_cast<int>(tensors.size()), QString::fromStdString(document.planError()->message())};
}

// Asks `wishFor` for every tensor and pushes one step with the answers.
Given giveEach(ModelDocument& document, const QList<TensorId>& tensors,
               const std::function<Wish(const TensorInfo&)>& wishFor, ChangeRequest::Text text, int gesture) {
  if (!document.model() || tensors.isEmpty()) return {};
  if (document.planError()) return refuseAll(document, tensors);
  PlanRequest after = document.request();
  std::set<TensorId> touched;
  Given given;
  for (const TensorId id : tensors) {
    const Wish wish = wishFor(document.model()->tensor(id));
    if (!wish.type) {
      if (given.refused++ == 0) given.reason = wish.whyNot;
      continue;
    }
    const auto [position, isNew] = after.byHand.try_emplace(id, *wish.type);
    if (!isNew && position->second == *wish.type) continue;
    position->second = *wish.type;
    touched.insert(id);
  }
  given.changed = static_cast<int>(touched.size());
  if (given.changed > 0)
    document.undoStack().push(
        new ChangeRequest(document, std::move(after), std::move(touched), std::move(text), gesture));
  return given;
}

QString noTypeOfBits(int bits) {
  return hasUsualType(bits) ? Commands::tr("its rows do not divide into blocks of a %1-bit type").arg(bits)
                            : Commands::tr("there is no %1-bit type").arg(bits);
}

}  // namespace

QString outcomeText(const Given& given) {
  QStringList parts;
  if (given.changed > 0) parts << Commands::tr("%n tensor(s) changed", nullptr, given.changed);
  if (given.refused > 0) parts << Commands::tr("%n tensor(s) left as is: %1", nullptr, given.refused).arg(given.reason);
  if (parts.isEmpty()) parts << Commands::tr("Nothing to change");
  return parts.join(QStringLiteral(" · "));
}

Given giveType(ModelDocument& document, const QList<TensorId>& tensors, TensorType type, int gesture) {
  const auto wishFor = [type](const TensorInfo& tensor) -> Wish {
    const std::string whyNot = whyNotType(tensor, type);
    if (whyNot.empty()) return {type, {}};
    return {std::nullopt, QString::fromStdString(whyNot)};
  };
  const auto text = [type](int count) {
    return Commands::tr("Give %1 to %n tensor(s)", nullptr, count).arg(typeText(type));
  };
  return giveEach(document, tensors, wishFor, text, gesture);
}

Given giveBits(ModelDocument& document, const QList<TensorId>& tensors, int bits) {
  const auto wishFor = [bits](const TensorInfo& tensor) -> Wish {
    const std::string never = whyNotType(tensor, TensorType::Q8_0);
    const std::optional<TensorType> type = usualType(bits, tensor);
    if (type) return {type, {}};
    return {std::nullopt, never.empty() || !hasUsualType(bits) ? noTypeOfBits(bits) : QString::fromStdString(never)};
  };
  const auto text = [bits](int count) {
    return Commands::tr("Give %1 bits to %n tensor(s)", nullptr, count).arg(bits);
  };
  return giveEach(document, tensors, wishFor, text, 0);
}

Given stepBits(ModelDocument& document, const QList<TensorId>& tensors, int direction) {
  const auto wishFor = [&document, direction](const TensorInfo& tensor) -> Wish {
    const std::optional<TensorType> type = stepType(document.typeOf(tensor.id), direction, tensor);
    if (type) return {type, {}};
    const std::string never = whyNotType(tensor, TensorType::Q8_0);
    if (!never.empty()) return {std::nullopt, QString::fromStdString(never)};
    return {std::nullopt, direction > 0 ? Commands::tr("it has the most bits there are")
                                        : Commands::tr("it has the fewest bits there are")};
  };
  const auto text = [direction](int count) {
    return direction > 0 ? Commands::tr("More bits for %n tensor(s)", nullptr, count)
                         : Commands::tr("Fewer bits for %n tensor(s)", nullptr, count);
  };
  return giveEach(document, tensors, wishFor, text, 0);
}

Given resetTypes(ModelDocument& document, const QList<TensorId>& tensors, int gesture) {
  if (!document.model()) return {};
  PlanRequest after = document.request();
  std::set<TensorId> touched;
  for (const TensorId id : tensors)
    if (after.byHand.erase(id) > 0) touched.insert(id);
  const int changed = static_cast<int>(touched.size());
  if (changed == 0) return {};
  const auto text = [](int count) { return Commands::tr("Give %n tensor(s) back to the preset", nullptr, count); };
  document.undoStack().push(new ChangeRequest(document, std::move(after), std::move(touched), text, gesture));
  return {changed, 0, {}};
}

Given resetAllTypes(ModelDocument& document) {
  QList<TensorId> byHand;
  for (const auto& [tensor, type] : document.request().byHand) byHand.append(tensor);
  return resetTypes(document, byHand);
}

void choosePreset(ModelDocument& document, Preset preset) {
  if (preset == document.request().preset) return;
  PlanRequest after = document.request();
  after.preset = preset;
  const std::string_view name = presetInfo(preset).name;
  changeOptions(document, std::move(after),
                Commands::tr("Choose %1").arg(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))));
}

void chooseEffort(ModelDocument& document, Effort effort) {
  if (effort == document.request().effort) return;
  PlanRequest after = document.request();
  after.effort = effort;
  const auto name = [effort] {
    switch (effort) {
      case Effort::Quick: return Commands::tr("Encode with quick effort");
      case Effort::Normal: return Commands::tr("Encode with normal effort");
      case Effort::Thorough: return Commands::tr("Encode with thorough effort");
    }
    return QString();
  };
  changeOptions(document, std::move(after), name());
}

void allowRequantize(ModelDocument& document, bool allow) {
  if (document.request().allowRequantize == allow) return;
  PlanRequest after = document.request();
  after.allowRequantize = allow;
  changeOptions(document, std::move(after),
                allow ? Commands::tr("Allow quantizing again") : Commands::tr("Do not quantize again"));
}

void changeOptions(ModelDocument& document, PlanRequest after, const QString& text) {
  if (!document.model()) return;
  document.undoStack().push(new ChangeRequest(document, std::move(after), {}, [text](int) { return text; }));
}

}  // namespace halftone::app
