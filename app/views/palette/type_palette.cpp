#include "app/views/palette/type_palette.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>
#include <set>

#include "app/commands/type_choices.h"
#include "app/commands/type_commands.h"
#include "app/models/numbers.h"

namespace halftone::app {

TypePalette::TypePalette(ModelDocument& document, QWidget* parent) : QWidget(parent), m_document(document) {
  setAccessibleName(tr("Types"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(4, 0, 4, 0);
  layout->setSpacing(1);
  for (const TypeGroup& group : encodableTypesByBits()) {
    auto* label = new QLabel(tr("%n bit(s)", nullptr, group.bits), this);
    label->setForegroundRole(QPalette::PlaceholderText);
    layout->addSpacing(m_buttons.empty() ? 0 : 10);
    layout->addWidget(label);
    layout->addSpacing(2);
    for (const TensorType type : group.types) {
      auto* button = new QToolButton(this);
      button->setText(typeText(type));
      button->setCheckable(true);
      button->setAutoRaise(true);
      button->setFocusPolicy(Qt::TabFocus);
      button->setToolTip(
          tr("%1: %2 bits per weight").arg(typeText(type), bitsText(findTensorType(type)->bitsPerWeight())));
      connect(button, &QToolButton::clicked, this, [this, type] { choose(type); });
      layout->addWidget(button);
      m_buttons[type] = button;
    }
  }
  layout->addStretch(1);
  connect(&document, &ModelDocument::selectionChanged, this, &TypePalette::refresh);
  connect(&document, &ModelDocument::planChanged, this, &TypePalette::refresh);
  refresh();
}

void TypePalette::setPainting(bool painting) {
  if (painting == m_painting) return;
  m_painting = painting;
  if (painting && !m_brush && m_document.current()) m_brush = m_document.typeOf(*m_document.current());
  if (m_brush && !m_buttons.contains(*m_brush)) m_brush.reset();
  if (painting && !m_brush && m_buttons.contains(TensorType::Q4_K)) m_brush = TensorType::Q4_K;
  refresh();
  emit brushChanged(brush());
}

void TypePalette::choose(TensorType type) {
  if (m_painting) {
    m_brush = type;
    emit brushChanged(brush());
  } else {
    emit message(outcomeText(giveType(m_document, m_document.selection(), type)));
  }
  refresh();  // a click toggles the button, the document decides what it shows
}

void TypePalette::refresh() {
  std::set<TensorType> shown;
  std::vector<TensorType> possible;
  if (m_painting) {
    if (m_brush) shown.insert(*m_brush);
  } else if (m_document.model()) {
    for (const TensorId id : m_document.selection()) shown.insert(m_document.typeOf(id));
    possible = typesFor(*m_document.model(), m_document.selection());
  }
  for (const auto& [type, button] : m_buttons) {
    button->setChecked(shown.contains(type));
    button->setEnabled(m_document.model() &&
                       (m_painting || std::find(possible.begin(), possible.end(), type) != possible.end()));
  }
}

}  // namespace halftone::app
