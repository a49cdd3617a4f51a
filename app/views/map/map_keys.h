// The map's keyboard: moving, selecting, and giving types. Thread-safety: GUI thread only.
#pragma once

#include <QCoreApplication>
#include <QKeyEvent>
#include <QString>
#include <functional>

#include "app/commands/type_commands.h"
#include "app/views/map/map_selection.h"

namespace halftone::app {

class MapKeys {
 public:
  // `tell` gets a sentence for the status bar. REQUIRES: all outlive the keys.
  MapKeys(ModelDocument& document, MapSelection& selection, std::function<void(const QString&)> tell);

  // Does what the key means on the map; false if it means nothing there.
  bool press(const QKeyEvent& event);

 private:
  bool move(const QKeyEvent& event);
  bool select(const QKeyEvent& event);
  bool give(const QKeyEvent& event);

  ModelDocument& m_document;
  MapSelection& m_selection;
  std::function<void(const QString&)> m_tell;
};

}  // namespace halftone::app
