// EmptyState: what the window shows before a model is open. Thread-safety: GUI thread only.
#pragma once

#include <QWidget>

#include "app/shell/settings.h"

class QLabel;
class QVBoxLayout;

namespace halftone::app {

class EmptyState : public QWidget {
  Q_OBJECT

 public:
  // `hasSample`: whether the sample model can be offered.
  explicit EmptyState(bool hasSample, QWidget* parent = nullptr);
  void setRecentFiles(const QList<RecentFile>& files);

 signals:
  void openWanted();
  void sampleWanted();
  void fileWanted(const QString& path);

 private:
  QWidget* m_recent;
  QVBoxLayout* m_recentLayout;
};

}  // namespace halftone::app
