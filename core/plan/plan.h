// Plan: which type each tensor gets and why, decided whole before a byte is encoded. Pure: no I/O, no clock.
// Thread-safety: values and pure functions.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/effort.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/units.h"
#include "core/format/gguf_writer.h"
#include "core/format/metadata.h"
#include "core/model/model.h"
#include "core/plan/preset.h"

namespace halftone {

// REGEX=type, as llama-quantize reads it: unanchored search, pattern lower-cased, first match wins. A type whose blocks
// do not divide a tensor's rows falls back as a preset's does.
struct TypeOverride {
  std::string pattern;
  TensorType type;
};

// Parses "REGEX=type". Errors: InvalidArgument (no '=', unknown type, a pattern that is no regular expression, or one
// so large that matching it could exhaust the stack).
Result<TypeOverride> parseTypeOverride(std::string_view text);
// Parses a --tensor-type-file's content: overrides separated by white space; `#` comments are allowed.
Result<std::vector<TypeOverride>> parseTypeOverrides(std::string_view text);

// A metadata key to set, or to remove (no value).
struct MetadataEdit {
  std::string key;
  std::optional<MetadataValue> value;
};
// Parses llama-quantize's "KEY=TYPE:VALUE" (int, float, bool, str). Errors: InvalidArgument.
Result<MetadataEdit> parseMetadataEdit(std::string_view text);

// What is known about the importance matrix when planning: enough for its rules and its keys in the output.
struct ImportanceSummary {
  std::string fileName;  // base name
  std::string dataset;
  std::uint64_t entries = 0;
  std::uint64_t chunks = 0;
  std::vector<std::string> tensors;  // names that have an entry
};

struct PlanRequest {
  Preset preset = Preset::Q4_K_M;
  Effort effort = Effort::Normal;        // of the encoders; changes no type and no size
  std::optional<TensorType> outputType;  // of output.weight, or of the token embedding that serves as it
  std::optional<TensorType> embeddingType;
  std::vector<TypeOverride> overrides;
  std::map<TensorId, TensorType> byHand;  // wins over everything but what cannot be quantized
  bool pure = false;
  bool leaveOutput = false;              // keep output.weight as it is
  bool allowRequantize = false;          // consent to quantize tensors that are quantized already
  std::vector<LayerIndex> prunedLayers;  // left out, later layers renumbered
  std::vector<MetadataEdit> edits;
  std::optional<ImportanceSummary> importance;
  std::string backend;  // that takes part in encoding beside the CPU, for the file to tell; empty = none
  SplitLimit split;
  bool keepSplit = false;  // cut as the input is cut
};

enum class ReasonKind {
  Preset,        // the preset's base type
  Rule,          // one of the preset's rules for this role
  Override,      // a matching pattern
  Option,        // --output-tensor-type, --token-embedding-type, --leave-output-tensor, --pure
  ByHand,        // chosen on the map
  Fallback,      // the row does not divide into the wanted type's blocks
  NotQuantized,  // never quantized: too few dimensions, a norm, a router, …
  Kept,          // already of the type that the preset gives
};

struct PlanEntry {
  TensorId tensor;
  std::string name;  // in the output: renumbered when layers are pruned
  Shape shape;
  TensorType sourceType = TensorType::F32;
  TensorType type = TensorType::F32;
  std::optional<TensorType> wanted;  // before the fallback, if it fell back
  Bytes bytes;
  ReasonKind kind = ReasonKind::Preset;
  std::string reason;            // a sentence for people: "Q4_K_M gives every third attn_v 6 bits"
  bool needsImportance = false;  // its type wants importance and there is none for it
  bool hasImportance = false;
};

struct Plan {
  Preset preset = Preset::Q4_K_M;
  Effort effort = Effort::Normal;
  std::string backend;             // of the request
  std::vector<PlanEntry> entries;  // in the source's file order; pruned tensors are absent
  Metadata metadata;               // of the output
  std::vector<GgufLayout> shards;  // what each output file will hold
  Bytes totalBytes;                // tensors, without padding
  Bytes fileBytes;                 // all output files, exact
  std::uint64_t weights = 0;       // values of all entries
  std::size_t fallbacks = 0;
  Bytes fallbackBytes;              // what the fallbacks add over the wanted types (by bits per weight)
  std::size_t needsImportance = 0;  // entries
  std::vector<std::string> warnings;

  double bitsPerWeight() const { return halftone::bitsPerWeight(totalBytes, weights); }
  const PlanEntry* find(TensorId id) const;
};

// Decides every tensor. Errors: InvalidArgument (an override or a type by hand that cannot be, a layer that is not
// there), NeedsConsent (quantized tensors would be quantized again, without allowRequantize), UnsupportedType (a tensor
// of unknown type), OutOfMemory. Every type that differs from the source's is one that weights can have. Presets count
// tensors by layer and name, whether or not an override or a hand decides some of them, so changing one tensor never
// changes another. A model that is not GGUF is planned too; what GGUF could not hold is a warning.
Result<Plan> makePlan(const Model& model, const PlanRequest& request);

// Whether `type` can be given to this tensor by hand, and why not (empty = it can): never-quantized tensors, rows that
// do not divide.
std::string whyNotType(const TensorInfo& tensor, TensorType type);

}  // namespace halftone
