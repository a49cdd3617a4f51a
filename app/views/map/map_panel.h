// MapPanel: the map with its legend, and a line above it when there is no plan to show. Thread-safety: GUI thread only.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "app/document/model_document.h"
#include "app/jobs/measurements.h"
#include "app/models/map_model.h"
#include "app/views/map/map_view.h"

namespace halftone::app {

class MapPanel : public QWidget {
  Q_OBJECT

 public:
  // REQUIRES: document, measurements and model outlive the panel.
  MapPanel(ModelDocument& document, const Measurements& measurements, MapModel& model, QWidget* parent = nullptr);

  MapView* view() { return m_view; }

 private:
  void showPlanState();

  ModelDocument& m_document;
  MapView* m_view;
  QWidget* m_notice;
  QLabel* m_noticeText;
  QPushButton* m_consent;
};

}  // namespace halftone::app
