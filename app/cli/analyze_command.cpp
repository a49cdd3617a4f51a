#include <fmt/format.h>

#include <map>

#include "app/cli/cancel_on_signal.h"
#include "app/cli/json_output.h"
#include "app/cli/metrics_table.h"
#include "app/cli/plan_request.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_command.h"
#include "app/cli/tensor_filter.h"
#include "core/codec/codec.h"
#include "core/run/arena.h"
#include "core/run/measure.h"
#include "gpu/ops/device_choice.h"

namespace halftone::cli {
namespace {

// One after another, because each is parallel inside.
class Analysis {
 public:
  Analysis(const Model& model, const AnalyzeCommand& command, const ImportanceMatrix* importance, BackendGate& gate)
      : m_model(model), m_command(command), m_importance(importance), m_gate(gate) {}

  // Errors: those of measuring, naming the tensor.
  Result<MeasuredTensors> run(const std::vector<TensorId>& tensors, const Job& job);

 private:
  std::vector<TensorType> typesFor(const TensorInfo& tensor) const;
  Status measure(const TensorInfo& tensor, const std::vector<TensorType>& types, const Job& job);

  const Model& m_model;
  const AnalyzeCommand& m_command;
  const ImportanceMatrix* m_importance;
  BackendGate& m_gate;
  MeasuredTensors m_measured;
  ErrorSums m_total;
  std::map<TensorType, ErrorSums> m_byType;
};

std::vector<TensorType> Analysis::typesFor(const TensorInfo& tensor) const {
  if (findCodec(tensor.type) == nullptr) return {};
  if (m_command.types.empty()) return {tensor.type};
  std::vector<TensorType> types;
  for (const TensorType type : m_command.types)
    if (whyNotType(tensor, type).empty()) types.push_back(type);
  return types;
}

Status Analysis::measure(const TensorInfo& tensor, const std::vector<TensorType>& types, const Job& job) {
  const Sampling sampling = {m_command.sample};
  HALFTONE_TRY(const SourceStatistics source, measureSource(m_model, tensor.id, sampling, job.part(0, 0.3)));
  HALFTONE_TRY(const std::vector<CandidateMetrics> candidates,
               measureCandidates(m_model, tensor.id, types, m_importance, sampling, job.part(0.3, 1), m_command.effort,
                                 &m_gate));
  for (const CandidateMetrics& candidate : candidates) {
    m_measured.tensors.push_back({tensor.name, candidate.type, candidate.error, source.kurtosis, source.peak});
    m_total.merge(candidate.sums);
    m_byType[candidate.type].merge(candidate.sums);
    m_measured.total.sampled = m_measured.total.sampled || candidate.error.sampled;
  }
  return {};
}

Result<MeasuredTensors> Analysis::run(const std::vector<TensorId>& tensors, const Job& job) {
  double all = 0;
  for (const TensorId id : tensors) all += static_cast<double>(m_model.tensor(id).shape.elements());
  double done = 0;
  std::size_t leftOut = 0;
  std::vector<std::string> unreadable;
  for (const TensorId id : tensors) {
    const TensorInfo& tensor = m_model.tensor(id);
    const std::vector<TensorType> types = typesFor(tensor);
    const double from = done / all;
    done += static_cast<double>(tensor.shape.elements());
    if (findCodec(tensor.type) == nullptr)
      unreadable.push_back(fmt::format("{} ({})", tensor.name, tensorTypeName(tensor.type)));
    else if (types.empty())
      ++leftOut;
    else
      HALFTONE_TRY_STATUS(measure(tensor, types, job.part(from, std::max(from, done / all))));
  }
  const bool sampled = m_measured.total.sampled;
  m_measured.total = m_total.metrics();
  m_measured.total.sampled = sampled;
  for (const TensorType type : m_command.types) {
    m_measured.byType.push_back({type, m_byType[type].metrics()});
    m_measured.byType.back().error.sampled = sampled;
  }
  if (leftOut != 0)
    m_measured.remarks.push_back(
        fmt::format("{} of {} tensors can have none of these types and are left out.", leftOut, tensors.size()));
  if (!unreadable.empty())
    m_measured.remarks.push_back(
        fmt::format("{} of {} tensors are of types that cannot be read here and are left out: {}.", unreadable.size(),
                    tensors.size(), namesText(unreadable)));
  if (std::optional<std::string> remark = notFiniteRemark(m_measured)) m_measured.remarks.push_back(std::move(*remark));
  return std::move(m_measured);
}

}  // namespace

Status runAnalyze(const AnalyzeCommand& command, const Console& console) {
  HALFTONE_TRY(const std::shared_ptr<const Model> model, Model::open(command.file));
  HALFTONE_TRY(const std::vector<TensorId> tensors, matchingTensors(*model, command.tensorPattern));
  HALFTONE_TRY(const std::optional<ImportanceMatrix> importance, readImportance(command.imatrix, *model));

  HALFTONE_TRY(const gpu::DeviceChoice device, gpu::chooseDevice(command.device));
  BackendGate gate(device.backend.get());

  Bytes bytes;
  for (const TensorId id : tensors) bytes += model->tensor(id).bytes;
  ProgressLine progress(console.errors, bytes);
  const CancelOnSignal cancel;
  const Job job(cancel.stopToken(), [&progress](double fraction) { progress.show(fraction); });
  Analysis analysis(*model, command, importance ? &*importance : nullptr, gate);
  Result<MeasuredTensors> measured;
  const unsigned waiting = device.backend == nullptr ? 0 : static_cast<unsigned>(device.backend->slabsAtOnce());
  runInArena(
      command.threads, [&] { measured = analysis.run(tensors, job); }, waiting);
  progress.clear();
  if (!measured) return failure(measured.error());
  for (const std::string& note : gate.report().notes) measured->remarks.push_back(note);
  if (command.json) {
    for (const std::string& remark : measured->remarks) console.tell(remark + "\n");
    console.print(measuredJson(*measured));
  } else {
    console.print(measuredTable(*measured));
  }
  return {};
}

}  // namespace halftone::cli
