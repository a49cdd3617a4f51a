#include "app/cli/plan_request.h"

#include "core/io/mapped_file.h"
#include "core/run/backend_plan.h"
#include "core/run/importance_summary.h"

namespace halftone::cli {
namespace {

constexpr std::uint64_t kMaxTypeFile = 1 << 20;

Result<std::vector<TypeOverride>> readTypeFile(const std::filesystem::path& path) {
  HALFTONE_TRY(const MappedFile file, MappedFile::open(path));
  if (file.size().count > kMaxTypeFile)
    return failure({ErrorCode::InvalidArgument, "reading tensor types", path.string(),
                    "it is larger than 1 MB and no list of tensor types", "Give a text file of REGEX=type"});
  const std::string_view text(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size());
  Result<std::vector<TypeOverride>> overrides = parseTypeOverrides(text);
  if (!overrides) {
    Error error = overrides.error();
    error.subject = path.string() + ", " + error.subject;
    return failure(std::move(error));
  }
  return overrides;
}

Result<PlanRequest> requestOf(const PlanningOptions& options, const std::optional<ImportanceMatrix>& importance) {
  PlanRequest request;
  request.preset = options.preset;
  request.effort = options.effort;
  request.outputType = options.outputType;
  request.embeddingType = options.embeddingType;
  request.overrides = options.overrides;
  request.pure = options.pure;
  request.leaveOutput = options.leaveOutput;
  request.allowRequantize = options.allowRequantize;
  request.prunedLayers = options.prunedLayers;
  request.edits = options.edits;
  request.split = options.split;
  request.keepSplit = options.keepSplit;
  if (options.tensorTypeFile) {
    HALFTONE_TRY(const std::vector<TypeOverride> more, readTypeFile(*options.tensorTypeFile));
    request.overrides.insert(request.overrides.end(), more.begin(), more.end());
  }
  if (importance) request.importance = summarizeImportance(*importance);
  return request;
}

}  // namespace

Result<std::optional<ImportanceMatrix>> readImportance(const std::optional<std::filesystem::path>& path,
                                                       const Model& model) {
  if (!path) return std::optional<ImportanceMatrix>();
  HALFTONE_TRY(ImportanceMatrix matrix, ImportanceMatrix::read(*path, model));
  return std::optional<ImportanceMatrix>(std::move(matrix));
}

Result<PlannedModel> planModel(const std::filesystem::path& file, const PlanningOptions& options,
                               const Backend* backend) {
  PlannedModel planned;
  HALFTONE_TRY(planned.model, Model::open(file));
  HALFTONE_TRY(planned.importance, readImportance(options.imatrix, *planned.model));
  HALFTONE_TRY(const PlanRequest request, requestOf(options, planned.importance));
  Result<Plan> plan = makePlanWith(*planned.model, request, backend);
  if (!plan && plan.error().code == ErrorCode::NeedsConsent) plan.error().advice += " (--allow-requantize)";
  if (!plan) return failure(plan.error());
  planned.plan = std::move(*plan);
  return planned;
}

}  // namespace halftone::cli
