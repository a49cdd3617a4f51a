// quantize_on TARGET THREADS PRESET IN OUT: a whole run on one SIMD target, to compare the outputs of all by hand.
// TARGET is one of those that it prints without arguments; the tests compare small models.
#include <cstdio>
#include <string>

#include "core/codec/codec.h"
#include "core/run/quantize.h"

namespace {

using namespace halftone;

Status run(char** arguments) {
  HALFTONE_TRY_STATUS(forceSimdTarget(arguments[1]));
  HALFTONE_TRY(const std::shared_ptr<const Model> model, Model::open(arguments[4]));
  PlanRequest request;
  const std::optional<Preset> preset = presetByName(arguments[3]);
  if (!preset) return failure({ErrorCode::InvalidArgument, "", arguments[3], "it is no preset", ""});
  request.preset = *preset;
  HALFTONE_TRY(const Plan plan, makePlan(*model, request));
  QuantizeOptions options;
  options.output = arguments[5];
  options.threads = static_cast<unsigned>(std::stoul(arguments[2]));
  HALFTONE_TRY(const QuantizeReport report, quantize(*model, plan, nullptr, options, nullptr, {}));
  std::printf("%s, %s threads: %.1f s (encoding %.1f, reading %.1f, both summed over threads; writing %.1f)\n",
              arguments[1], arguments[2], report.secondsTotal, report.secondsEncoding, report.secondsReading,
              report.secondsWriting);
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    for (const std::string_view target : halftone::simdTargets()) std::printf("%s\n", std::string(target).c_str());
    return 1;
  }
  const halftone::Status done = run(arguments);
  if (!done) std::fprintf(stderr, "quantize_on: %s\n", done.error().message().c_str());
  return done ? 0 : 1;
}
