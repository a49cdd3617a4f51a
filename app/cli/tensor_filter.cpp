#include "app/cli/tensor_filter.h"

#include <fmt/format.h>

#include "core/plan/type_override.h"

namespace halftone::cli {

Result<std::vector<TensorId>> matchingTensors(const Model& model, std::string_view pattern) {
  std::vector<TensorId> matching;
  std::vector<TypeOverride> patterns;
  if (!pattern.empty()) patterns.push_back({std::string(pattern), TensorType::F32});
  HALFTONE_TRY(const CompiledOverrides compiled, CompiledOverrides::compile(patterns));
  for (const TensorInfo& tensor : model.tensors())
    if (pattern.empty() || compiled.firstMatch(tensor.name)) matching.push_back(tensor.id);
  if (matching.empty() && !pattern.empty())
    return failure({ErrorCode::InvalidArgument, "choosing tensors", fmt::format("\"{}\"", pattern),
                    "no tensor of the model matches", "List its tensors with: halftone-cli inspect FILE"});
  return matching;
}

}  // namespace halftone::cli
