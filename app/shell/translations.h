// The program's languages. Thread-safety: GUI thread only, before any window.
#pragma once

#include <QLocale>

class QCoreApplication;

namespace halftone::app {

// Installs the plural forms of English, then the translation for `locale` over them, if there is one, and Qt's own.
void installTranslations(QCoreApplication& application, const QLocale& locale);

}  // namespace halftone::app
