#include "app/views/map/map_keys.h"

#include <utility>

namespace halftone::app {

namespace {
struct Map {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Map)
};
}  // namespace

MapKeys::MapKeys(ModelDocument& document, MapSelection& selection, std::function<void(const QString&)> tell)
    : m_document(document), m_selection(selection), m_tell(std::move(tell)) {}

bool MapKeys::press(const QKeyEvent& event) {
  if (!m_document.model()) return false;
  return move(event) || select(event) || give(event);
}

bool MapKeys::move(const QKeyEvent& event) {
  std::optional<MapPlace> to;
  switch (event.key()) {
    case Qt::Key_Left: to = m_selection.neighbour(0, -1); break;
    case Qt::Key_Right: to = m_selection.neighbour(0, 1); break;
    case Qt::Key_Up: to = m_selection.neighbour(-1, 0); break;
    case Qt::Key_Down: to = m_selection.neighbour(1, 0); break;
    case Qt::Key_Home: to = m_selection.endOfRow(-1); break;
    case Qt::Key_End: to = m_selection.endOfRow(1); break;
    default: return false;
  }
  if (!to) return true;
  if (event.modifiers() & Qt::ControlModifier)
    m_selection.moveFocus(*to);
  else
    m_selection.selectCell(*to, event.modifiers() & Qt::ShiftModifier ? SelectMode::Extend : SelectMode::Only);
  return true;
}

bool MapKeys::select(const QKeyEvent& event) {
  if (event.matches(QKeySequence::SelectAll)) {
    m_selection.selectAll();
    return true;
  }
  if (event.key() == Qt::Key_Space) {
    if (const auto place = m_selection.current()) m_selection.selectCell(*place, SelectMode::Toggle);
    return true;
  }
  if (event.key() == Qt::Key_Escape && !m_document.selection().isEmpty()) {
    m_selection.clear();
    return true;
  }
  return false;
}

bool MapKeys::give(const QKeyEvent& event) {
  if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
  const QList<TensorId>& selected = m_document.selection();
  const int key = event.key();
  Given given;
  if (key >= Qt::Key_1 && key <= Qt::Key_8)
    given = giveBits(m_document, selected, key - Qt::Key_0);
  else if (key == Qt::Key_Plus || key == Qt::Key_Equal)
    given = stepBits(m_document, selected, 1);
  else if (key == Qt::Key_Minus || key == Qt::Key_Underscore)
    given = stepBits(m_document, selected, -1);
  else if (key == Qt::Key_Delete || key == Qt::Key_Backspace)
    given = resetTypes(m_document, selected);
  else
    return false;
  m_tell(selected.isEmpty() ? Map::tr("Select tensors first: click a cell, a row name or a layer number")
                            : outcomeText(given));
  return true;
}

}  // namespace halftone::app
