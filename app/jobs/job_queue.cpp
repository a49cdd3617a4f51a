#include "app/jobs/job_queue.h"

#include <QThread>
#include <QThreadPool>
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <mutex>

namespace halftone::app {

namespace {

constexpr std::size_t kLanes = 6;
constexpr std::chrono::milliseconds kProgressInterval{50};
// For work that opens files and may be stuck; longer than any that is not.
constexpr int kPatienceMs = 1000;
// Before this share is done, an extrapolated time left says nothing.
constexpr double kFractionToExtrapolate = 0.02;

}  // namespace

struct JobQueue::Task {
  Lane lane;
  JobHandle* handle;  // owned by the queue; GUI thread only
  QPointer<QObject> context;
  std::stop_token stop;
  std::function<void(const Job&)> work;
  std::function<void(bool)> finish;
  std::atomic<double> fraction = 0;
  std::atomic<bool> progressQueued = false;
  std::chrono::steady_clock::time_point lastProgress;  // worker only, under the job's own reporting
  std::mutex progressMutex;
  bool leftBehind = false;  // GUI thread: it has ended for everybody but its worker
};

// How workers reach the queue: work that was left behind may outlive it.
struct JobQueue::Link {
  std::mutex mutex;
  JobQueue* queue = nullptr;
  void post(std::function<void(JobQueue&)> call) {
    const std::lock_guard lock(mutex);
    if (queue == nullptr) return;
    QMetaObject::invokeMethod(
        queue, [target = queue, call = std::move(call)] { call(*target); }, Qt::QueuedConnection);
  }
};

struct JobQueue::State {
  struct LaneState {
    std::unique_ptr<QThreadPool> pool = std::make_unique<QThreadPool>();
    std::deque<std::shared_ptr<Task>> waiting;
    std::shared_ptr<Task> running;
  };
  std::array<LaneState, kLanes> lanes;
  std::vector<std::shared_ptr<Task>> tasks;  // running and waiting, oldest first
  LaneState& lane(Lane which) { return lanes[static_cast<std::size_t>(which)]; }
};

JobHandle::JobHandle(QString title, bool visible, QObject* parent)
    : QObject(parent), m_title(std::move(title)), m_visible(visible) {}

double JobHandle::secondsLeft() const {
  if (!m_elapsed.isValid() || m_fraction < kFractionToExtrapolate) return -1;
  const double elapsed = static_cast<double>(m_elapsed.elapsed()) / 1000.0;
  return elapsed * (1.0 - m_fraction) / m_fraction;
}

void JobHandle::cancel() {
  if (m_finished || !m_stop.request_stop()) return;
  static_cast<JobQueue*>(parent())->endCancelled(this);
  emit progressed();
}

JobQueue::JobQueue(QObject* parent)
    : QObject(parent), m_state(std::make_unique<State>()), m_link(std::make_shared<Link>()) {
  m_link->queue = this;
  for (State::LaneState& lane : m_state->lanes) lane.pool->setMaxThreadCount(1);
  m_state->lane(Lane::Background).pool->setThreadPriority(QThread::LowPriority);
}

JobQueue::~JobQueue() {
  for (State::LaneState& lane : m_state->lanes) lane.waiting.clear();
  for (const std::shared_ptr<Task>& task : m_state->tasks) task->handle->m_stop.request_stop();
  std::unique_ptr<QThreadPool>& opening = m_state->lane(Lane::Open).pool;
  // A pool waits for its threads when it is destroyed, so one with a stuck thread is never destroyed.
  if (!opening->waitForDone(kPatienceMs)) static_cast<void>(opening.release());
  for (State::LaneState& lane : m_state->lanes)
    if (lane.pool) lane.pool->waitForDone();
  const std::lock_guard lock(m_link->mutex);
  m_link->queue = nullptr;
}

std::vector<JobHandle*> JobQueue::jobs() const {
  std::vector<JobHandle*> handles;
  for (const std::shared_ptr<Task>& task : m_state->tasks) handles.push_back(task->handle);
  return handles;
}

bool JobQueue::busy(Lane lane) const {
  return std::any_of(m_state->tasks.begin(), m_state->tasks.end(),
                     [lane](const std::shared_ptr<Task>& task) { return task->lane == lane; });
}

void JobQueue::cancelAll() {
  for (JobHandle* handle : jobs()) handle->cancel();
}

Error JobQueue::outOfMemory() {
  return {ErrorCode::OutOfMemory, "", "", "the computer's memory is used up", "close other programs and try again"};
}

JobHandle* JobQueue::start(Lane lane, QString title, bool visible, QObject* context,
                           std::function<void(const Job&)> work, std::function<void(bool)> finish) {
  auto task = std::make_shared<Task>();
  task->lane = lane;
  task->handle = new JobHandle(std::move(title), visible, this);
  task->context = context;
  task->stop = task->handle->m_stop.get_token();
  task->work = std::move(work);
  task->finish = std::move(finish);
  m_state->tasks.push_back(task);
  m_state->lane(lane).waiting.push_back(task);
  emit jobAdded(task->handle);
  startNext(lane);
  return task->handle;
}

void JobQueue::startNext(Lane which) {
  State::LaneState& lane = m_state->lane(which);
  if (lane.running || lane.waiting.empty()) return;
  lane.running = std::move(lane.waiting.front());
  lane.waiting.pop_front();
  lane.running->handle->m_elapsed.start();
  emit lane.running->handle->progressed();
  lane.pool->start([task = lane.running, link = m_link] { runTask(task, link); });
}

void JobQueue::runTask(const std::shared_ptr<Task>& task, const std::shared_ptr<Link>& link) {
  const auto report = [link, weak = std::weak_ptr<Task>(task)](double fraction) {
    const std::shared_ptr<Task> reporting = weak.lock();
    if (!reporting) return;
    reporting->fraction = fraction;
    {
      const std::lock_guard lock(reporting->progressMutex);
      const auto now = std::chrono::steady_clock::now();
      if (now - reporting->lastProgress < kProgressInterval) return;
      reporting->lastProgress = now;
    }
    if (reporting->progressQueued.exchange(true)) return;
    link->post([reporting](JobQueue& queue) { queue.showProgress(reporting); });
  };
  if (!task->stop.stop_requested()) task->work(Job(task->stop, report));
  task->work = nullptr;  // what it captured is freed here, not on the GUI thread
  link->post([task](JobQueue& queue) { queue.complete(task); });
}

void JobQueue::showProgress(const std::shared_ptr<Task>& task) {
  task->progressQueued = false;
  if (task->handle == nullptr || task->handle->m_finished) return;
  task->handle->m_fraction = task->fraction;
  emit task->handle->progressed();
}

// Ends a task that ran, that was cancelled while it waited, or that is left behind.
void JobQueue::complete(const std::shared_ptr<Task>& task) {
  State::LaneState& lane = m_state->lane(task->lane);
  if (task->handle == nullptr) {
    if (std::exchange(task->leftBehind, false)) lane.pool->setMaxThreadCount(lane.pool->maxThreadCount() - 1);
    return;
  }
  if (lane.running == task) lane.running.reset();
  std::erase(m_state->tasks, task);
  JobHandle* handle = std::exchange(task->handle, nullptr);
  handle->m_finished = true;
  handle->m_fraction = 1;
  startNext(task->lane);
  if (task->context) task->finish(handle->cancelling());
  task->finish = nullptr;
  emit handle->done();
  emit jobRemoved(handle);
  handle->deleteLater();
}

void JobQueue::leaveBehind(const std::shared_ptr<Task>& task) {
  if (task->handle == nullptr) return;  // its work has noticed meanwhile
  QThreadPool& pool = *m_state->lane(task->lane).pool;
  pool.setMaxThreadCount(pool.maxThreadCount() + 1);  // in place of the worker that may be stuck
  task->leftBehind = true;
  complete(task);
}

// Later, so that cancel() never calls back into its caller.
void JobQueue::endCancelled(JobHandle* handle) {
  const std::shared_ptr<Task>& opening = m_state->lane(Lane::Open).running;
  if (opening && opening->handle == handle)
    return m_link->post([task = opening](JobQueue& queue) { queue.leaveBehind(task); });
  for (State::LaneState& lane : m_state->lanes) {
    const auto position = std::find_if(lane.waiting.begin(), lane.waiting.end(),
                                       [handle](const std::shared_ptr<Task>& task) { return task->handle == handle; });
    if (position == lane.waiting.end()) continue;
    const std::shared_ptr<Task> task = *position;
    lane.waiting.erase(position);
    m_link->post([task](JobQueue& queue) { queue.complete(task); });
    return;
  }
}

}  // namespace halftone::app
