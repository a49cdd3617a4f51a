#include "app/models/names.h"

#include <QRegularExpression>

namespace halftone::app {

QString wrappable(QString name) {
  static const QRegularExpression kSeparator(QStringLiteral("([._/-])(?=\\D)"));
  return name.replace(kSeparator, QStringLiteral("\\1\u200b"));
}

}  // namespace halftone::app
