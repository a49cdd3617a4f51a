#include "app/shell/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

namespace halftone::app {

namespace {

void install(QCoreApplication& application, const QLocale& locale, const QString& name, const QString& folder) {
  auto* translator = new QTranslator(&application);
  if (translator->load(locale, name, QStringLiteral("_"), folder))
    QCoreApplication::installTranslator(translator);
  else
    delete translator;
}

}  // namespace

void installTranslations(QCoreApplication& application, const QLocale& locale) {
  const QString ours = QStringLiteral(":/i18n");
  install(application, QLocale(QLocale::English), QStringLiteral("halftone"), ours);
  if (locale.language() == QLocale::English || locale.language() == QLocale::C) return;
  install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
  install(application, locale, QStringLiteral("halftone"), ours);
}

}  // namespace halftone::app
