// Names by the GGUF convention, what is told before an export, and while it runs.
#include "app/views/export/export_text.h"

#include <gtest/gtest.h>

#include "app/views/export/export_check.h"
#include "app/views/export/export_name.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone::app {
namespace {

Metadata metadata(std::initializer_list<std::pair<const char*, const char*>> keys) {
  Metadata result;
  for (const auto& [key, value] : keys) result.set(key, std::string(value));
  return result;
}

struct NameCase {
  const char* what;
  Metadata metadata;
  std::uint64_t parameters;
  const char* encoding;
  const char* expected;
};

TEST(ExportName, FollowsTheConvention) {
  const NameCase cases[] = {
      {"every part",
       metadata({{"general.basename", "Hermes-2"},
                 {"general.size_label", "7B"},
                 {"general.finetune", "Pro"},
                 {"general.version", "v1.2"}}),
       7'000'000'000, "Q4_K_M", "Hermes-2-7B-Pro-v1.2-Q4_K_M.gguf"},
      {"spaces, and a version without v or minor number",
       metadata({{"general.basename", "Qwen 3"}, {"general.size_label", "8B"}, {"general.version", "2"}}),
       8'000'000'000, "Q8_0", "Qwen-3-8B-v2.0-Q8_0.gguf"},
      {"size from the parameters", metadata({{"general.basename", "Mini"}}), 8'030'261'248, "F16",
       "Mini-8.0B-F16.gguf"},
      {"no base: the full name", metadata({{"general.name", "Meta Llama 3.1 8B Instruct"}}), 8'030'261'248, "Q6_K",
       "Meta-Llama-3.1-8B-Instruct-Q6_K.gguf"},
      {"no name at all: the source's", Metadata(), 1'000, "IQ4_XS", "source-file-IQ4_XS.gguf"},
      {"a projector",
       metadata({{"general.type", "mmproj"}, {"general.basename", "Llava"}, {"general.size_label", "13B"}}),
       400'000'000, "F16", "mmproj-Llava-13B-F16.gguf"},
      {"what no file system takes", metadata({{"general.basename", "../a:b*c"}, {"general.size_label", "1B"}}), 1,
       "Q4_0", "..-a-b-c-1B-Q4_0.gguf"},
  };
  for (const NameCase& test : cases)
    EXPECT_EQ(exportFileName(test.metadata, test.parameters, "source-file", test.encoding), test.expected) << test.what;
}

TEST(ExportName, SizesHaveTwoDigits) {
  EXPECT_EQ(sizeLabel(6'820'000), "6.8M");
  EXPECT_EQ(sizeLabel(8'030'261'248), "8.0B");
  EXPECT_EQ(sizeLabel(70'553'706'496), "71B");
  EXPECT_EQ(sizeLabel(9'960'000'000), "10B");
  EXPECT_EQ(sizeLabel(1'040'000'000'000), "1.0T");
  EXPECT_EQ(sizeLabel(500), "0.5K");
}

class ExportCheckTest : public testing::Test {
 protected:
  halftone::test::TemporaryFolder m_folder;
  std::shared_ptr<const Model> m_model = *Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf"));
  ExportWish m_wish{m_folder / "out.gguf", {}, false};

  static QString notices(const ExportCheck& check) { return exportNotices(check).join(QLatin1Char('\n')); }
};

TEST_F(ExportCheckTest, TellsExactSizeAndSpace) {
  const Result<ExportCheck> check = checkExport(*m_model, PlanRequest(), nullptr, m_wish);
  ASSERT_TRUE(check.has_value());
  EXPECT_FALSE(check->problem.has_value()) << check->problem->message();
  EXPECT_TRUE(check->existing.empty());
  ASSERT_TRUE(check->freeSpace.has_value());
  EXPECT_TRUE(exportSummary(*check).contains(QStringLiteral("one file"))) << exportSummary(*check).toStdString();
  EXPECT_TRUE(exportSummary(*check).contains(QStringLiteral("bits/weight")));
}

TEST_F(ExportCheckTest, TellsTheEffortOfTheRequest) {
  PlanRequest request;
  for (const auto& [effort, word] : {std::pair{Effort::Quick, "quick"}, std::pair{Effort::Thorough, "thorough"}}) {
    request.effort = effort;
    const Result<ExportCheck> check = checkExport(*m_model, request, nullptr, m_wish);
    ASSERT_TRUE(check.has_value());
    EXPECT_EQ(check->plan->effort, effort);
    EXPECT_TRUE(exportSummary(*check).contains(QStringLiteral("effort: %1").arg(QLatin1String(word))))
        << exportSummary(*check).toStdString();
    QuantizeReport report;
    report.files = {m_wish.output};
    EXPECT_TRUE(exportResult(report, *check->plan).front().contains(QLatin1String(word)));
  }
}

TEST_F(ExportCheckTest, SplitsBySize) {
  m_wish.split.maxBytes = 1'000'000;
  const Result<ExportCheck> check = checkExport(*m_model, PlanRequest(), nullptr, m_wish);
  ASSERT_TRUE(check.has_value());
  EXPECT_GT(check->files.size(), 2U);
  EXPECT_TRUE(check->files.front().filename().string().starts_with("out-00001-of-"));
}

TEST_F(ExportCheckTest, NoPresetIsRefusedAndMissingImportanceIsNamed) {
  for (const PresetInfo& preset : allPresets()) {
    PlanRequest request;
    request.preset = preset.preset;
    const Result<ExportCheck> check = checkExport(*m_model, request, nullptr, m_wish);
    ASSERT_TRUE(check.has_value()) << preset.name;
    EXPECT_FALSE(check->problem.has_value()) << preset.name << ": " << check->problem->message();
    EXPECT_EQ(notices(*check).contains(QStringLiteral("importance matrix is needed")), check->plan->needsImportance > 0)
        << preset.name;
  }
}

TEST_F(ExportCheckTest, RefusesAFolderThatIsNotThere) {
  m_wish.output = m_folder / "nowhere/out.gguf";
  const Result<ExportCheck> check = checkExport(*m_model, PlanRequest(), nullptr, m_wish);
  ASSERT_TRUE(check.has_value());
  ASSERT_TRUE(check->problem.has_value());
  EXPECT_EQ(check->problem->code, ErrorCode::CannotWrite);
}

TEST_F(ExportCheckTest, RefusesTheSourceItself) {
  m_wish.output = halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf");
  const Result<ExportCheck> check = checkExport(*m_model, PlanRequest(), nullptr, m_wish);
  ASSERT_TRUE(check.has_value());
  ASSERT_TRUE(check->problem.has_value());
  EXPECT_EQ(check->problem->code, ErrorCode::SameFile);
  EXPECT_EQ(check->existing.size(), 1U);
}

TEST(ExportNotices, NameEveryFallbackWithItsReason) {
  ExportCheck check;
  Plan plan;
  PlanEntry entry;
  entry.name = "blk.0.ffn_down.weight";
  entry.type = TensorType::Q5_0;
  entry.wanted = TensorType::Q4_K;
  entry.reason = "its rows of 1,120 values do not divide into blocks of 256";
  plan.entries.push_back(entry);
  plan.warnings.emplace_back("1 tensor needs importance.");
  check.plan = std::make_shared<const Plan>(plan);
  const QStringList notices = exportNotices(check);
  ASSERT_EQ(notices.size(), 2);
  EXPECT_EQ(notices[0], QStringLiteral("1 tensor needs importance."));
  EXPECT_TRUE(notices[1].contains(QStringLiteral("blk.0.ffn_down.weight: q5_0 instead of q4_K")));
}

TEST(ExportResult, TellsWhatF16CouldNotHold) {
  QuantizeReport report;
  report.files = {"/models/out.gguf"};
  EXPECT_FALSE(exportResult(report, Plan()).join(QLatin1Char('\n')).contains(QStringLiteral("65504")));
  report.saturatedValues = 3;
  for (int i = 0; i < 7; ++i) report.saturatedTensors.push_back("blk." + std::to_string(i) + ".ffn_up.weight");
  const QString text = exportResult(report, Plan()).join(QLatin1Char('\n'));
  EXPECT_TRUE(text.contains(QStringLiteral("3 values beyond ±65504"))) << text.toStdString();
  EXPECT_TRUE(text.contains(QStringLiteral("blk.0.ffn_up.weight")));
  EXPECT_TRUE(text.contains(QStringLiteral("and 2 more"))) << text.toStdString();
  EXPECT_TRUE(text.contains(QStringLiteral("bf16 holds them")));
}

TEST(ProgressText, TellsRateAndTimeLeft) {
  RunProgress progress;
  progress.done = {4'000'000};
  progress.total = {16'000'000};
  progress.secondsElapsed = 2;
  progress.secondsLeft = 6;
  EXPECT_EQ(progressText(progress, QStringLiteral("blk.0.attn_q.weight")),
            QStringLiteral("Encoding blk.0.attn_q.weight · 4.00 MB of 16.0 MB · 2.00 MB/s · 6 s left"));
  progress.verifying = true;
  EXPECT_TRUE(progressText(progress, {}).startsWith(QStringLiteral("Verifying")));
}

}  // namespace
}  // namespace halftone::app
