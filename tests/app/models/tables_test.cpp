// Metadata and outliers as tables, and numbers in words.
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>

#include "app/models/metadata_model.h"
#include "app/models/names.h"
#include "app/models/numbers.h"
#include "app/models/outlier_model.h"

namespace halftone::app {
namespace {

std::shared_ptr<const Model> modelWithKeys() {
  ModelFiles files;
  files.metadata.set("general.name", std::string("Line one\nline two"));
  files.metadata.set("general.file_type", std::uint32_t{15});
  const MetadataArray tokens(MetadataType::String, std::vector<std::string>(5000, "token"));
  files.metadata.set("tokenizer.ggml.tokens", tokens);
  return std::make_shared<const Model>(std::move(files));
}

TEST(MetadataModel, ShowsKeysInTheFilesOrder) {
  MetadataModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  EXPECT_EQ(model.rowCount(), 0);
  model.setModel(modelWithKeys());
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_EQ(model.index(0, MetadataModel::Key).data().toString(), QStringLiteral("general.name"));
  EXPECT_EQ(model.index(0, MetadataModel::Value).data().toString(), QStringLiteral("Line one line two"));
  EXPECT_EQ(model.index(1, MetadataModel::Type).data().toString(), QStringLiteral("u32"));
  model.setModel(nullptr);
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(MetadataModel, ShortensLongArraysButCopiesMore) {
  MetadataModel model;
  model.setModel(modelWithKeys());
  const QModelIndex tokens = model.index(2, MetadataModel::Value);
  EXPECT_LE(tokens.data().toString().size(), 170);
  EXPECT_TRUE(tokens.data().toString().contains(QStringLiteral("5000"))) << tokens.data().toString().toStdString();
  EXPECT_GT(tokens.data(MetadataModel::FullTextRole).toString().size(), 10000);
  EXPECT_EQ(model.index(0, 0).data(MetadataModel::FullTextRole).toString(), QStringLiteral("Line one\nline two"));
}

TEST(MetadataFilter, NeedsEveryWordInKeyOrValue) {
  MetadataModel model;
  MetadataFilter filter;
  filter.setSourceModel(&model);
  const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setModel(modelWithKeys());
  filter.setWords(QStringLiteral("GENERAL"));
  EXPECT_EQ(filter.rowCount(), 2);
  filter.setWords(QStringLiteral("general two"));
  EXPECT_EQ(filter.rowCount(), 1);
  filter.setWords(QString());
  EXPECT_EQ(filter.rowCount(), 3);
}

TEST(OutlierModel, SortsBySizeWhateverTheSign) {
  OutlierModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setOutliers({{3, 7, -14.25F, -14.0F}, {4, 8, 11.5F, 11.5F}});
  QSortFilterProxyModel sorted;
  sorted.setSourceModel(&model);
  sorted.setSortRole(OutlierModel::SortRole);
  sorted.sort(OutlierModel::Value, Qt::AscendingOrder);
  EXPECT_EQ(sorted.index(0, OutlierModel::Row).data().toString(), QStringLiteral("4"));
  EXPECT_EQ(sorted.index(1, OutlierModel::Value).data().toString(), QStringLiteral("−14.25"));
  EXPECT_EQ(sorted.index(1, OutlierModel::Error).data().toString(), QStringLiteral("−0.25"));
}

TEST(Numbers, SizesHaveThreeDigitsAndDecimalUnits) {
  EXPECT_EQ(sizeText({999}), QStringLiteral("999 bytes"));
  EXPECT_EQ(sizeText({4'920'734'016}), QStringLiteral("4.92 GB"));
  EXPECT_EQ(sizeText({999'600}), QStringLiteral("1.00 MB"));
  EXPECT_EQ(sizeText({49'200'000}), QStringLiteral("49.2 MB"));
  EXPECT_EQ(sizeChangeText({2'000'000}, {1'000'000}), QStringLiteral("−1.00 MB"));
  EXPECT_EQ(sizeChangeText({1}, {1}), QStringLiteral("±0"));
}

TEST(Numbers, SharesKeepDigitsThatTell) {
  EXPECT_EQ(percentText(0), QStringLiteral("0 %"));
  EXPECT_EQ(percentText(0.123), QStringLiteral("12.3 %"));
  EXPECT_EQ(percentText(0.0123, true), QStringLiteral("≈ 1.23 %"));
  EXPECT_EQ(percentText(0.00041), QStringLiteral("0.041 %"));
  EXPECT_EQ(percentText(0.000031), QStringLiteral("0.003 %"));
  EXPECT_EQ(percentText(2e-8), QStringLiteral("< 0.001 %"));
  EXPECT_EQ(signedPercentText(-0.012), QStringLiteral("−1.2 %"));
}

TEST(Numbers, MeasuresSayWhatTheyAre) {
  EXPECT_EQ(decibelText(21.44, true), QStringLiteral("≈ 21.4 dB"));
  EXPECT_EQ(decibelText(std::numeric_limits<double>::infinity()), QStringLiteral("∞ dB"));
  EXPECT_EQ(parametersText(8'030'261'248), QStringLiteral("8.03 B"));
  EXPECT_EQ(shapeText({{4096, 14336, 1, 1}, 2}), QStringLiteral("4096 × 14336"));
  EXPECT_EQ(shapeText({{4096, 14336, 8, 1}, 3}), QStringLiteral("4096 × 14336 × 8"));
  EXPECT_EQ(shapeText({{4096, 1, 1, 1}, 1}), QStringLiteral("4096"));
  EXPECT_EQ(durationText(0.42), QStringLiteral("0.4 s"));
  EXPECT_EQ(durationText(200), QStringLiteral("3 min 20 s"));
}

TEST(Names, WrapWithoutVisibleChange) {
  const QString name = QStringLiteral("blk.0.ffn_down.weight");
  EXPECT_NE(wrappable(name), name);
  EXPECT_EQ(wrappable(name).remove(QChar(0x200b)), name);
}

}  // namespace
}  // namespace halftone::app
