// Settings: what the studio remembers between runs. Thread-safety: GUI thread only.
#pragma once

#include <QByteArray>
#include <QStringList>

#include "app/shell/theme.h"

namespace halftone::app {

class Settings {
 public:
  QStringList recentFiles() const;  // latest first, only those that still exist
  void addRecentFile(const QString& path);
  void clearRecentFiles();

  Theme theme() const;
  void setTheme(Theme theme);

  QByteArray windowGeometry() const;
  QByteArray windowState() const;
  void setWindow(const QByteArray& geometry, const QByteArray& state);

  QString lastFolder() const;  // where the next file dialog opens
  void setLastFolder(const QString& folder);
};

}  // namespace halftone::app
