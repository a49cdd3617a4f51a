#include "app/shell/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStringList>
#include <algorithm>

namespace halftone::app {

namespace {
constexpr qsizetype kRecentFiles = 10;
const QString kRecent = QStringLiteral("recentFiles");
const QString kMissing = QStringLiteral("missingFiles");
const QString kTheme = QStringLiteral("theme");
const QString kGeometry = QStringLiteral("window/geometry");
const QString kState = QStringLiteral("window/state");
const QString kDevice = QStringLiteral("device");
const QString kFolder = QStringLiteral("lastFolder");
}  // namespace

QList<RecentFile> Settings::recentFiles() const {
  const QSettings settings;
  const QStringList missing = settings.value(kMissing).toStringList();
  QList<RecentFile> files;
  for (const QString& path : settings.value(kRecent).toStringList())
    files.append(RecentFile{path, missing.contains(path)});
  return files;
}

void Settings::addRecentFile(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  QSettings settings;
  QStringList files = settings.value(kRecent).toStringList();
  files.removeAll(absolute);
  files.prepend(absolute);
  files = files.mid(0, kRecentFiles);
  QStringList missing = settings.value(kMissing).toStringList();
  missing.removeIf([&](const QString& file) { return file == absolute || !files.contains(file); });
  settings.setValue(kRecent, files);
  settings.setValue(kMissing, missing);
}

void Settings::markMissing(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  QSettings settings;
  QStringList missing = settings.value(kMissing).toStringList();
  if (missing.contains(absolute) || !settings.value(kRecent).toStringList().contains(absolute)) return;
  settings.setValue(kMissing, missing << absolute);
}

void Settings::clearRecentFiles() {
  QSettings().remove(kRecent);
  QSettings().remove(kMissing);
}

QString Settings::device() const { return QSettings().value(kDevice, QStringLiteral("auto")).toString(); }

void Settings::setDevice(const QString& wanted) { QSettings().setValue(kDevice, wanted); }

Theme Settings::theme() const {
  return static_cast<Theme>(std::clamp(QSettings().value(kTheme, 0).toInt(), 0, static_cast<int>(Theme::Dark)));
}

void Settings::setTheme(Theme theme) { QSettings().setValue(kTheme, static_cast<int>(theme)); }

QByteArray Settings::windowGeometry() const { return QSettings().value(kGeometry).toByteArray(); }
QByteArray Settings::windowState() const { return QSettings().value(kState).toByteArray(); }

void Settings::setWindow(const QByteArray& geometry, const QByteArray& state) {
  QSettings settings;
  settings.setValue(kGeometry, geometry);
  settings.setValue(kState, state);
}

QString Settings::lastFolder() const { return QSettings().value(kFolder, QDir::homePath()).toString(); }
void Settings::setLastFolder(const QString& folder) { QSettings().setValue(kFolder, folder); }

}  // namespace halftone::app
