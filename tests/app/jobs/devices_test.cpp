#include "app/jobs/devices.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <functional>

#include "app/jobs/measurements.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

constexpr int kPatienceMs = 120'000;

class DevicesTest : public testing::Test {
 protected:
  bool waitFor(const std::function<bool()>& done) { return QTest::qWaitFor(done, kPatienceMs); }
  // The first that can be used; empty if there is none.
  QString anyDevice() {
    devices.measureAll();
    EXPECT_TRUE(devices.measuring());
    EXPECT_TRUE(waitFor([&] { return !devices.measuring(); }));
    for (const gpu::MeasuredDevice& device : devices.known())
      if (device.info.usable()) return QString::fromStdString(device.info.name);
    return {};
  }
  void chooseAndWait(const QString& wanted) {
    devices.choose(wanted);
    EXPECT_TRUE(waitFor([&] { return !devices.choosing(); }));
  }

  JobQueue jobs;
  Devices devices{jobs};
};

TEST_F(DevicesTest, TheCpuWorksAloneAtFirst) {
  EXPECT_EQ(devices.active(), nullptr);
  EXPECT_EQ(devices.wanted(), QStringLiteral("cpu"));
  EXPECT_TRUE(devices.activeName().isEmpty());
}

TEST_F(DevicesTest, OneThatIsNotThereLeavesTheCpuAndSaysWhy) {
  QSignalSpy changed(&devices, &Devices::changed);
  chooseAndWait(QStringLiteral("no such GPU"));
  EXPECT_EQ(devices.active(), nullptr);
  EXPECT_FALSE(devices.failure().isEmpty());
  EXPECT_GE(changed.count(), 2);
  chooseAndWait(QStringLiteral("cpu"));
  EXPECT_TRUE(devices.failure().isEmpty());
}

TEST_F(DevicesTest, TheOneThatIsChosenIsTimedAndMeasuresAsTheCpuDoes) {
  const QString name = anyDevice();
  if (name.isEmpty()) return;  // gpu tests fail where a device is a must
  chooseAndWait(name);
  ASSERT_NE(devices.active(), nullptr) << qPrintable(devices.failure());
  EXPECT_EQ(devices.activeName(), name);
  ASSERT_TRUE(devices.active()->speed);
  EXPECT_GT(devices.active()->speed->there, 0.0);

  ModelDocument document;
  document.setModel(*Model::open(test::samplePath("Fireside-6.8M-v1.0-F16.gguf")));
  const TensorId tensor = *document.model()->findTensor("blk.0.attn_q.weight");
  Measurements alone{document, jobs}, both{document, jobs, &devices};
  alone.wantAnalysis(tensor, TensorType::BF16);
  both.wantAnalysis(tensor, TensorType::BF16);
  const auto exact = [&](const Measurements& measurements) {
    const auto analysis = measurements.analysis(tensor, TensorType::BF16);
    return analysis && !analysis->error.sampled;
  };
  ASSERT_TRUE(waitFor([&] { return exact(alone) && exact(both); }));
  const auto here = alone.analysis(tensor, TensorType::BF16), there = both.analysis(tensor, TensorType::BF16);
  EXPECT_NEAR(there->error.mse, here->error.mse, 1e-6 * here->error.mse);
  EXPECT_EQ(there->weights.bins, here->weights.bins);
  EXPECT_GT(devices.active()->gate->report().slabs, 0U);
}

}  // namespace
}  // namespace halftone::app
