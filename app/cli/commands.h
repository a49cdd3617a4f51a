// What the user asked for, command by command: plain values, filled by parseArguments().
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/format/tensor_type.h"
#include "core/plan/plan.h"

namespace halftone::cli {

// The options that decide a plan; `plan` and `quantize` share them.
struct PlanningOptions {
  Preset preset = Preset::Q4_K_M;
  Effort effort = Effort::Normal;
  std::optional<std::filesystem::path> imatrix;
  std::vector<TypeOverride> overrides;  // of --tensor-type, in the order given
  std::optional<std::filesystem::path> tensorTypeFile;
  std::optional<TensorType> outputType;
  std::optional<TensorType> embeddingType;
  std::vector<MetadataEdit> edits;
  std::vector<LayerIndex> prunedLayers;
  SplitLimit split;
  bool pure = false;
  bool leaveOutput = false;
  bool allowRequantize = false;
  bool keepSplit = false;
};

struct InspectCommand {
  std::filesystem::path file;
  std::string tensorPattern;   // empty = all
  std::string metadataFilter;  // part of a key; empty = all
  bool full = false;           // arrays with all their elements
  bool json = false;
};

struct PlanCommand {
  std::filesystem::path file;
  PlanningOptions planning;
  bool json = false;
};

struct QuantizeCommand {
  std::filesystem::path input;
  std::filesystem::path output;  // by convention beside the input if none was given
  PlanningOptions planning;
  unsigned threads = 0;         // 0 = all
  std::string device = "auto";  // see gpu::chooseDevice
  bool dryRun = false;
  bool nonFiniteToZero = false;
  bool allowMissingImportance = false;
  bool json = false;
};

struct AnalyzeCommand {
  std::filesystem::path file;
  std::string tensorPattern;
  std::vector<TensorType> types;  // empty = each tensor's own
  std::optional<std::filesystem::path> imatrix;
  Effort effort = Effort::Normal;
  std::uint64_t sample = 0;  // values per tensor; 0 = all
  unsigned threads = 0;
  std::string device = "auto";
  bool json = false;
};

struct CompareCommand {
  std::filesystem::path original;
  std::filesystem::path quantized;
  std::uint64_t sample = 0;
  unsigned threads = 0;
  bool json = false;
};

struct DevicesCommand {
  bool json = false;
};

using Command =
    std::variant<InspectCommand, PlanCommand, QuantizeCommand, AnalyzeCommand, CompareCommand, DevicesCommand>;

}  // namespace halftone::cli
