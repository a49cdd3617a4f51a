#include "app/models/effort_text.h"

#include <QCoreApplication>

namespace halftone::app {

namespace {

struct Efforts {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Efforts)
};

}  // namespace

QString effortText(Effort effort) {
  switch (effort) {
    case Effort::Quick: return Efforts::tr("Quick");
    case Effort::Normal: return Efforts::tr("Normal");
    case Effort::Thorough: return Efforts::tr("Thorough");
  }
  return {};
}

QString effortHelp(Effort effort) {
  switch (effort) {
    case Effort::Quick: return Efforts::tr("Quick takes the least time and leaves the most error: for previews.");
    case Effort::Normal: return Efforts::tr("Normal takes out nearly all the error that time can take out: for files.");
    case Effort::Thorough:
      return Efforts::tr("Thorough takes several times as long as Normal for the last percent of the error.");
  }
  return {};
}

}  // namespace halftone::app
