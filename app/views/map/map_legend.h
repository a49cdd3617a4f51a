// MapLegend: what colours, sizes and shapes on the map mean under its lens, with units and ends, and how far measuring
// is. Thread-safety: GUI thread only.
#pragma once

#include <QLabel>
#include <QWidget>

#include "app/jobs/measurements.h"
#include "app/models/map_model.h"

namespace halftone::app {

class MapLegend : public QWidget {
  Q_OBJECT

 public:
  // REQUIRES: model and measurements outlive the legend.
  MapLegend(const MapModel& model, const Measurements& measurements, QWidget* parent = nullptr);

 private:
  void showScale();
  void showProgress();

  const MapModel& m_model;
  const Measurements& m_measurements;
  QLabel* m_meaning;
  QLabel* m_faintEnd;
  QLabel* m_strongEnd;
  QLabel* m_progress;
  QLabel* m_hidden;
};

}  // namespace halftone::app
