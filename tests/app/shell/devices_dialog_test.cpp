#include "app/shell/devices_dialog.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

#include "tests/app/views/view_test_support.h"

namespace halftone::app {
namespace {

constexpr int kPatienceMs = 120'000;
constexpr int kAutomatic = 0, kCpu = 1, kFirstDevice = 2;  // rows
constexpr int kMemory = 2;                                 // column

class DevicesDialogTest : public testing::Test {
 protected:
  DevicesDialogTest() {
    dialog.show();
    EXPECT_TRUE(QTest::qWaitFor([&] { return !devices.measuring(); }, kPatienceMs));
  }
  QString cell(int row, int column) { return list->topLevelItem(row)->text(column); }

  JobQueue jobs;
  Devices devices{jobs};
  DevicesDialog dialog{devices};
  QTreeWidget* list = dialog.findChild<QTreeWidget*>(QStringLiteral("deviceList"));
};

TEST_F(DevicesDialogTest, ListsWhatThereIsWithItsMemory) {
  ASSERT_EQ(list->topLevelItemCount(), kFirstDevice + static_cast<int>(devices.known().size()));
  EXPECT_EQ(list->currentItem(), list->topLevelItem(kCpu)) << "what is in use";
  for (int i = 0; i < static_cast<int>(devices.known().size()); ++i) {
    const gpu::DeviceInfo& info = devices.known()[static_cast<std::size_t>(i)].info;
    EXPECT_EQ(cell(kFirstDevice + i, 0), QString::fromStdString(info.name));
    EXPECT_TRUE(cell(kFirstDevice + i, kMemory).endsWith(QStringLiteral("free")));
    EXPECT_EQ(cell(kFirstDevice + i, kMemory).contains(QStringLiteral("shared")), info.sharesMemory);
  }
  EXPECT_EQ(devices.whyNoneKnown().isEmpty(), !devices.known().empty()) << "where there is none it says why";
  test::screenshot(dialog, QStringLiteral("devices-light"));
  const test::DarkTheme dark;
  test::screenshot(dialog, QStringLiteral("devices-dark"));
}

TEST_F(DevicesDialogTest, ARowIsChosenByTheKeyboard) {
  QSignalSpy chosen(&dialog, &DevicesDialog::chosen);
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Up);
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen.front().front().toString(), QStringLiteral("auto"));
  EXPECT_EQ(list->currentItem(), list->topLevelItem(kAutomatic));
}

TEST_F(DevicesDialogTest, WhatIsChosenIsFoundAgain) {
  for (const gpu::MeasuredDevice& device : devices.known()) {
    if (!device.info.usable()) continue;
    const auto found = gpu::findDevice(devices.wantedFor(device.info).toStdString());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->uuid, device.info.uuid);
  }
}

}  // namespace
}  // namespace halftone::app
