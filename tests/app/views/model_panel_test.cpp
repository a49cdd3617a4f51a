// The model panel on the sample: its facts, the filter, and what is copied.
#include "app/views/model_panel/model_panel.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTest>

#include "app/views/model_panel/model_facts.h"
#include "tests/app/views/view_test_support.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone::app {
namespace {

class ModelPanelTest : public testing::Test {
 protected:
  ModelPanelTest() : m_panel(m_document) {
    m_document.setModel(*Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf")));
    m_panel.resize(300, 620);
    m_panel.show();
  }
  QTableView& table() { return *m_panel.findChild<QTableView*>(); }
  QLineEdit& filter() { return *m_panel.findChild<QLineEdit*>(); }

  ModelDocument m_document;
  ModelPanel m_panel;
};

QString fact(const Model& model, const char* name) {
  for (const ModelFact& fact : modelFacts(model))
    if (fact.name == QLatin1String(name)) return fact.value;
  return {};
}

TEST_F(ModelPanelTest, TellsWhatTheModelIs) {
  const Model& model = *m_document.model();
  EXPECT_EQ(fact(model, "Name"), QStringLiteral("Fireside 6.8M v1.0"));
  EXPECT_EQ(fact(model, "Architecture"), QStringLiteral("llama"));
  EXPECT_EQ(fact(model, "Layers"), QStringLiteral("6"));
  EXPECT_EQ(fact(model, "Parameters"), QStringLiteral("6.82 M"));
  EXPECT_EQ(fact(model, "File"), QStringLiteral("Fireside-6.8M-v1.0-F16.gguf"));
  EXPECT_EQ(fact(model, "Bits per weight"), QStringLiteral("16.01"));
}

TEST(ModelFacts, BitsPerWeightComeFromTheTensorsNotFromTheFileType) {
  ModelFiles files;
  files.metadata.set("general.file_type", std::uint32_t{2});  // says q4_0
  files.tensors.push_back({"output.weight", Shape{{32, 2, 1, 1}, 2}, TensorType::Q8_0, 0, 0, 68});
  EXPECT_EQ(fact(Model(files), "Bits per weight"), QStringLiteral("8.50"));
}

TEST_F(ModelPanelTest, FilterFindsKeysAndValues) {
  const int all = table().model()->rowCount();
  filter().setText(QStringLiteral("llama block"));
  EXPECT_EQ(table().model()->rowCount(), 1);
  EXPECT_EQ(table().model()->index(0, 0).data().toString(), QStringLiteral("llama.block_count"));
  filter().setText(QStringLiteral("CC0"));
  EXPECT_EQ(table().model()->rowCount(), 1);
  filter().setText(QStringLiteral("no such key"));
  EXPECT_EQ(table().model()->rowCount(), 0);
  filter().clear();
  EXPECT_EQ(table().model()->rowCount(), all);
}

TEST_F(ModelPanelTest, CopiesTheWholeValue) {
  filter().setText(QStringLiteral("tokenizer.ggml.tokens"));
  table().setCurrentIndex(table().model()->index(0, 1));
  table().actions().constFirst()->trigger();
  const QString copied = QApplication::clipboard()->text();
  EXPECT_GT(copied.size(), table().model()->index(0, 1).data().toString().size());
}

TEST_F(ModelPanelTest, SaysThatNothingIsOpen) {
  m_document.setModel(nullptr);
  EXPECT_FALSE(table().isVisible());
  bool said = false;
  for (const QLabel* label : m_panel.findChildren<QLabel*>())
    said = said || (label->isVisible() && label->text().contains(QStringLiteral("No model")));
  EXPECT_TRUE(said);
}

TEST_F(ModelPanelTest, LooksRightInLightAndDark) {
  test::screenshot(m_panel, QStringLiteral("model-light"));
  const test::DarkTheme dark;
  test::screenshot(m_panel, QStringLiteral("model-dark"));
  EXPECT_EQ(table().palette().color(QPalette::Base), test::darkPalette().color(QPalette::Base));
}

}  // namespace
}  // namespace halftone::app
