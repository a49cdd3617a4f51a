// EffortBox: chooses how long the encoders search. Thread-safety: GUI thread only.
#pragma once

#include <QComboBox>

#include "app/document/model_document.h"

namespace halftone::app {

class EffortBox : public QComboBox {
  Q_OBJECT

 public:
  // REQUIRES: the document outlives the box.
  explicit EffortBox(ModelDocument& document, QWidget* parent = nullptr);

 private:
  void followDocument();

  ModelDocument& m_document;
};

}  // namespace halftone::app
