// InspectorHeader: what is selected, in words: one tensor with its shape, type and the reason for it, or a summary of
// several. Thread-safety: GUI thread only.
#pragma once

#include <QWidget>

#include "app/document/model_document.h"
#include "app/jobs/measurements.h"

class QLabel;

namespace halftone::app {

class InspectorHeader : public QWidget {
  Q_OBJECT

 public:
  // REQUIRES: both outlive the header.
  InspectorHeader(ModelDocument& document, Measurements& measurements, QWidget* parent = nullptr);

 private:
  void refresh();
  void showOne(TensorId tensor);
  void showSeveral();
  QString worstError() const;

  ModelDocument& m_document;
  Measurements& m_measurements;
  QLabel* m_name;
  QLabel* m_facts;
  QLabel* m_reason;
};

}  // namespace halftone::app
