// TypePalette: a strip of the types that can be encoded, grouped by bits. A click gives the type to the selection, or
// takes it as the brush in paint mode. Types that the selection has are pressed in. Thread-safety: GUI thread only.
#pragma once

#include <QWidget>
#include <map>
#include <optional>

#include "app/document/model_document.h"

class QToolButton;

namespace halftone::app {

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
  void choose(TensorType type);
  void refresh();

  ModelDocument& m_document;
  std::map<TensorType, QToolButton*> m_buttons;
  bool m_painting = false;
  std::optional<TensorType> m_brush;
};

}  // namespace halftone::app
