#include "app/jobs/job_queue.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <chrono>
#include <memory>
#include <new>
#include <optional>
#include <thread>

namespace halftone::app {
namespace {

using Lane = JobQueue::Lane;

// Work that goes on until it is cancelled.
Result<int> untilCancelled(const Job& job) {
  while (!job.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return failure(Job::cancelledError("waiting"));
}

TEST(JobQueue, WorksElsewhereAndFinishesHere) {
  JobQueue queue;
  QObject context;
  std::atomic<QThread*> worker = nullptr;
  std::optional<int> answer;
  QThread* finisher = nullptr;
  queue.run<int>(
      Lane::Interactive, QStringLiteral("sum"), true, &context,
      [&](const Job&) -> Result<int> {
        worker = QThread::currentThread();
        return 42;
      },
      [&](Result<int> result) {
        answer = *result;
        finisher = QThread::currentThread();
      });
  ASSERT_TRUE(QTest::qWaitFor([&] { return answer.has_value(); }));
  EXPECT_EQ(*answer, 42);
  EXPECT_NE(worker, QThread::currentThread());
  EXPECT_EQ(finisher, QThread::currentThread());
  EXPECT_TRUE(queue.jobs().empty());
}

TEST(JobQueue, ALaneRunsInOrderAndLanesRunSideBySide) {
  JobQueue queue;
  QObject context;
  QStringList order;
  std::atomic<bool> release = false;
  queue.run<int>(
      Lane::Background, {}, true, &context,
      [&](const Job&) -> Result<int> {
        while (!release) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return 0;
      },
      [&](Result<int>) { order << QStringLiteral("background 1"); });
  queue.run<int>(
      Lane::Background, {}, true, &context, [](const Job&) -> Result<int> { return 0; },
      [&](Result<int>) { order << QStringLiteral("background 2"); });
  queue.run<int>(
      Lane::Interactive, {}, true, &context, [](const Job&) -> Result<int> { return 0; },
      [&](Result<int>) {
        order << QStringLiteral("interactive");
        release = true;
      });
  ASSERT_TRUE(QTest::qWaitFor([&] { return order.size() == 3; }));
  EXPECT_EQ(order, (QStringList{QStringLiteral("interactive"), QStringLiteral("background 1"),
                                QStringLiteral("background 2")}));
}

TEST(JobQueue, CancellingRunningAndWaitingWorkIsTold) {
  JobQueue queue;
  QObject context;
  std::vector<ErrorCode> told;
  bool secondRan = false;
  const auto tell = [&](Result<int> result) { told.push_back(result.error().code); };
  JobHandle* running = queue.run<int>(Lane::Export, {}, true, &context, untilCancelled, tell);
  JobHandle* waiting = queue.run<int>(
      Lane::Export, {}, true, &context,
      [&](const Job&) -> Result<int> {
        secondRan = true;
        return 1;
      },
      tell);
  EXPECT_TRUE(running->started());
  EXPECT_FALSE(waiting->started());
  waiting->cancel();
  EXPECT_TRUE(told.empty());  // never from inside cancel()
  running->cancel();
  ASSERT_TRUE(QTest::qWaitFor([&] { return told.size() == 2; }));
  EXPECT_EQ(told, (std::vector<ErrorCode>{ErrorCode::Cancelled, ErrorCode::Cancelled}));
  EXPECT_FALSE(secondRan);
}

TEST(JobQueue, AResultThatCameTooLateIsCancelledToo) {
  JobQueue queue;
  QObject context;
  std::optional<ErrorCode> told;
  std::atomic<bool> finished = false;
  JobHandle* job = queue.run<int>(
      Lane::Open, {}, true, &context,
      [&](const Job&) -> Result<int> {
        finished = true;
        return 7;
      },
      [&](Result<int> result) {
        if (!result) told = result.error().code;
      });
  while (!finished) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  job->cancel();  // the work is done, its result has not arrived yet
  ASSERT_TRUE(QTest::qWaitFor([&] { return queue.jobs().empty(); }));
  EXPECT_EQ(told, ErrorCode::Cancelled);
}

TEST(JobQueue, AnExportThatWasDoneWhenItWasCancelledIsToldAsDone) {
  JobQueue queue;
  QObject context;
  std::optional<int> told;
  std::atomic<bool> finished = false;
  JobHandle* job = queue.run<int>(
      Lane::Export, {}, true, &context,
      [&](const Job&) -> Result<int> {
        finished = true;
        return 7;
      },
      [&](Result<int> result) {
        if (result) told = *result;
      });
  while (!finished) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  job->cancel();
  ASSERT_TRUE(QTest::qWaitFor([&] { return queue.jobs().empty(); }));
  EXPECT_EQ(told, 7);
}

TEST(JobQueue, NothingFinishesForAContextThatIsGone) {
  JobQueue queue;
  auto context = std::make_unique<QObject>();
  bool called = false;
  queue.run<int>(
      Lane::Open, {}, true, context.get(), [](const Job&) -> Result<int> { return 7; },
      [&](Result<int>) { called = true; });
  context.reset();
  ASSERT_TRUE(QTest::qWaitFor([&] { return queue.jobs().empty(); }));
  EXPECT_FALSE(called);
}

TEST(JobQueue, DestructionCancelsWaitsAndFinishesNothing) {
  QObject context;
  bool called = false;
  std::atomic<int> entered = 0;
  std::atomic<int> left = 0;
  {
    JobQueue queue;
    for (const Lane lane : {Lane::Open, Lane::Interactive, Lane::Background, Lane::Export})
      for (int i = 0; i < 3; ++i)
        queue.run<int>(
            lane, {}, true, &context,
            [&](const Job& job) {
              ++entered;
              Result<int> result = untilCancelled(job);
              ++left;
              return result;
            },
            [&](Result<int>) { called = true; });
    while (entered < 4) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(left, 4);  // one a lane had begun; the waiting ones never do
  QCoreApplication::processEvents();
  EXPECT_FALSE(called);
}

// Work that never hears of being cancelled, as when a disk is gone, until it is let go.
struct Stuck {
  std::shared_ptr<std::atomic<bool>> entered = std::make_shared<std::atomic<bool>>(false);
  std::shared_ptr<std::atomic<bool>> letGo = std::make_shared<std::atomic<bool>>(false);
  std::shared_ptr<std::atomic<bool>> left = std::make_shared<std::atomic<bool>>(false);
  Result<int> operator()(const Job& job) const {
    *entered = true;
    while (!*letGo) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    job.report(0.5);
    *left = true;
    return 7;
  }
};

TEST(JobQueue, AnOpeningThatIsStuckEndsWhenCancelledAndTheNextOneRuns) {
  JobQueue queue;
  QObject context;
  const Stuck stuck;
  std::vector<int> told;
  const auto tell = [&](Result<int> result) { told.push_back(result ? *result : -1); };
  JobHandle* first = queue.run<int>(Lane::Open, {}, true, &context, stuck, tell);
  while (!*stuck.entered) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  first->cancel();
  ASSERT_TRUE(QTest::qWaitFor([&] { return told.size() == 1; }));
  EXPECT_TRUE(queue.jobs().empty());
  for (int i = 1; i <= 2; ++i)
    queue.run<int>(
        Lane::Open, {}, true, &context, [i](const Job&) -> Result<int> { return i; }, tell);
  ASSERT_TRUE(QTest::qWaitFor([&] { return told.size() == 3; }));
  *stuck.letGo = true;
  ASSERT_TRUE(QTest::qWaitFor([&] { return stuck.left->load(); }));
  QTest::qWait(20);
  EXPECT_EQ(told, (std::vector<int>{-1, 1, 2}));
}

TEST(JobQueue, DestructionDoesNotWaitForAnOpeningThatIsStuck) {
  QObject context;
  const Stuck stuck;
  {
    JobQueue queue;
    queue.run<int>(Lane::Open, {}, true, &context, stuck, [](Result<int>) { FAIL(); });
    while (!*stuck.entered) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_FALSE(*stuck.left);
  *stuck.letGo = true;  // what it reports and returns now goes nowhere
  ASSERT_TRUE(QTest::qWaitFor([&] { return stuck.left->load(); }));
  QTest::qWait(20);
}

TEST(JobQueue, ProgressArrivesAndEndsWithTheJob) {
  JobQueue queue;
  QObject context;
  JobHandle* job = queue.run<int>(
      Lane::Interactive, {}, true, &context,
      [](const Job& work) -> Result<int> {
        for (int i = 1; i <= 20; ++i) {
          work.report(i / 20.0);
          std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return 0;
      },
      [](Result<int>) {});
  double last = 0;
  int steps = 0;
  bool fell = false;
  QObject::connect(job, &JobHandle::progressed, [&] {
    fell = fell || job->fraction() < last;
    last = job->fraction();
    ++steps;
  });
  QSignalSpy done(job, &JobHandle::done);
  QSignalSpy removed(&queue, &JobQueue::jobRemoved);
  ASSERT_TRUE(QTest::qWaitFor([&] { return removed.count() == 1; }));
  EXPECT_EQ(done.count(), 1);
  EXPECT_GE(steps, 2);
  EXPECT_FALSE(fell);
}

TEST(JobQueue, ExhaustedMemoryIsAnErrorNotACrash) {
  JobQueue queue;
  QObject context;
  std::optional<ErrorCode> told;
  queue.run<int>(
      Lane::Open, {}, true, &context, [](const Job&) -> Result<int> { throw std::bad_alloc(); },
      [&](Result<int> result) { told = result.error().code; });
  ASSERT_TRUE(QTest::qWaitFor([&] { return told.has_value(); }));
  EXPECT_EQ(*told, ErrorCode::OutOfMemory);
}

}  // namespace
}  // namespace halftone::app
