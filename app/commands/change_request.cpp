#include "app/commands/change_request.h"

#include <utility>

namespace halftone::app {

ChangeRequest::ChangeRequest(ModelDocument& document, PlanRequest after, std::set<TensorId> touched, Text text,
                             int gesture)
    : m_document(document),
      m_other(std::move(after)),
      m_touched(std::move(touched)),
      m_text(std::move(text)),
      m_gesture(gesture) {
  setText(m_text(static_cast<int>(m_touched.size())));
}

void ChangeRequest::swap() {
  PlanRequest before = m_document.request();
  m_document.applyRequest(std::move(m_other));
  m_other = std::move(before);
}

// m_other stays what it was before the gesture began, so one undo takes all of it back.
bool ChangeRequest::mergeWith(const QUndoCommand* other) {
  const auto* later = dynamic_cast<const ChangeRequest*>(other);
  if (later == nullptr || later->m_gesture != m_gesture) return false;
  m_touched.insert(later->m_touched.begin(), later->m_touched.end());
  m_text = later->m_text;
  setText(m_text(static_cast<int>(m_touched.size())));
  return true;
}

}  // namespace halftone::app
