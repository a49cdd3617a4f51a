// The palette: every type is in reach, it fits a window, and it shows what the selection has.
#include "app/views/palette/type_palette.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QMenu>
#include <QToolButton>

#include "app/commands/type_commands.h"
#include "core/codec/codec.h"
#include "tests/app/views/view_test_support.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

class TypePaletteTest : public testing::Test {
 protected:
  TypePaletteTest() {
    m_document.setModel(*Model::open(halftone::test::samplePath("Fireside-6.8M-v1.0-F16.gguf")));
    m_palette.show();
  }
  TensorId id(const char* name) const { return *m_document.model()->findTensor(name); }
  QToolButton* button(const char* face) {
    for (QToolButton* button : m_palette.findChildren<QToolButton*>())
      if (button->text() == QLatin1String(face)) return button;
    return nullptr;
  }
  QAction* entry(const QString& type) {
    for (QToolButton* button : m_palette.findChildren<QToolButton*>())
      for (QAction* action : button->menu() ? button->menu()->actions() : QList<QAction*>())
        if (action->text().startsWith(type + QLatin1Char(':'))) return action;
    return nullptr;
  }

  ModelDocument m_document;
  TypePalette m_palette{m_document};
};

TEST_F(TypePaletteTest, HoldsEveryTypeInTheWidthOfASmallWindow) {
  for (const TensorType type : encodableTypes()) {
    const std::string name = tensorTypeName(type);
    EXPECT_TRUE(entry(QString::fromStdString(name)) != nullptr || button(name.c_str()) != nullptr) << name;
  }
  EXPECT_LE(m_palette.sizeHint().width(), 800);
  test::screenshot(m_palette, QStringLiteral("palette-light"));
}

TEST_F(TypePaletteTest, AClickGivesTheTypeAndTheMenuAnyOther) {
  EXPECT_FALSE(button("q4_K")->isEnabled());
  const TensorId gate = id("blk.1.ffn_gate.weight");
  m_document.select({gate}, gate);
  EXPECT_TRUE(button("q4_K")->isChecked());
  button("q6_K")->click();
  EXPECT_EQ(m_document.typeOf(gate), TensorType::Q6_K);
  EXPECT_TRUE(button("q6_K")->isChecked());
  EXPECT_FALSE(button("q4_K")->isChecked());
  entry(QStringLiteral("iq4_xs"))->trigger();
  EXPECT_EQ(m_document.typeOf(gate), TensorType::IQ4_XS);
  ASSERT_NE(button("iq4_xs"), nullptr);
  EXPECT_TRUE(button("iq4_xs")->isChecked());
  EXPECT_FALSE(button("q6_K")->isChecked());
  m_document.select({id("output_norm.weight")}, id("output_norm.weight"));
  EXPECT_TRUE(button("f32")->isChecked());
  EXPECT_FALSE(button("iq4_xs")->isEnabled());
}

TEST_F(TypePaletteTest, ThePaintedTypeIsPressedIn) {
  m_palette.setPainting(true);
  EXPECT_EQ(m_palette.brush(), TensorType::Q4_K);
  EXPECT_TRUE(button("q4_K")->isChecked());
  entry(QStringLiteral("q2_0"))->trigger();
  EXPECT_EQ(m_palette.brush(), TensorType::Q2_0);
  EXPECT_TRUE(button("q2_0")->isChecked());
  EXPECT_EQ(m_document.undoStack().count(), 0);
}

}  // namespace
}  // namespace halftone::app
