// The benchmark at a size that a software device does in seconds: it must run, and its figures make sense.
#include "tests/bench/gpu/report.h"

#include <gmock/gmock.h>

#include "tests/gpu/support/gpu_test.h"

namespace halftone::bench {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class GpuBench : public gpu::GpuTest {
 protected:
  static Wish smallWish() {
    Wish wish;
    wish.weights = 16 * kColumns;
    wish.seconds = 0.001;
    wish.threads = 2;
    wish.types = {"f16", "q4_0"};
    return wish;
  }
};

TEST_F(GpuBench, PrintsATableOfWhatWasMeasured) {
  const Wish wish = smallWish();
  std::string text;
  const Status done = Report(wish, pipelines(), [&](const std::string& part) { text += part; }).run();
  ASSERT_TRUE(done) << done.error().message();
  EXPECT_THAT(text, HasSubstr(device()->name()));
  EXPECT_THAT(text, HasSubstr(device()->traits().storesBytes() ? "read as bytes" : "read as words"));
  const std::string figures = " [0-9.e+]+ \\| [0-9]+ % \\| [0-9.e+]+ \\| [0-9.e+]+ \\| [0-9.e+-]+× \\|\n";
  for (const char* row :
       {"decode \\| f16 \\| no", "encode \\| f16 \\| no", "encode \\| q4_0 \\| no", "encode \\| q4_0 \\| yes",
        "errors \\|  \\| yes", "first pass \\|  \\| no", "second pass \\|  \\| no"})
    EXPECT_THAT(text, ContainsRegex("\\| " + std::string(row) + " \\|" + figures));
  EXPECT_THAT(text, ContainsRegex("\\| q4_0 \\| [0-9.e+]+ \\| [0-9.e+-]+ GB/s \\| [0-9.e+-]+ GB/s \\| [0-9]+ % \\|\n"));
  EXPECT_THAT(text, Not(HasSubstr("inf")));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
}

TEST_F(GpuBench, HoldsNoMoreThanShadersReach) {
  const auto resident = Resident::create(pipelines(), 5 * kColumns + 1, 0.001);
  ASSERT_TRUE(resident) << resident.error().message();
  EXPECT_EQ((*resident)->weights(), 5 * kColumns);
}

TEST_F(GpuBench, RefusesATypeThatNoDeviceKnows) {
  Wish wish = smallWish();
  wish.types = {"q4_0", "q9_9"};
  const Status done = Report(wish, pipelines(), [](const std::string&) {}).run();
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message(), HasSubstr("q9_9"));
}

TEST_F(GpuBench, TakesSoftwareDevicesOnlyByName) {
  const auto chosen = deviceFor(Wish{});
  EXPECT_TRUE(!chosen || chosen->kind != gpu::DeviceKind::Software);
  Wish named;
  named.device = device()->name();
  ASSERT_TRUE(deviceFor(named));
  EXPECT_EQ(deviceFor(named)->name, device()->name());
}

}  // namespace
}  // namespace halftone::bench
