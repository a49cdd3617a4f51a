// TypePalette: a strip of buttons, one for each number of bits, with all types of so many bits in its menu. A click
// gives the button's type to the selection, or takes it as the brush in paint mode. A button shows the type that the
// selection has and is pressed in then; else the one that was chosen last, or the usual one.
// Thread-safety: GUI thread only.
#pragma once

#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

#include "app/document/model_document.h"

class QAction;
class QToolButton;

namespace halftone::app {

struct TypeGroup;

class TypePalette : public QWidget {
  Q_OBJECT

 public:
  // REQUIRES: the document outlives the palette.
  explicit TypePalette(ModelDocument& document, QWidget* parent = nullptr);

  // Paint mode: a click chooses the brush instead of giving the type.
  void setPainting(bool painting);
  bool painting() const { return m_painting; }
  std::optional<TensorType> brush() const { return m_painting ? m_brush : std::nullopt; }

 signals:
  void brushChanged(std::optional<halftone::TensorType> brush);
  void message(const QString& text);

 private:
  // The types of one number of bits.
  struct Group {
    int bits = 0;
    TensorType face = TensorType::F32;  // that a click gives
    QToolButton* button = nullptr;
    std::vector<std::pair<TensorType, QAction*>> types;
  };
  Group makeGroup(const TypeGroup& types);
  Group* groupOf(TensorType type);
  void choose(TensorType type);
  void refresh();
  void showFace(const Group& group, bool enabled, bool checked);

  ModelDocument& m_document;
  std::vector<Group> m_groups;  // fewest bits first
  bool m_painting = false;
  std::optional<TensorType> m_brush;
};

}  // namespace halftone::app
