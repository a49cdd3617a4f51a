// The four plots: what they draw of an analysis, and what they say when there is nothing to draw.
#include <gtest/gtest.h>
#include <qcustomplot.h>

#include <numeric>

#include "app/views/plots/channel_plot.h"
#include "app/views/plots/error_plot.h"
#include "app/views/plots/sign_loss_plot.h"
#include "app/views/plots/weights_plot.h"
#include "tests/app/views/view_test_support.h"

namespace halftone::app {
namespace {

const QString kSubject = QStringLiteral("blk.0.ffn_down.weight, f16 → q4_K");

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST(WeightsPlot, DrawsSourceAndDecodedOfEveryWeight) {
  WeightsPlot plot;
  plot.setAnalysis(test::madeUpAnalysis(), kSubject);
  ASSERT_TRUE(plot.showsPlot());
  ASSERT_EQ(plot.table().columns.size(), 3U);
  EXPECT_EQ(sum(plot.table().columns[1].values), 64 * 256);
  EXPECT_EQ(sum(plot.table().columns[2].values), 64 * 256);
  EXPECT_EQ(plot.plot().graphCount(), 2);
  EXPECT_EQ(plot.plot().graph(0)->dataCount(), 256);
}

TEST(WeightsPlot, CountsAreLogarithmicOnRequest) {
  WeightsPlot plot;
  plot.setAnalysis(test::madeUpAnalysis(), kSubject);
  EXPECT_EQ(plot.plot().yAxis->scaleType(), QCPAxis::stLogarithmic);
  EXPECT_GT(plot.plot().yAxis->range().lower, 0);
  plot.logarithmicAction()->trigger();
  EXPECT_EQ(plot.plot().yAxis->scaleType(), QCPAxis::stLinear);
  EXPECT_EQ(plot.plot().yAxis->range().lower, 0);
}

TEST(WeightsPlot, SaysWhyATensorOfZerosHasNoPlot) {
  WeightsPlot plot;
  plot.setAnalysis(std::make_shared<TensorAnalysis>(), kSubject);
  EXPECT_FALSE(plot.showsPlot());
}

TEST(ErrorPlot, NormalCurveHoldsAsManyErrorsAsTheTensor) {
  ErrorPlot plot;
  const auto analysis = test::madeUpAnalysis();
  plot.setAnalysis(analysis, kSubject);
  ASSERT_TRUE(plot.showsPlot());
  EXPECT_NEAR(sum(plot.table().columns[2].values), static_cast<double>(analysis->error.values), 1.0);
  EXPECT_EQ(plot.plot().yAxis->scaleType(), QCPAxis::stLogarithmic);
}

TEST(ErrorPlot, SaysThatNothingIsLost) {
  ErrorPlot plot;
  auto exact = std::make_shared<TensorAnalysis>(*test::madeUpAnalysis());
  exact->error.rmse = 0;
  plot.setAnalysis(exact, kSubject);
  EXPECT_FALSE(plot.showsPlot());
}

TEST(SignLossPlot, SharesAreOfTheNonZeroWeightsOfEachSize) {
  SignLossPlot plot;
  const auto analysis = test::madeUpAnalysis();
  plot.setAnalysis(analysis, kSubject);
  ASSERT_TRUE(plot.showsPlot());
  const PlotTable& table = plot.table();
  ASSERT_EQ(table.rows(), SignLossBySize::kBins);
  for (std::size_t i = 0; i < table.rows(); ++i) {
    if (analysis->signLoss.nonZero[i] == 0) continue;
    EXPECT_DOUBLE_EQ(table.columns[1].values[i] * table.columns[3].values[i],
                     static_cast<double>(analysis->signLoss.lost[i]));
  }
  EXPECT_EQ(plot.plot().xAxis->scaleType(), QCPAxis::stLogarithmic);
  EXPECT_DOUBLE_EQ(plot.plot().xAxis->range().lower, 1e-3);
  EXPECT_NEAR(plot.plot().xAxis->range().upper, 10, 1e-9);
}

TEST(ChannelPlot, ShowsColumnsAndRows) {
  ChannelPlot plot;
  const auto analysis = test::madeUpAnalysis();
  plot.setAnalysis(analysis, kSubject);
  EXPECT_EQ(plot.table().columns[1].values, analysis->columnPeaks);
  plot.setChannels(ChannelPlot::Channels::Rows);
  EXPECT_EQ(plot.table().columns[1].values, analysis->rowPeaks);
}

TEST(ChannelPlot, NumbersRowsOfASampleAsTheyAre) {
  ChannelPlot plot;
  auto sample = std::make_shared<TensorAnalysis>(*test::madeUpAnalysis(true));
  sample->rowPeaks = {1, 5, 1};
  sample->peakRows = {0, 700, 1400};
  plot.setAnalysis(sample, kSubject);
  plot.setChannels(ChannelPlot::Channels::Rows);
  EXPECT_EQ(plot.table().columns[0].values, (std::vector<double>{0, 700, 1400}));
  sample->rowPeaks.clear();
  plot.setAnalysis(sample, kSubject);
  EXPECT_FALSE(plot.showsPlot());
}

TEST(Plots, LookRightInLightAndDark) {
  for (const bool dark : {false, true}) {
    const QPalette palette = dark ? test::darkPalette() : QPalette();
    const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
    WeightsPlot weights;
    ErrorPlot error;
    SignLossPlot signLoss;
    ChannelPlot channels;
    const auto analysis = test::madeUpAnalysis();
    const auto show = [&](auto& plot, const char* name) {
      plot.setPalette(palette);
      plot.resize(400, 320);
      plot.setAnalysis(analysis, kSubject);
      EXPECT_EQ(plot.plot().xAxis->tickLabelColor(), palette.color(QPalette::Text));
      test::screenshot(plot, QStringLiteral("plot-%1-%2").arg(QLatin1String(name), theme));
    };
    show(weights, "weights");
    show(error, "error");
    show(signLoss, "sign-loss");
    show(channels, "channels");
  }
}

}  // namespace
}  // namespace halftone::app
