#include "app/shell/jobs_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <algorithm>

#include "app/models/numbers.h"

namespace halftone::app {

JobsBar::JobsBar(JobQueue& jobs, QWidget* parent)
    : QWidget(parent),
      m_jobs(jobs),
      m_title(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_left(new QLabel(this)),
      m_cancel(new QToolButton(this)) {
  setAccessibleName(tr("Running jobs"));
  m_progress->setAccessibleName(tr("Progress of the job"));
  m_progress->setRange(0, 1000);
  m_progress->setTextVisible(false);
  m_progress->setFixedWidth(140);
  m_progress->setMaximumHeight(fontMetrics().height());
  m_cancel->setText(tr("Cancel"));
  m_cancel->setAutoRaise(true);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 6, 0);
  layout->addWidget(m_title);
  layout->addWidget(m_progress);
  layout->addWidget(m_left);
  layout->addWidget(m_cancel);
  connect(&jobs, &JobQueue::jobAdded, this, &JobsBar::follow);
  connect(&jobs, &JobQueue::jobRemoved, this, &JobsBar::refresh);
  connect(m_cancel, &QToolButton::clicked, this, [this] {
    if (JobHandle* job = shown()) job->cancel();
  });
  for (JobHandle* job : jobs.jobs()) follow(job);
  refresh();
}

void JobsBar::follow(JobHandle* job) {
  if (!job->visible()) return;
  connect(job, &JobHandle::progressed, this, &JobsBar::refresh);
  refresh();
}

JobHandle* JobsBar::shown() const {
  JobHandle* waiting = nullptr;
  for (JobHandle* job : m_jobs.jobs()) {
    if (!job->visible() || job->finished()) continue;
    if (job->started()) return job;
    if (waiting == nullptr) waiting = job;
  }
  return waiting;
}

void JobsBar::refresh() {
  const JobHandle* job = shown();
  setVisible(job != nullptr);
  if (job == nullptr) return;
  const std::vector<JobHandle*> all = m_jobs.jobs();
  const auto visible = std::count_if(all.begin(), all.end(), [](const JobHandle* j) { return j->visible(); });
  m_title->setText(visible > 1 ? tr("%1 (+%2 more)").arg(job->title()).arg(visible - 1) : job->title());
  m_progress->setRange(0, job->fraction() > 0 ? 1000 : 0);  // a moving bar until there is a figure
  m_progress->setValue(static_cast<int>(job->fraction() * 1000));
  const double seconds = job->secondsLeft();
  m_left->setText(job->cancelling() ? tr("stopping…")
                  : seconds < 0     ? QString()
                                    : tr("%1 left").arg(durationText(seconds)));
  m_left->setVisible(!m_left->text().isEmpty());
  m_cancel->setEnabled(!job->cancelling());
}

}  // namespace halftone::app
