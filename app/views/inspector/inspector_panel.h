// InspectorPanel: what the selection is, what every other type would cost it, and plots of what its type does to it.
// Thread-safety: GUI thread only.
#pragma once

#include <QWidget>
#include <memory>

#include "app/document/model_document.h"
#include "app/jobs/measurements.h"

namespace halftone::app {

class InspectorPanel : public QWidget {
  Q_OBJECT

 public:
  // REQUIRES: the document and the measurements outlive the panel.
  InspectorPanel(ModelDocument& document, Measurements& measurements, QWidget* parent = nullptr);
  ~InspectorPanel() override;

 signals:
  void message(const QString& text);  // what a click on a candidate did, for the status bar

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace halftone::app
