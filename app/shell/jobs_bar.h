// JobsBar: the job that runs, how far it is, how long it will take, and a button that cancels it. Empty without jobs.
// Thread-safety: GUI thread only.
#pragma once

#include <QWidget>

#include "app/jobs/job_queue.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace halftone::app {

class JobsBar : public QWidget {
  Q_OBJECT

 public:
  // REQUIRES: the jobs outlive the bar.
  explicit JobsBar(JobQueue& jobs, QWidget* parent = nullptr);

 private:
  void follow(JobHandle* job);
  void refresh();
  JobHandle* shown() const;  // the oldest visible job that runs, else the oldest that waits

  JobQueue& m_jobs;
  QLabel* m_title;
  QProgressBar* m_progress;
  QLabel* m_left;
  QToolButton* m_cancel;
};

}  // namespace halftone::app
