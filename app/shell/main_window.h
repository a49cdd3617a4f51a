// MainWindow: the frame of the studio: actions, toolbars, docks, and the map in the middle. It owns the document, the
// jobs and the measurements, and connects them to the views; what they do is theirs.
// Thread-safety: GUI thread only.
#pragma once

#include <QMainWindow>
#include <QPointer>

#include "app/document/model_document.h"
#include "app/jobs/devices.h"
#include "app/jobs/job_queue.h"
#include "app/jobs/measurements.h"
#include "app/models/map_model.h"
#include "app/models/preset_model.h"
#include "app/shell/model_opener.h"
#include "app/shell/settings.h"
#include "app/shell/window_actions.h"

class QComboBox;
class QLabel;
class QStackedWidget;

namespace halftone::app {

class EmptyState;
class ExportDialog;
class MapPanel;
class MapView;
class MessageBar;
class TypePalette;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  // Opens a model, a folder that holds one, or an importance matrix for the open model, in a job.
  void open(const QString& path) { openAll({path}); }
  // Opens a model and its importance matrix together; see ModelOpener::open.
  void openAll(const QStringList& paths);
  void openSample();

  ModelDocument& document() { return m_document; }
  JobQueue& jobs() { return m_jobs; }
  Devices& devices() { return m_devices; }
  Measurements& measurements() { return m_measurements; }
  MapModel& mapModel() { return m_mapModel; }
  MapView& mapView();
  WindowActions& actions() { return *m_actions; }
  MessageBar& messages() { return *m_messages; }
  void setLens(Lens lens);
  void setTheme(Theme theme);
  // Off: types chosen by hand are given up without asking when another model is opened or the window closes.
  void setAskBeforeDiscarding(bool ask) { m_ask = ask; }

 signals:
  void modelOpened(const QString& path);
  void openFailed(const QString& path, const halftone::Error& error);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void makeCentre();
  void makeDocks();
  void makeMainToolbar();
  void makeTypesToolbar();
  void connectActions();
  void connectViews();
  void connectOpening();
  void followDocument();
  void followSelection();
  void fillRecent();
  void chooseFile();
  void chooseFolder();
  void chooseImportance();
  void showExport();
  void showDevices();
  void followDevice();
  void restoreWindow();
  void tellOpening();
  bool discardsWork();
  void askThen(const QString& question, const std::function<void()>& proceed);
  void tell(const QString& text);

  Settings m_settings;
  JobQueue m_jobs;  // first, so that everything that waits for jobs ends before it
  Devices m_devices;
  ModelDocument m_document;
  Measurements m_measurements;
  MapModel m_mapModel;
  PresetModel m_presetModel;
  ModelOpener m_opener;
  WindowActions* m_actions;
  QStackedWidget* m_stack;
  EmptyState* m_empty;
  MapPanel* m_map;
  MessageBar* m_messages;
  TypePalette* m_palette = nullptr;
  QComboBox* m_lensBox = nullptr;
  QPointer<ExportDialog> m_export;  // the latest
  QLabel* m_importance;             // which importance matrix is in use
  QLabel* m_device;                 // which GPU
  QList<QAction*> m_panelActions;
  bool m_ask = true;
};

}  // namespace halftone::app
