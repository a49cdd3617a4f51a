#include "app/views/budget/budget_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "app/models/numbers.h"

namespace halftone::app {
namespace {

struct BudgetTexts {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::BudgetTexts)
};

QString fitText(Fit fit) {
  switch (fit) {
    case Fit::Fits: return BudgetTexts::tr("✓ fits");
    case Fit::Tight: return BudgetTexts::tr("! tight");
    case Fit::TooBig: return BudgetTexts::tr("✗ too big for the free memory");
    case Fit::Unknown: break;
  }
  return BudgetTexts::tr("free memory unknown");
}

QString presetName(Preset preset) {
  const std::string_view name = presetInfo(preset).name;
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace

Fit fitOf(Bytes weights, const std::optional<SystemMemory>& memory) {
  if (!memory) return Fit::Unknown;
  if (weights > memory->available) return Fit::TooBig;
  return weights.count > memory->available.count / 10 * 9 ? Fit::Tight : Fit::Fits;
}

BudgetText budgetText(const Plan& plan, const std::optional<Bytes>& presetBytes,
                      const std::optional<SystemMemory>& memory) {
  BudgetText text;
  text.fit = fitOf(plan.totalBytes, memory);
  QStringList parts;
  parts << (memory ? BudgetTexts::tr("%1 of %2 free").arg(sizeText(plan.totalBytes), sizeText(memory->available))
                   : sizeText(plan.totalBytes));
  parts << fitText(text.fit);
  parts << BudgetTexts::tr("%1 bits/weight").arg(bitsText(plan.bitsPerWeight()));
  if (presetBytes && presetBytes->count > 0) {
    const double share = static_cast<double>(plan.totalBytes.count) / static_cast<double>(presetBytes->count) - 1;
    parts << BudgetTexts::tr("%1 vs %2").arg(signedPercentText(share), presetName(plan.preset));
  } else {
    parts << presetName(plan.preset);
  }
  text.line = parts.join(QStringLiteral(" · "));
  QStringList help;
  help << BudgetTexts::tr("Weights under this plan: %1.").arg(exactSizeText(plan.totalBytes));
  if (memory)
    help << BudgetTexts::tr("Free on this computer: %1 of %2.")
                .arg(sizeText(memory->available), sizeText(memory->total));
  help << BudgetTexts::tr("Weights only: context and working memory come on top.");
  text.help = help.join(QLatin1Char('\n'));
  return text;
}

}  // namespace halftone::app
