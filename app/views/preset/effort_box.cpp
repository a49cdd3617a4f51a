#include "app/views/preset/effort_box.h"

#include "app/commands/type_commands.h"
#include "app/models/effort_text.h"

namespace halftone::app {

EffortBox::EffortBox(ModelDocument& document, QWidget* parent) : QComboBox(parent), m_document(document) {
  setAccessibleName(tr("Effort"));
  for (const Effort effort : kEfforts) {
    addItem(effortText(effort), static_cast<int>(effort));
    setItemData(count() - 1, effortHelp(effort), Qt::ToolTipRole);
  }
  connect(this, &QComboBox::activated, this,
          [this](int row) { chooseEffort(m_document, static_cast<Effort>(itemData(row).toInt())); });
  connect(&document, &ModelDocument::effortChanged, this, &EffortBox::followDocument);
  connect(&document, &ModelDocument::modelChanged, this, &EffortBox::followDocument);
  followDocument();
}

void EffortBox::followDocument() {
  setEnabled(m_document.model() != nullptr);
  const Effort effort = m_document.request().effort;
  setCurrentIndex(findData(static_cast<int>(effort)));
  setToolTip(tr("How long the encoders search for the best codes; sizes stay the same.\n%1").arg(effortHelp(effort)));
}

}  // namespace halftone::app
