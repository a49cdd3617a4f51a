#include "app/shell/settings.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QTranslator>

#include "app/shell/sample_model.h"
#include "app/shell/translations.h"
#include "tests/support/paths.h"

namespace halftone::app {
namespace {

QString fileIn(const halftone::test::TemporaryFolder& folder, const char* name) {
  const QString path = QString::fromStdString((folder / name).string());
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::WriteOnly));
  return path;
}

TEST(Settings, RecentFilesAreLatestFirstUniqueAndMarkedWhenMissing) {
  Settings settings;
  settings.clearRecentFiles();
  const halftone::test::TemporaryFolder folder;
  const QString a = fileIn(folder, "a.gguf");
  const QString b = fileIn(folder, "b.gguf");
  settings.addRecentFile(a);
  settings.addRecentFile(b);
  settings.addRecentFile(a);
  EXPECT_EQ(settings.recentFiles(), (QList<RecentFile>{{a, false}, {b, false}}));
  QFile::remove(b);
  settings.markMissing(b);
  settings.markMissing(QStringLiteral("/never/opened.gguf"));
  EXPECT_EQ(settings.recentFiles(), (QList<RecentFile>{{a, false}, {b, true}}));
  settings.addRecentFile(b);
  EXPECT_EQ(settings.recentFiles(), (QList<RecentFile>{{b, false}, {a, false}}));
  settings.clearRecentFiles();
  EXPECT_TRUE(settings.recentFiles().isEmpty());
}

TEST(Settings, ThemesAreRememberedAndReadable) {
  Settings settings;
  settings.setTheme(Theme::Dark);
  EXPECT_EQ(Settings().theme(), Theme::Dark);
  settings.setTheme(Theme::System);
  for (const Theme theme : {Theme::Light, Theme::Dark}) {
    const QPalette palette = themePalette(theme, QPalette());
    for (const auto& [text, background] :
         {std::pair{QPalette::Text, QPalette::Base}, std::pair{QPalette::WindowText, QPalette::Window},
          std::pair{QPalette::ButtonText, QPalette::Button}, std::pair{QPalette::ToolTipText, QPalette::ToolTipBase}})
      EXPECT_GT(std::abs(palette.color(text).lightness() - palette.color(background).lightness()), 120);
  }
}

TEST(SampleModel, IsFound) { EXPECT_TRUE(QFileInfo::exists(sampleModelPath())); }

// What the studio says in another language, while it lives; tests speak English otherwise.
class Language {
 public:
  explicit Language(const QLocale& locale) { speak(locale); }
  ~Language() { speak(QLocale::c()); }
  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;

 private:
  static void speak(const QLocale& locale) {
    qDeleteAll(qApp->findChildren<QTranslator*>());
    installTranslations(*qApp, locale);
  }
};

QString changed(int tensors) {
  return QCoreApplication::translate("halftone::app::Commands", "%n tensor(s) changed", nullptr, tensors);
}

TEST(Translations, PluralsOfEnglishAndGermanAreThere) {
  EXPECT_EQ(changed(1), QStringLiteral("1 tensor changed"));
  EXPECT_EQ(changed(2), QStringLiteral("2 tensors changed"));
  const Language german(QLocale(QLocale::German, QLocale::Germany));
  EXPECT_EQ(changed(1), QStringLiteral("1 Tensor geändert"));
  EXPECT_EQ(changed(2), QStringLiteral("2 Tensoren geändert"));
}

}  // namespace
}  // namespace halftone::app
