#include "core/base/job.h"

#include <gtest/gtest.h>

#include <vector>

namespace halftone {
namespace {

TEST(Job, ScalesNestedProgress) {
  std::vector<double> seen;
  const Job job({}, [&](double fraction) { seen.push_back(fraction); });
  const Job inner = job.part(0.5, 1.0).part(0.0, 0.5);
  inner.report(0.0);
  inner.report(1.0);
  inner.report(7.0);
  EXPECT_EQ(seen, (std::vector<double>{0.5, 0.75, 0.75}));
}

TEST(Job, PartsHearTheSameStop) {
  std::stop_source source;
  const Job job(source.get_token());
  const Job inner = job.part(0.2, 0.4);
  EXPECT_FALSE(inner.cancelled());
  source.request_stop();
  EXPECT_TRUE(inner.cancelled());
  EXPECT_EQ(Job::cancelledError("encoding").code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace halftone
