#include "app/jobs/stall_meter.h"

#include <gtest/gtest.h>

#include <QTest>
#include <chrono>
#include <thread>

namespace halftone::app {
namespace {

TEST(StallMeter, SeesABlockedThread) {
  StallMeter meter;
  meter.start();
  QTest::qWait(30);
  std::this_thread::sleep_for(std::chrono::milliseconds(80));
  QTest::qWait(30);
  EXPECT_GE(meter.longestMs(), 79);
  EXPECT_GT(meter.turns(), 2);
  meter.start();
  EXPECT_EQ(meter.longestMs(), 0);
}

}  // namespace
}  // namespace halftone::app
