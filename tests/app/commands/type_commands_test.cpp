#include "app/commands/type_commands.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "tests/app/support/small_model.h"

namespace halftone::app {
namespace {

const TensorId kNorm{1};
const TensorId kAttnQ{2};
const TensorId kAttnV{3};

class TypeCommands : public testing::Test {
 protected:
  TypeCommands() { document.setModel(test::smallModel()); }
  std::vector<TensorType> types() const {
    std::vector<TensorType> all;
    for (const PlanEntry& entry : document.plan().entries) all.push_back(entry.type);
    return all;
  }
  ModelDocument document;
};

TEST_F(TypeCommands, GiveUndoAndRedoAreExactSwaps) {
  const std::vector<TensorType> before = types();
  const Bytes size = document.plan().fileBytes;
  const Given given = giveType(document, {kAttnQ, kAttnV}, TensorType::Q8_0);
  EXPECT_EQ(given.changed, 2);
  EXPECT_EQ(document.typeOf(kAttnQ), TensorType::Q8_0);
  EXPECT_TRUE(document.byHand(kAttnQ));
  const std::vector<TensorType> after = types();
  document.undoStack().undo();
  EXPECT_EQ(types(), before);
  EXPECT_EQ(document.plan().fileBytes, size);
  EXPECT_TRUE(document.request().byHand.empty());
  document.undoStack().redo();
  EXPECT_EQ(types(), after);
}

TEST_F(TypeCommands, OneGestureIsOneStepNamedByAllItTouched) {
  const int gesture = document.newGesture();
  for (const TensorId id : {TensorId{2}, TensorId{3}, TensorId{4}}) giveType(document, {id}, TensorType::Q5_K, gesture);
  EXPECT_EQ(document.undoStack().count(), 1);
  EXPECT_TRUE(document.undoStack().undoText().contains(QStringLiteral("q5_K")));
  EXPECT_TRUE(document.undoStack().undoText().contains(QLatin1Char('3')))
      << document.undoStack().undoText().toStdString();
  document.undoStack().undo();
  EXPECT_TRUE(document.request().byHand.empty());
  document.undoStack().redo();
  EXPECT_EQ(document.request().byHand.size(), 3u);
}

TEST_F(TypeCommands, TwoGesturesAreTwoSteps) {
  giveType(document, {kAttnQ}, TensorType::Q5_K, document.newGesture());
  giveType(document, {kAttnQ}, TensorType::Q6_K, document.newGesture());
  EXPECT_EQ(document.undoStack().count(), 2);
  document.undoStack().undo();
  EXPECT_EQ(document.typeOf(kAttnQ), TensorType::Q5_K);
}

TEST_F(TypeCommands, WhatChangesNothingIsNoStep) {
  giveType(document, {kAttnQ}, TensorType::Q5_K);
  giveType(document, {kAttnQ}, TensorType::Q5_K);
  resetTypes(document, {kAttnV});
  choosePreset(document, document.request().preset);
  EXPECT_EQ(document.undoStack().count(), 1);
}

TEST_F(TypeCommands, NormsAreRefusedWithAReason) {
  const Given given = giveType(document, {kNorm, kAttnQ}, TensorType::Q4_0);
  EXPECT_EQ(given.changed, 1);
  EXPECT_EQ(given.refused, 1);
  EXPECT_FALSE(given.reason.isEmpty());
  EXPECT_FALSE(document.byHand(kNorm));
}

TEST_F(TypeCommands, TypesThatCannotBeEncodedAreRefused) {
  const Given given = giveType(document, {kAttnQ}, TensorType::I8);
  EXPECT_EQ(given.changed, 0);
  EXPECT_EQ(given.refused, 1);
}

TEST_F(TypeCommands, StepsWalkTheLadderAndStopAtItsEnds) {
  giveType(document, {kAttnQ}, TensorType::Q4_K);
  stepBits(document, {kAttnQ}, 1);
  EXPECT_EQ(document.typeOf(kAttnQ), TensorType::Q5_K);
  stepBits(document, {kAttnQ}, -1);
  stepBits(document, {kAttnQ}, -1);
  EXPECT_EQ(document.typeOf(kAttnQ), TensorType::Q3_K);
  giveType(document, {kAttnQ}, TensorType::F16);
  const Given given = stepBits(document, {kAttnQ}, 1);
  EXPECT_EQ(given.changed, 0);
  EXPECT_FALSE(given.reason.isEmpty());
}

TEST_F(TypeCommands, BitsWithoutATypeSaySo) {
  const Given given = giveBits(document, {kAttnQ}, 7);
  EXPECT_EQ(given.changed, 0);
  EXPECT_TRUE(given.reason.contains(QLatin1Char('7')));
}

TEST_F(TypeCommands, ResetGivesTensorsBackToThePreset) {
  const TensorType own = document.typeOf(kAttnQ);
  giveType(document, {kAttnQ}, TensorType::Q8_0);
  resetTypes(document, {kAttnQ});
  EXPECT_EQ(document.typeOf(kAttnQ), own);
  EXPECT_FALSE(document.byHand(kAttnQ));
}

TEST_F(TypeCommands, APresetKeepsWhatWasChosenByHand) {
  giveType(document, {kAttnQ}, TensorType::Q8_0);
  QSignalSpy spy(&document, &ModelDocument::presetChanged);
  choosePreset(document, Preset::Q3_K_M);
  EXPECT_EQ(spy.count(), 1);
  EXPECT_EQ(document.typeOf(kAttnQ), TensorType::Q8_0);
  document.undoStack().undo();
  EXPECT_EQ(spy.count(), 2);
  EXPECT_EQ(document.request().preset, Preset::Q4_K_M);
}

TEST_F(TypeCommands, AnEffortIsOneStepThatChangesNoTypeAndNoSize) {
  document.undoStack().setClean();  // as after an export
  const std::vector<TensorType> before = types();
  const Bytes size = document.plan().fileBytes;
  QSignalSpy told(&document, &ModelDocument::effortChanged);
  QSignalSpy preset(&document, &ModelDocument::presetChanged);
  QSignalSpy planned(&document, &ModelDocument::planChanged);
  chooseEffort(document, Effort::Thorough);
  chooseEffort(document, Effort::Thorough);
  EXPECT_EQ(told.count(), 1);
  EXPECT_EQ(planned.count(), 1);
  EXPECT_EQ(document.undoStack().count(), 1);
  EXPECT_TRUE(document.undoStack().undoText().contains(QStringLiteral("thorough")));
  EXPECT_FALSE(document.undoStack().isClean());
  EXPECT_EQ(document.plan().effort, Effort::Thorough);
  EXPECT_EQ(types(), before);
  EXPECT_EQ(document.plan().fileBytes, size);
  document.undoStack().undo();
  EXPECT_EQ(told.count(), 2);
  EXPECT_EQ(document.plan().effort, Effort::Normal);
  EXPECT_TRUE(document.undoStack().isClean());
  EXPECT_EQ(preset.count(), 0);
}

TEST_F(TypeCommands, AnotherModelStartsWithNormalEffort) {
  chooseEffort(document, Effort::Quick);
  QSignalSpy told(&document, &ModelDocument::effortChanged);
  document.setModel(test::smallModel(2));
  EXPECT_EQ(told.count(), 1);
  EXPECT_EQ(document.request().effort, Effort::Normal);
}

TEST_F(TypeCommands, TellsOnlyTheTensorsThatChanged) {
  QList<TensorId> told;
  QObject::connect(&document, &ModelDocument::planChanged, [&](const QList<TensorId>& tensors) { told = tensors; });
  giveType(document, {kAttnQ}, TensorType::Q8_0);
  EXPECT_EQ(told, QList<TensorId>{kAttnQ});
}

}  // namespace
}  // namespace halftone::app
