#include "tests/bench/gpu/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "core/codec/codec.h"
#include "gpu/ops/decode.h"
#include "gpu/ops/encode.h"
#include "gpu/ops/vulkan_backend_on.h"
#include "tests/bench/gpu/export_rate.h"

namespace halftone::bench {
namespace {

constexpr unsigned kReferenceThreads = 16;

std::string cpuName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name") && line.find(": ") != std::string::npos) return line.substr(line.find(": ") + 2);
  return "CPU";
}

std::string_view measureName(Measure measure) {
  switch (measure) {
    case Measure::Errors: return "errors";
    case Measure::FirstPass: return "first pass";
    case Measure::SecondPass: break;
  }
  return "second pass";
}

// Bytes of a weight and its decoded value that a measure reads: the first pass scans the source before.
double bytesRead(Measure measure) { return measure == Measure::FirstPass ? 12 : 8; }

std::string gigabytes(double bytesPerSecond) { return fmt::format("{:.3g} GB/s", bytesPerSecond / 1e9); }

}  // namespace

Result<gpu::DeviceInfo> deviceFor(const Wish& wish) {
  if (wish.device != "auto") return gpu::findDevice(wish.device);
  HALFTONE_TRY(const std::vector<gpu::DeviceInfo> devices, gpu::listDevices());
  const gpu::DeviceInfo* best = nullptr;
  for (const gpu::DeviceInfo& info : devices) {
    if (!info.usable() || info.kind == gpu::DeviceKind::Software) continue;
    if (best == nullptr || (info.kind == gpu::DeviceKind::Discrete && best->kind != gpu::DeviceKind::Discrete))
      best = &info;
  }
  if (best == nullptr)
    return failure({ErrorCode::NoDevice, "choosing a GPU", "auto", "there are software devices at most",
                    "Name one to measure it all the same"});
  return *best;
}

Report::Report(const Wish& wish, std::shared_ptr<gpu::Pipelines> pipelines,
               std::function<void(const std::string&)> print)
    : m_wish(wish), m_pipelines(std::move(pipelines)), m_print(std::move(print)) {
  const unsigned threads = wish.threads > 0 ? wish.threads : std::max(1U, std::thread::hardware_concurrency());
  m_cpus.emplace_back(threads, wish.seconds);
  if (threads > kReferenceThreads) m_cpus.emplace_back(kReferenceThreads, wish.seconds);
}

Result<std::vector<TensorType>> Report::types() const {
  std::vector<TensorType> wanted;
  for (const std::string& name : m_wish.types) {
    const std::optional<TensorType> type = tensorTypeByName(name);
    if (!type || !gpu::canDecode(*type))
      return failure({ErrorCode::InvalidArgument, "choosing types", name, "devices know no such type", "Name another"});
    wanted.push_back(*type);
  }
  if (!wanted.empty()) return wanted;
  for (const Codec& codec : allCodecs())
    if (gpu::canDecode(codec.type)) wanted.push_back(codec.type);
  return wanted;
}

Status Report::run() {
  HALFTONE_TRY(const std::vector<TensorType> known, types());
  HALFTONE_TRY(m_resident, Resident::create(m_pipelines, m_wish.weights, m_wish.seconds));
  HALFTONE_TRY(m_copying, m_resident->copying());
  HALFTONE_TRY(m_bus, m_resident->bus());
  HALFTONE_TRY_STATUS(printHead());
  for (const TensorType type : known) HALFTONE_TRY_STATUS(printType(type));
  HALFTONE_TRY_STATUS(printMeasures());
  return printExports(known);
}

