#include "app/shell/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <algorithm>

namespace halftone::app {

namespace {
constexpr qsizetype kRecentFiles = 10;
const QString kRecent = QStringLiteral("recentFiles");
const QString kTheme = QStringLiteral("theme");
const QString kGeometry = QStringLiteral("window/geometry");
const QString kState = QStringLiteral("window/state");
const QString kFolder = QStringLiteral("lastFolder");
}  // namespace

QStringList Settings::recentFiles() const {
  QStringList files = QSettings().value(kRecent).toStringList();
  files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
  return files;
}

void Settings::addRecentFile(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  QStringList files = recentFiles();
  files.removeAll(absolute);
  files.prepend(absolute);
  QSettings().setValue(kRecent, files.mid(0, kRecentFiles));
}

void Settings::clearRecentFiles() { QSettings().remove(kRecent); }

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
