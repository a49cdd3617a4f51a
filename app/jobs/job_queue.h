// JobQueue: work off the GUI thread, with progress and cancel, whose result comes back to the GUI thread only while it
// is still wanted. Thread-safety: GUI thread only; the work functions run on worker threads.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"

namespace halftone::app {

// One running or waiting piece of work, as the jobs bar shows it.
class JobHandle : public QObject {
  Q_OBJECT

 public:
  JobHandle(QString title, bool visible, QObject* parent);
  const QString& title() const { return m_title; }
  bool visible() const { return m_visible; }  // background refinements are not shown in the jobs bar
  double fraction() const { return m_fraction; }
  double secondsLeft() const;  // estimate; < 0 = unknown yet
  bool finished() const { return m_finished; }
  void cancel();

 signals:
  void progressed();
  void done();  // finished, failed or cancelled; the handle is deleted later

 private:
  friend class JobQueue;
  QString m_title;
  bool m_visible;
  double m_fraction = 0;
  bool m_finished = false;
  QElapsedTimer m_elapsed;
  std::stop_source m_stop;
};

class JobQueue : public QObject {
  Q_OBJECT

 public:
  explicit JobQueue(QObject* parent = nullptr);
  ~JobQueue() override;  // cancels everything and waits

  enum class Lane { Interactive, Background, Export };  // each lane runs one job at a time, first come first served

  // Runs `work` on a worker thread, then `finish(Result<T>)` on the GUI thread, unless `context` is gone or the job was
  // cancelled and `finish` does not want to know (a cancelled job's result is Cancelled).
  template <class T>
  JobHandle* run(Lane lane, QString title, bool visible, QObject* context, std::function<Result<T>(const Job&)> work,
                 std::function<void(Result<T>)> finish) {
    auto result = std::make_shared<std::unique_ptr<Result<T>>>();
    return start(
        lane, std::move(title), visible, context,
        [result, work = std::move(work)](const Job& job) { *result = std::make_unique<Result<T>>(work(job)); },
        [result, finish = std::move(finish)] { finish(std::move(**result)); });
  }

  std::vector<JobHandle*> jobs() const;

 signals:
  void jobAdded(halftone::app::JobHandle* job);
  void jobRemoved(halftone::app::JobHandle* job);

 private:
  JobHandle* start(Lane lane, QString title, bool visible, QObject* context, std::function<void(const Job&)> work,
                   std::function<void()> finish);
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace halftone::app
