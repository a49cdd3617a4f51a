// ModelPanel: what the opened model is, and all its metadata behind a filter.
// Thread-safety: GUI thread only.
#pragma once

#include <QWidget>
#include <memory>

#include "app/document/model_document.h"

namespace halftone::app {

class ModelPanel : public QWidget {
  Q_OBJECT

 public:
  // REQUIRES: the document outlives the panel.
  explicit ModelPanel(ModelDocument& document, QWidget* parent = nullptr);
  ~ModelPanel() override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace halftone::app
