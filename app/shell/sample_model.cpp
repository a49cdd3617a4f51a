#include "app/shell/sample_model.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringList>

namespace halftone::app {

QString sampleModelPath() {
  QStringList folders;
  if (qEnvironmentVariableIsSet("HALFTONE_SAMPLE_DIR")) folders << qEnvironmentVariable("HALFTONE_SAMPLE_DIR");
  folders << QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("../share/halftone/sample"));
  folders << QStringLiteral(HALFTONE_SOURCE_SAMPLE_DIR);
  for (const QString& folder : folders) {
    const QStringList models = QDir(folder).entryList({QStringLiteral("Fireside-*.gguf")}, QDir::Files, QDir::Name);
    if (!models.isEmpty()) return QFileInfo(QDir(folder).filePath(models.front())).absoluteFilePath();
  }
  return {};
}

}  // namespace halftone::app
