// What a person can do to a document, each as one undo step. These are the only ways to change a request.
// Thread-safety: GUI thread only.
#pragma once

#include <QList>
#include <QString>

#include "app/document/model_document.h"

namespace halftone::app {

// What a gesture did, for the status bar.
struct Given {
  int changed = 0;  // tensors whose wish changed
  int refused = 0;  // tensors that cannot have the type
  QString reason;   // why the first of those cannot; empty if none was refused
};

// The same in words: "7 tensors changed · 1 tensor left as is: …".
QString outcomeText(const Given& given);

// Gives `type` to the tensors that can have it; each can have its own. `gesture`: see
// ChangeRequest. Nothing is pushed if nothing changes.
Given giveType(ModelDocument& document, const QList<TensorId>& tensors, TensorType type, int gesture = 0);
// Gives each tensor its usual type of `bits` bits.
Given giveBits(ModelDocument& document, const QList<TensorId>& tensors, int bits);
// One usual type more (`direction` > 0) or less for each tensor.
Given stepBits(ModelDocument& document, const QList<TensorId>& tensors, int direction);
// Takes back what was chosen by hand: the preset decides again.
Given resetTypes(ModelDocument& document, const QList<TensorId>& tensors, int gesture = 0);

// The same for every tensor.
Given resetAllTypes(ModelDocument& document);

// Another preset; types chosen by hand stay.
void choosePreset(ModelDocument& document, Preset preset);
// Another effort of the encoders; types and sizes stay.
void chooseEffort(ModelDocument& document, Effort effort);
// Consent to quantize tensors that are quantized already.
void allowRequantize(ModelDocument& document, bool allow);
// Any other change of options, such as a split size or a metadata edit, under the name `text`.
void changeOptions(ModelDocument& document, PlanRequest after, const QString& text);

}  // namespace halftone::app
