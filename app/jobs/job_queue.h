// JobQueue: work off the GUI thread, with progress and cancel, whose result comes back to the GUI thread only while it
// is still wanted. Thread-safety: GUI thread only; the work functions run on worker threads.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <memory>
#include <new>
#include <stop_token>
#include <type_traits>
#include <utility>
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
  bool started() const { return m_elapsed.isValid(); }  // false while it waits for its lane
  double secondsLeft() const;                           // estimate; < 0 = unknown yet
  bool cancelling() const { return m_stop.stop_requested(); }
  bool finished() const { return m_finished; }
  void cancel();  // a waiting job and one that opens files end at once, another running one when its work notices

 signals:
  void progressed();  // at most about 20 times a second; also when it starts
  void done();        // finished, failed or cancelled; the handle is deleted later

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
  // Cancels everything and waits; nothing finishes after that. Work that opens files is left behind after a second.
  ~JobQueue() override;

  // Each lane runs one job at a time, first come first served. Open: opening models, perhaps where reading hangs, as
  // on a network disk that is gone: such a job ends as soon as it is cancelled, and the next one starts, while its work
  // may still be stuck; that work must own all that it touches. Interactive: what somebody looks at and waits for.
  // Background: refinements, at low priority. Check: what a form asks before it can start a run, which no measurement
  // may hold up. Export: runs. Device: finding and timing GPUs.
  enum class Lane { Open, Interactive, Background, Check, Export, Device };

  // Runs `work` on a worker thread, then calls `finish` with its result on the GUI thread, unless `context` is gone by
  // then. The result of a job that was cancelled, before or during its work, is the error Cancelled, but for an Export
  // that succeeded all the same: its files are there. Work that throws std::bad_alloc results in OutOfMemory. `finish`
  // runs before the handle's done(). REQUIRES: `context` lives on the GUI thread; `work` touches nothing that the GUI
  // thread changes.
  template <class T>
  JobHandle* run(Lane lane, QString title, bool visible, QObject* context,
                 std::type_identity_t<std::function<Result<T>(const Job&)>> work,
                 std::type_identity_t<std::function<void(Result<T>)>> finish) {
    auto result = std::make_shared<std::unique_ptr<Result<T>>>();
    return start(
        lane, std::move(title), visible, context,
        [result, work = std::move(work)](const Job& job) {
          *result = std::make_unique<Result<T>>(guarded<T>(work, job));
        },
        [lane, result, finish = std::move(finish)](bool cancelled) {
          const bool written = lane == Lane::Export && *result && (*result)->has_value();
          // The result of work that was left behind is not looked at: it may be just being written.
          if ((cancelled && !written) || !*result) return finish(failure(Job::cancelledError({})));
          finish(std::move(**result));
        });
  }

  std::vector<JobHandle*> jobs() const;  // running and waiting, oldest first
  bool busy(Lane lane) const;            // whether a job runs or waits there
  void cancelAll();

 signals:
  void jobAdded(halftone::app::JobHandle* job);
  void jobRemoved(halftone::app::JobHandle* job);

 private:
  friend class JobHandle;
  struct State;
  struct Task;
  struct Link;

  template <class T>
  static Result<T> guarded(const std::function<Result<T>(const Job&)>& work, const Job& job) {
    try {
      return work(job);
    } catch (const std::bad_alloc&) {
      return failure(outOfMemory());
    }
  }
  static Error outOfMemory();

  JobHandle* start(Lane lane, QString title, bool visible, QObject* context, std::function<void(const Job&)> work,
                   std::function<void(bool cancelled)> finish);
  void startNext(Lane lane);
  static void runTask(const std::shared_ptr<Task>& task, const std::shared_ptr<Link>& link);  // on the worker
  void showProgress(const std::shared_ptr<Task>& task);
  void complete(const std::shared_ptr<Task>& task);
  void endCancelled(JobHandle* handle);
  void leaveBehind(const std::shared_ptr<Task>& task);

  std::unique_ptr<State> m_state;
  std::shared_ptr<Link> m_link;
};

}  // namespace halftone::app
