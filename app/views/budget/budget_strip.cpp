#include "app/views/budget/budget_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTimer>

#include "app/views/budget/budget_text.h"
#include "app/views/budget/memory_bar.h"

namespace halftone::app {
namespace {

constexpr int kRefreshMilliseconds = 2000;

}  // namespace

struct BudgetStrip::Parts {
  explicit Parts(ModelDocument& documentOfStrip) : document(documentOfStrip) {}

  ModelDocument& document;
  std::optional<Bytes> presetBytes;
  QTimer timer;
  QLabel* title = nullptr;
  MemoryBar* bar = nullptr;
  QLabel* line = nullptr;
  QLabel* note = nullptr;

  void replan();
  void refresh();
};

BudgetStrip::BudgetStrip(ModelDocument& document, QWidget* parent)
    : QWidget(parent), m_parts(std::make_unique<Parts>(document)) {
  Parts& parts = *m_parts;
  setAccessibleName(tr("Budget"));
  parts.title = new QLabel(tr("Weights"), this);
  parts.bar = new MemoryBar(this);
  parts.line = new QLabel(this);
  parts.line->setAccessibleName(tr("Budget"));
  // A dock gives a row of text no more than its font's height, which cuts underscores and descenders.
  parts.line->setMinimumHeight(fontMetrics().height() + 6);
  parts.note = new QLabel(tr("weights only; context memory comes on top"), this);
  parts.note->setForegroundRole(QPalette::PlaceholderText);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 4, 8, 4);
  layout->setSpacing(10);
  layout->addWidget(parts.title);
  layout->addWidget(parts.bar);
  layout->addWidget(parts.line);
  layout->addStretch(1);
  layout->addWidget(parts.note);
  parts.timer.setInterval(kRefreshMilliseconds);
  connect(&parts.timer, &QTimer::timeout, this, [this] { m_parts->refresh(); });
  connect(&document, &ModelDocument::planChanged, this, [this] { m_parts->replan(); });
  connect(&document, &ModelDocument::modelChanged, this, [this] { m_parts->replan(); });
  parts.replan();
}

BudgetStrip::~BudgetStrip() = default;

// The preset alone is planned again only where something was chosen on top of it.
void BudgetStrip::Parts::replan() {
  presetBytes.reset();
  const bool changed = !document.request().byHand.empty();
  if (document.model() && !document.planError() && changed) {
    const Result<Plan> preset = document.planFor(document.request().preset);
    if (preset) presetBytes = preset->totalBytes;
  }
  refresh();
}

void BudgetStrip::Parts::refresh() {
  const bool planned = document.model() && !document.planError();
  bar->setVisible(planned);
  note->setVisible(planned);
  title->setVisible(planned);
  if (!planned) {
    timer.stop();
    line->setText(
        document.model()
            ? BudgetStrip::tr("No plan, so no size: %1").arg(QString::fromStdString(document.planError()->message()))
            : BudgetStrip::tr("No model is open."));
    line->setToolTip(QString());
    return;
  }
  if (!timer.isActive()) timer.start();
  const std::optional<SystemMemory> memory = readSystemMemory();
  const BudgetText text = budgetText(document.plan(), presetBytes, memory);
  const double share = memory && memory->available.count > 0 ? static_cast<double>(document.plan().totalBytes.count) /
                                                                   static_cast<double>(memory->available.count)
                                                             : 0;
  bar->setShare(share, text.fit);
  line->setText(text.line);
  for (QLabel* label : {title, line, note}) label->setToolTip(text.help);
}

}  // namespace halftone::app
