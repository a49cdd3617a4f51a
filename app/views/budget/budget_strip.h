// BudgetStrip: the weights under the current plan against this computer's free memory, in one line.
// Thread-safety: GUI thread only.
#pragma once

#include <QWidget>
#include <memory>

#include "app/document/model_document.h"

namespace halftone::app {

class BudgetStrip : public QWidget {
  Q_OBJECT

 public:
  // REQUIRES: the document outlives the strip.
  explicit BudgetStrip(ModelDocument& document, QWidget* parent = nullptr);
  ~BudgetStrip() override;

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace halftone::app
