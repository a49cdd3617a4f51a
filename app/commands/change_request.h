// ChangeRequest: the one command that changes a document's request. Undo and redo are the same swap.
// Thread-safety: GUI thread only.
#pragma once

#include <QUndoCommand>
#include <functional>
#include <set>

#include "app/document/model_document.h"

namespace halftone::app {

class ChangeRequest : public QUndoCommand {
 public:
  // The step's name, for the number of tensors that the whole gesture has touched so far.
  using Text = std::function<QString(int tensors)>;

  // `after` replaces the document's request when the command is pushed. Commands with the same `gesture` (not 0; see
  // ModelDocument::newGesture) merge into one step if nothing else came between them.
  ChangeRequest(ModelDocument& document, PlanRequest after, std::set<TensorId> touched, Text text, int gesture = 0);

  void undo() override { swap(); }
  void redo() override { swap(); }
  int id() const override { return m_gesture == 0 ? -1 : m_gesture; }
  bool mergeWith(const QUndoCommand* other) override;

 private:
  void swap();

  ModelDocument& m_document;
  PlanRequest m_other;  // the request that the next swap puts in
  std::set<TensorId> m_touched;
  Text m_text;
  int m_gesture;
};

}  // namespace halftone::app
