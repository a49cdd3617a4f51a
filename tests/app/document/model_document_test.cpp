#include "app/document/model_document.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "tests/app/support/small_model.h"

namespace halftone::app {
namespace {

TEST(ModelDocument, IsEmptyWithoutAModel) {
  const ModelDocument document;
  EXPECT_EQ(document.model(), nullptr);
  EXPECT_TRUE(document.plan().entries.empty());
  EXPECT_FALSE(document.planError());
  EXPECT_EQ(document.entry(TensorId{0}), nullptr);
}

TEST(ModelDocument, PlansAModelBeforeItTellsAnyone) {
  ModelDocument document;
  std::size_t planned = 0;
  QObject::connect(&document, &ModelDocument::modelChanged, [&] { planned = document.plan().entries.size(); });
  document.setModel(test::smallModel(2));
  EXPECT_EQ(planned, 11u);
  ASSERT_NE(document.entry(TensorId{2}), nullptr);
  EXPECT_EQ(document.entry(TensorId{2})->name, "blk.0.attn_q.weight");
  EXPECT_EQ(document.typeOf(TensorId{2}), TensorType::Q4_K);
}

TEST(ModelDocument, AnotherModelForgetsSelectionAndUndo) {
  ModelDocument document;
  document.setModel(test::smallModel(4));
  document.select({TensorId{3}, TensorId{1}, TensorId{3}}, TensorId{3});
  EXPECT_EQ(document.selection(), (QList<TensorId>{TensorId{1}, TensorId{3}}));
  document.setModel(test::smallModel(2));
  EXPECT_TRUE(document.selection().isEmpty());
  EXPECT_FALSE(document.current());
  EXPECT_EQ(document.undoStack().count(), 0);
}

TEST(ModelDocument, SelectsOnlyTensorsOfItsModel) {
  ModelDocument document;
  document.select({TensorId{0}}, TensorId{0});
  EXPECT_TRUE(document.selection().isEmpty());
  document.setModel(test::smallModel(2));
  document.select({TensorId{2}, TensorId{11}, TensorId{4000}}, TensorId{11});
  EXPECT_EQ(document.selection(), QList<TensorId>{TensorId{2}});
  EXPECT_FALSE(document.current());
}

TEST(ModelDocument, TellsASelectionOnlyWhenItChanges) {
  ModelDocument document;
  document.setModel(test::smallModel());
  QSignalSpy spy(&document, &ModelDocument::selectionChanged);
  document.select({TensorId{1}}, TensorId{1});
  document.select({TensorId{1}}, TensorId{1});
  EXPECT_EQ(spy.count(), 1);
}

TEST(ModelDocument, SizesOtherPresetsWithoutChangingItself) {
  ModelDocument document;
  document.setModel(test::smallModel());
  const Bytes before = document.plan().totalBytes;
  const Result<Plan> larger = document.planFor(Preset::Q8_0);
  ASSERT_TRUE(larger) << larger.error().message();
  EXPECT_GT(larger->totalBytes, before);
  EXPECT_EQ(document.plan().totalBytes, before);
}

TEST(ModelDocument, AQuantizedModelNeedsConsentAndStillShowsItsTypes) {
  ModelFiles files;
  StoredTensor tensor = test::storedTensor("blk.0.attn_q.weight", 256, 256);
  tensor.type = TensorType::Q8_0;
  tensor.bytes = 256 * 256 / 32 * 34;
  files.tensors.push_back(tensor);
  ModelDocument document;
  document.setModel(std::make_shared<const Model>(std::move(files)));
  ASSERT_TRUE(document.planError());
  EXPECT_EQ(document.planError()->code, ErrorCode::NeedsConsent);
  EXPECT_EQ(document.typeOf(TensorId{0}), TensorType::Q8_0);
}

}  // namespace
}  // namespace halftone::app
