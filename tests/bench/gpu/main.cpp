// What a GPU does with weights, beside the same machine's CPU: weights per second of decoding, of encoding at effort
// normal and of measures, of weights that it holds already; what moving them takes; and exports. A Markdown table for
// docs/gpu.md. Usage:
//   bench_gpu [--device NUMBER|NAME|auto] [--weights N] [--type NAME]... [--seconds S] [--threads N]
// Software devices are measured only when named; they want few weights (--weights 65536).
#include <CLI/CLI.hpp>
#include <cstdio>

#include "gpu/ops/vulkan_backend.h"
#include "tests/bench/gpu/report.h"

namespace halftone::bench {
namespace {

Status run(const Wish& wish) {
  HALFTONE_TRY(const gpu::DeviceInfo info, deviceFor(wish));
  HALFTONE_TRY(std::shared_ptr<gpu::Device> device, gpu::Device::open(info));
  HALFTONE_TRY(std::shared_ptr<gpu::Pipelines> pipelines,
               gpu::Pipelines::create(std::move(device), gpu::defaultCacheFolder()));
  return Report(wish, std::move(pipelines),
                [](const std::string& text) {
                  std::fputs(text.c_str(), stdout);
                  std::fflush(stdout);
                })
      .run();
}

}  // namespace
}  // namespace halftone::bench

int main(int argc, char** argv) {
  CLI::App app{"Halftone's speed on a GPU"};
  halftone::bench::Wish wish;
  app.add_option("--device", wish.device, "Its number or a part of its name; auto: the first that is no software");
  app.add_option("--weights", wish.weights, "How many it holds")->check(CLI::Range(4096ULL, 1ULL << 31U));
  app.add_option("--type", wish.types, "Only this type (repeatable)")->allow_extra_args(false);
  app.add_option("--seconds", wish.seconds, "Per measurement")->check(CLI::Range(0.0, 3600.0));
  app.add_option("--threads", wish.threads, "Of the CPU; 0: all")->check(CLI::Range(0, 1024));
  CLI11_PARSE(app, argc, argv);
  const halftone::Status done = halftone::bench::run(wish);
  if (!done) std::fprintf(stderr, "%s\n", done.error().message().c_str());
  return done ? 0 : 1;
}
