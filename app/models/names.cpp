#include "app/models/names.h"

namespace halftone::app {

QString wrappable(QString name) {
  constexpr QChar kZeroWidthSpace(0x200b);
  for (const char16_t separator : {u'.', u'_', u'/', u'-'})
    name.replace(QChar(separator), QString(QChar(separator)) + kZeroWidthSpace);
  return name;
}

}  // namespace halftone::app
