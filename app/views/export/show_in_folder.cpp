#include "app/views/export/show_in_folder.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QUrl>

namespace halftone::app {

void showInFolder(const QString& path) {
#if defined(Q_OS_WIN)
  if (QProcess::startDetached(QStringLiteral("explorer.exe"),
                              {QStringLiteral("/select,"), QDir::toNativeSeparators(path)}))
    return;
#elif defined(Q_OS_MACOS)
  if (QProcess::startDetached(QStringLiteral("open"), {QStringLiteral("-R"), path})) return;
#endif
  QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath()));
}

}  // namespace halftone::app
