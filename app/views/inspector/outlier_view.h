// OutlierView: where a tensor's large weights are: peaks per column or row, the 64 largest, and what they do, in words.
// Thread-safety: GUI thread only.
#pragma once

#include <QWidget>
#include <memory>

#include "app/models/outlier_model.h"
#include "core/analysis/tensor_analysis.h"

class QComboBox;
class QLabel;
class QStackedLayout;
class QTableView;

namespace halftone::app {

class ChannelPlot;

class OutlierView : public QWidget {
  Q_OBJECT

 public:
  explicit OutlierView(QWidget* parent = nullptr);
  void setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject);
  void showMessage(const QString& message);
  void showProgress(const QString& message, double fraction);
  ChannelPlot& plot() { return *m_plot; }

 private:
  void choosePage(int page);

  OutlierModel m_model;
  QLabel* m_words;
  QComboBox* m_chooser;
  ChannelPlot* m_plot;
  QTableView* m_table;
  QStackedLayout* m_pages;
};

}  // namespace halftone::app
