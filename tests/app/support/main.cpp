// main() of every test of the studio: a QApplication without a display that speaks English, then GoogleTest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QApplication>
#include <QLocale>
#include <QStandardPaths>

#include "app/shell/translations.h"

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QStandardPaths::setTestModeEnabled(true);  // settings of a test are not the user's
  QLocale::setDefault(QLocale::c());         // numbers read the same everywhere
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("halftone-test"));
  QApplication::setOrganizationName(QStringLiteral("halftone-test"));
  halftone::app::installTranslations(application, QLocale::c());
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
