// ExportProgress: how far a running export is. The run tells an ExportWatch from its own thread; the page looks at it a
// few times a second.
// Thread-safety: ExportWatch: any thread. ExportProgress: GUI thread only.
#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>
#include <mutex>
#include <string>

#include "core/run/run_observer.h"

class QLabel;
class QProgressBar;

namespace halftone::app {

class ExportWatch : public RunObserver {
 public:
  void tensorStarted(const PlanEntry& entry) override;
  void progressed(const RunProgress& progress) override;

  struct State {
    RunProgress progress;
    std::string tensor;  // started last
  };
  State state() const;

 private:
  mutable std::mutex m_mutex;
  State m_state;
};

class ExportProgress : public QWidget {
  Q_OBJECT

 public:
  explicit ExportProgress(QWidget* parent = nullptr);

  void watch(std::shared_ptr<const ExportWatch> watch, const QString& fileName);
  void showStopping();
  void stop();

 private:
  void refresh();

  std::shared_ptr<const ExportWatch> m_watch;
  QTimer m_timer;
  bool m_stopping = false;
  QLabel* m_title;
  QProgressBar* m_bar;
  QLabel* m_text;
};

}  // namespace halftone::app
