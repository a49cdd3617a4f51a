// The studio's entry: options, translations, one window.
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QLocale>
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
                        "to FOLDER and exit. Works without a display under QT_QPA_PLATFORM=offscreen."),
                    QStringLiteral("FOLDER")});
}

}  // namespace

int main(int argc, char** argv) {
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
