// Settings: what the studio remembers between runs. Thread-safety: GUI thread only.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "app/shell/theme.h"

namespace halftone::app {

struct RecentFile {
  QString path;
  bool missing = false;  // it was not there when it was opened last
  friend bool operator==(const RecentFile&, const RecentFile&) = default;
};

class Settings {
 public:
  // Latest first. Whether a file is still there is not looked up: a network disk that is gone would block.
  QList<RecentFile> recentFiles() const;
  void addRecentFile(const QString& path);
  // Marks a recent file as not found, until it is added again. Nothing for another file.
  void markMissing(const QString& path);
  void clearRecentFiles();

  Theme theme() const;
  void setTheme(Theme theme);

  QByteArray windowGeometry() const;
  QByteArray windowState() const;
  void setWindow(const QByteArray& geometry, const QByteArray& state);

  QString device() const;  // that encodes, as Devices::choose(); "auto" at first
  void setDevice(const QString& wanted);

  QString lastFolder() const;  // where the next file dialog opens
  void setLastFolder(const QString& folder);
};

}  // namespace halftone::app
