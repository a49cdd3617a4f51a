// The budget strip: its arithmetic in words, and its line under a real plan.
#include "app/views/budget/budget_strip.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>

#include "app/commands/type_commands.h"
#include "app/views/budget/budget_text.h"
#include "tests/app/views/view_test_support.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

constexpr std::uint64_t kGigabyte = 1'000'000'000;

TEST(SystemMemory, IsTold) {
  const std::optional<SystemMemory> memory = readSystemMemory();
  ASSERT_TRUE(memory.has_value());
  EXPECT_GT(memory->total.count, 0U);
  EXPECT_LE(memory->available, memory->total);
}

TEST(BudgetText, TellsFitBitsAndDifference) {
  Plan plan;
  plan.preset = Preset::Q4_K_M;
  plan.totalBytes = {4'900'000'000};
  plan.weights = 8'016'000'000;
  const SystemMemory memory{{32 * kGigabyte}, {16 * kGigabyte}};
  const BudgetText text = budgetText(plan, Bytes{4'959'500'000}, memory);
  EXPECT_EQ(text.line, QStringLiteral("4.90 GB of 16.0 GB free · ✓ fits · 4.89 bits/weight · −1.2 % vs Q4_K_M"));
  EXPECT_TRUE(text.help.contains(QStringLiteral("Weights only")));
}

TEST(BudgetText, FitTurnsTightBeforeItIsTooBig) {
  const SystemMemory memory{{32 * kGigabyte}, {16 * kGigabyte}};
  EXPECT_EQ(fitOf({4 * kGigabyte}, memory), Fit::Fits);
  EXPECT_EQ(fitOf({15 * kGigabyte}, memory), Fit::Tight);
  EXPECT_EQ(fitOf({17 * kGigabyte}, memory), Fit::TooBig);
  EXPECT_EQ(fitOf({1}, std::nullopt), Fit::Unknown);
}

TEST(BudgetStrip, FollowsThePlan) {
  ModelDocument document;
  BudgetStrip strip(document);
  const auto line = [&strip] {
    QStringList texts;
    for (const QLabel* label : strip.findChildren<QLabel*>()) texts << label->text();
    return texts.join(QLatin1Char('|'));
  };
  EXPECT_TRUE(line().contains(QStringLiteral("No model is open")));
  document.setModel(*Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf")));
  EXPECT_TRUE(line().contains(QStringLiteral("Q4_K_M"))) << line().toStdString();
  EXPECT_FALSE(line().contains(QStringLiteral("vs Q4_K_M")));
  giveType(document, {*document.model()->findTensor("output.weight")}, TensorType::Q4_K);
  EXPECT_TRUE(line().contains(QStringLiteral("% vs Q4_K_M"))) << line().toStdString();
  strip.resize(1000, strip.sizeHint().height());
  test::screenshot(strip, QStringLiteral("budget-light"));
  const test::DarkTheme dark;
  test::screenshot(strip, QStringLiteral("budget-dark"));
}

}  // namespace
}  // namespace halftone::app
