// PresetBox: chooses the preset; its list shows what each gives this model. Thread-safety: GUI thread only.
#pragma once

#include <QComboBox>

#include "app/document/model_document.h"
#include "app/models/preset_model.h"

namespace halftone::app {

class PresetBox : public QComboBox {
  Q_OBJECT

 public:
  // REQUIRES: document and model outlive the box.
  PresetBox(ModelDocument& document, PresetModel& model, QWidget* parent = nullptr);

  void showPopup() override;

 private:
  void followDocument();

  ModelDocument& m_document;
  PresetModel& m_model;
};

}  // namespace halftone::app
