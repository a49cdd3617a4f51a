#include "core/run/importance_summary.h"

namespace halftone {

ImportanceSummary summarizeImportance(const ImportanceMatrix& matrix) {
  ImportanceSummary summary;
  summary.fileName = matrix.path().filename().string();
  if (!matrix.datasets().empty()) summary.dataset = matrix.datasets().front();
  summary.entries = matrix.entries().size();
  summary.chunks = matrix.chunks();
  summary.tensors.reserve(matrix.entries().size());
  for (const auto& [name, entry] : matrix.entries()) summary.tensors.push_back(name);
  return summary;
}

}  // namespace halftone
