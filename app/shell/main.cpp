// The studio's entry: options, translations, one window.
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QLocale>
#include <csignal>
#include <cstdio>

#include "app/shell/main_window.h"
#include "app/shell/sample_model.h"
#include "app/shell/screenshots.h"
#include "app/shell/translations.h"

namespace {

void addOptions(QCommandLineParser& parser) {
  parser.setApplicationDescription(
      QCoreApplication::translate("main",
                                  "Halftone, a studio for compressing language models.\n\n"
                                  "Opens MODEL: a GGUF or safetensors file, or a folder that holds one model."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument(QStringLiteral("MODEL"), QCoreApplication::translate("main", "The model to open."),
                               QStringLiteral("[MODEL]"));
  parser.addOption({QStringLiteral("sample"), QCoreApplication::translate("main", "Open the sample model.")});
  parser.addOption({QStringLiteral("screenshots"),
                    QCoreApplication::translate(
                        "main",
                        "Write pictures of the window on MODEL (or on the sample), light and dark, 1280 × 800, "
                        "to FOLDER and exit. Works without a display."),
                    QStringLiteral("FOLDER")});
}

#ifdef Q_OS_LINUX
// Qt aborts where it finds no display. Pictures and help need none; anything else is told so. False = give up.
bool prepareDisplay(int argc, char** argv) {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
    if (!qEnvironmentVariableIsEmpty(name)) return true;
  for (int i = 1; i < argc; ++i) {
    const QLatin1String option(argv[i]);
    for (const char* without : {"--screenshots", "--help", "--help-all", "-h", "--version", "-v"})
      if (option.startsWith(QLatin1String(without))) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return true;
      }
  }
  std::fputs("halftone: there is no display to open a window on. Use halftone-cli here, or set DISPLAY.\n", stderr);
  return false;
}
#else
bool prepareDisplay(int, char**) { return true; }
#endif

}  // namespace

int main(int argc, char** argv) {
  if (!prepareDisplay(argc, argv)) return 1;
  // Past a limit on file sizes, an export is to fail with an error that cleans up and is told.
  std::signal(SIGXFSZ, SIG_IGN);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("Halftone"));
  QApplication::setApplicationName(QStringLiteral("halftone"));
  QApplication::setApplicationDisplayName(QStringLiteral("Halftone"));
  QApplication::setApplicationVersion(QStringLiteral(HALFTONE_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("halftone"));
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/halftone.svg")));
  halftone::app::installTranslations(application, QLocale());

  QCommandLineParser parser;
  addOptions(parser);
  parser.process(application);
  const QString sample = halftone::app::sampleModelPath();
  const QString model =
      parser.positionalArguments().value(0, parser.isSet(QStringLiteral("sample")) ? sample : QString());
  if (parser.isSet(QStringLiteral("screenshots"))) {
    return halftone::app::takeScreenshots(parser.value(QStringLiteral("screenshots")),
                                          model.isEmpty() ? sample : model);
  }
  halftone::app::MainWindow window;
  window.show();
  if (!model.isEmpty()) window.open(model);
  return QApplication::exec();
}
