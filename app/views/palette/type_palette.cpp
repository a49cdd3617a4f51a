#include "app/views/palette/type_palette.h"

#include <QHBoxLayout>
#include <QMenu>
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
  layout->setSpacing(2);
  for (const TypeGroup& types : encodableTypesByBits()) {
    m_groups.push_back(makeGroup(types));
    layout->addWidget(m_groups.back().button);
  }
  layout->addStretch(1);
  connect(&document, &ModelDocument::selectionChanged, this, &TypePalette::refresh);
  connect(&document, &ModelDocument::planChanged, this, &TypePalette::refresh);
  refresh();
}

TypePalette::Group TypePalette::makeGroup(const TypeGroup& types) {
  Group group{types.bits, types.usual, new QToolButton(this), {}};
  group.button->setCheckable(true);
  group.button->setAutoRaise(true);
  group.button->setFocusPolicy(Qt::TabFocus);
  connect(group.button, &QToolButton::clicked, this, [this, bits = types.bits] {
    for (const Group& clicked : m_groups)
      if (clicked.bits == bits) return choose(clicked.face);
  });
  auto* menu = new QMenu(group.button);
  for (const TensorType type : types.types) {
    QAction* action = menu->addAction(
        tr("%1: %2 bits per weight").arg(typeText(type), bitsText(findTensorType(type)->bitsPerWeight())), this,
        [this, type] { choose(type); });
    action->setCheckable(true);
    group.types.emplace_back(type, action);
  }
  if (types.types.size() > 1) {
    group.button->setMenu(menu);
    group.button->setPopupMode(QToolButton::MenuButtonPopup);
  }
  return group;
}

TypePalette::Group* TypePalette::groupOf(TensorType type) {
  for (Group& group : m_groups)
    for (const auto& [member, action] : group.types)
      if (member == type) return &group;
  return nullptr;
}

void TypePalette::setPainting(bool painting) {
  if (painting == m_painting) return;
  m_painting = painting;
  if (painting && !m_brush && m_document.current()) m_brush = m_document.typeOf(*m_document.current());
  if (m_brush && groupOf(*m_brush) == nullptr) m_brush.reset();
  if (painting && !m_brush) m_brush = TensorType::Q4_K;
  refresh();
  emit brushChanged(brush());
}

void TypePalette::choose(TensorType type) {
  if (Group* group = groupOf(type)) group->face = type;
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
  const auto canHave = [&](TensorType type) {
    return m_document.model() && (m_painting || std::find(possible.begin(), possible.end(), type) != possible.end());
  };
  for (Group& group : m_groups) {
    bool any = false;
    // What the selection has comes before what it could have, and both before the face of last time.
    std::optional<TensorType> had;
    std::optional<TensorType> could;
    for (const auto& [type, action] : group.types) {
      action->setChecked(shown.contains(type));
      action->setEnabled(canHave(type));
      any = any || canHave(type);
      if (!had && shown.contains(type)) had = type;
      if (!could && canHave(type)) could = type;
    }
    if (had && !shown.contains(group.face)) group.face = *had;
    if (!had && could && !canHave(group.face)) group.face = *could;
    showFace(group, any, shown.contains(group.face));
  }
}

void TypePalette::showFace(const Group& group, bool enabled, bool checked) {
  const QString name = typeText(group.face);
  group.button->setText(name);
  group.button->setEnabled(enabled);
  group.button->setChecked(checked);
  group.button->setAccessibleName(tr("%n bit(s): %1", nullptr, group.bits).arg(name));
  const QString bits = bitsText(findTensorType(group.face)->bitsPerWeight());
  const QString about = tr("%1: %2 bits per weight").arg(name, bits);
  group.button->setToolTip(group.types.size() == 1
                               ? about
                               : about + QLatin1Char('\n') +
                                     tr("The arrow shows all types of %n bit(s).", nullptr, group.bits));
}

}  // namespace halftone::app
