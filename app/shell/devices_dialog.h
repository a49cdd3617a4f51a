// DevicesDialog: what can encode on this computer, how fast, and which of them does.
// Thread-safety: GUI thread only; measuring is done by jobs.
#pragma once

#include <QDialog>

#include "app/jobs/devices.h"

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace halftone::app {

class DevicesDialog : public QDialog {
  Q_OBJECT

 public:
  // Measures the devices unless they are known. REQUIRES: `devices` outlives the dialog.
  explicit DevicesDialog(Devices& devices, QWidget* parent = nullptr);

 signals:
  void chosen(const QString& wanted);  // by the user

 private:
  void fill();
  void addDevice(const gpu::MeasuredDevice& device);
  void followChoice();
  QTreeWidgetItem* addRow(const QString& wanted, const QStringList& cells, const QString& toolTip);

  Devices& m_devices;
  QTreeWidget* m_list;
  QLabel* m_state;
  QPushButton* m_again;
};

}  // namespace halftone::app
