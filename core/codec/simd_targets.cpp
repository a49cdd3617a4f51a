#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdint>

#include "core/codec/codec.h"
#include "hwy/highway.h"

namespace halftone {
namespace {

// What this machine runs of what was compiled, best first, whatever target is forced.
const std::vector<std::int64_t>& runnableTargets() {
  static const std::vector<std::int64_t> targets = [] {
    hwy::SetSupportedTargetsForTest(0);
    return hwy::SupportedAndGeneratedTargets();
  }();
  return targets;
}

void setTarget(std::int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace

std::vector<std::string_view> simdTargets() {
  std::vector<std::string_view> names;
  for (const std::int64_t target : runnableTargets()) names.emplace_back(hwy::TargetName(target));
  return names;
}

Status forceSimdTarget(std::string_view target) {
  if (target.empty()) {
    setTarget(0);
    return {};
  }
  for (const std::int64_t candidate : runnableTargets()) {
    if (target != hwy::TargetName(candidate)) continue;
    setTarget(candidate);
    return {};
  }
  return failure({ErrorCode::InvalidArgument, "choosing a SIMD target", std::string(target),
                  "this machine cannot run it", fmt::format("use one of {}", fmt::join(simdTargets(), ", "))});
}

}  // namespace halftone
