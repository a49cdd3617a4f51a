// Small models on disk for the tests of a run, and files compared byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/format/metadata.h"
#include "core/model/model.h"
#include "core/plan/plan.h"
#include "core/run/quantize.h"

namespace halftone::test {

struct TestTensor {
  std::string name;
  std::vector<std::uint64_t> dimensions;
  TensorType type = TensorType::F32;
  std::vector<float> values;  // encoded as `type`, which may be told to hold NaN if it can
};

// Values that look like weights, the same for the same seed.
std::vector<float> weights(std::size_t count, unsigned seed);

// A GGUF of these tensors. Throws std::runtime_error with the message of what failed.
void writeModel(const std::filesystem::path& path, const std::vector<TestTensor>& tensors);

// A model of two layers whose tensors have llama's names: norms, attention, feed-forward; 256 wide.
std::vector<TestTensor> smallModel(TensorType type);

// A header like the model's with all weights a hole in the file: they read as 0 and take no space.
void writeSparseModel(const std::filesystem::path& path, const ModelFiles& files);

// The sample model. Throws if it does not open.
std::shared_ptr<const Model> sampleModel();
std::shared_ptr<const Model> openModel(const std::filesystem::path& path);

// An importance matrix in the older form: name -> one value per column.
void writeImportance(const std::filesystem::path& path,
                     const std::vector<std::pair<std::string, std::vector<float>>>& entries);

// Plans every quantizable tensor as the preset's base type. Throws if the plan fails.
Plan planOf(const Model& model, Preset preset);
Plan planOf(const Model& model, const PlanRequest& request);

std::vector<std::byte> fileBytes(const std::filesystem::path& path);
std::string fileText(const std::filesystem::path& path);
void writeText(const std::filesystem::path& path, const std::string& text);
// Names in the folder, sorted, hidden ones too.
std::vector<std::string> namesIn(const std::filesystem::path& folder);

}  // namespace halftone::test