Status Report::printHead() {
  const gpu::DeviceTraits& traits = m_pipelines->device().traits();
  const gpu::DeviceInfo& info = traits.info;
  m_print(
      fmt::format("{} ({}), {}; beside it {}, {}. {} weights; copying on the device moves {}, the bus {} up and {} "
                  "down. Blocks are read as {}.\n\n",
                  info.name, gpu::deviceKindName(info.kind), info.driver, cpuName(), simdTargets().front(),
                  m_resident->weights(), gigabytes(m_copying), gigabytes(m_bus.up), gigabytes(m_bus.down),
                  traits.storesBytes() ? "bytes and 16-bit numbers where that helps" : "words"));
  std::string head = "| | type | importance | M weights/s | of copying | moved, M weights/s |";
  std::string rule = "|---|---|---|--:|--:|--:|";
  for (const CpuRates& cpu : m_cpus) {
    head += fmt::format(" CPU, {} threads | ratio |", cpu.threads());
    rule += "--:|--:|";
  }
  m_print(head + "\n" + rule + "\n");
  return {};
}

void Report::printRow(const Row& row) {
  const auto weights = static_cast<double>(m_resident->weights());
  const double rate = weights / row.seconds.computing;
  std::string line =
      fmt::format("| {} | {} | {} | {:.4g} | {:.0f} % | {:.4g} |", row.what, row.type, row.weighted ? "yes" : "no",
                  rate / 1e6, 100 * row.bytesOfWeight * rate / m_copying, weights / row.seconds.moving / 1e6);
  for (CpuRates& cpu : m_cpus) {
    const double here = row.cpu(cpu);
    line += fmt::format(" {:.4g} | {:.3g}× |", here / 1e6, rate / here);
  }
  m_print(line + "\n");
}

Status Report::printType(TensorType type) {
  const TensorTypeInfo& layout = *findTensorType(type);
  const double bytes = 4 + static_cast<double>(layout.blockBytes) / static_cast<double>(layout.blockLength);
  Row row{"decode", tensorTypeName(type), false, {}, bytes, [&](CpuRates& cpu) { return cpu.decode(type); }};
  HALFTONE_TRY(row.seconds, m_resident->decode(type));
  printRow(row);
  if (!gpu::canEncode(type, Effort::Normal)) return {};
  row.what = "encode";
  for (const bool weighted : {false, true}) {
    if (weighted && !layout.quantized) break;
    row.weighted = weighted;
    row.cpu = [&](CpuRates& cpu) { return cpu.encode(type, weighted); };
    HALFTONE_TRY(row.seconds, m_resident->encode(type, weighted));
    printRow(row);
  }
  return {};
}

Status Report::printMeasures() {
  for (const Measure measure : kMeasures) {
    for (const bool weighted : {false, true}) {
      if (weighted && !takesImportance(measure)) break;
      Row row{std::string(measureName(measure)), "", weighted, {}, bytesRead(measure), [&](CpuRates& cpu) {
                return cpu.measure(measure, weighted);
              }};
      HALFTONE_TRY(row.seconds, m_resident->measure(measure, weighted));
      printRow(row);
    }
  }
  return {};
}

// The bus alone would take what goes up and what comes down one after the other.
Status Report::printExports(const std::vector<TensorType>& types) {
  m_resident.reset();
  const std::unique_ptr<Backend> backend = gpu::vulkanBackendOn(m_pipelines);
  m_print(
      fmt::format("\n| export of f16, {} slabs at once | M weights/s | up | down | of the bus |\n"
                  "|---|--:|--:|--:|--:|\n",
                  backend->slabsAtOnce()));
  for (const TensorType type : types) {
    if (!backend->canRecode(TensorType::F16, type, Effort::Normal)) continue;
    HALFTONE_TRY(const ExportRate rate, exportRate(*backend, type, m_wish.seconds));
    m_print(fmt::format("| {} | {:.4g} | {} | {} | {:.0f} % |\n", tensorTypeName(type), rate.weights / 1e6,
                        gigabytes(rate.up), gigabytes(rate.down), 100 * (rate.up / m_bus.up + rate.down / m_bus.down)));
  }
  return {};
}

}  // namespace halftone::bench
