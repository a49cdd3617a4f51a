// What a person asks first about a model, as labelled lines.
// Thread-safety: pure functions.
#pragma once

#include <QList>
#include <QString>

#include "core/model/model.h"

namespace halftone::app {

struct ModelFact {
  QString name;
  QString value;
  QString help;  // tooltip; may be empty
};

// Name, architecture, parameters, layers, experts if any, context, types, files, size, bits per weight. Bits per weight
// are counted from the tensors, never taken from general.file_type.
QList<ModelFact> modelFacts(const Model& model);

}  // namespace halftone::app
