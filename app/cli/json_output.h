// Results as JSON text with stable keys; docs/command-line.md describes them.
// Thread-safety: all functions are pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/cli/measured_tensor.h"
#include "core/base/error.h"
#include "core/model/model.h"
#include "core/plan/plan.h"
#include "core/run/quantize.h"
#include "gpu/ops/device_choice.h"

namespace halftone::cli {

std::string planJson(const Plan& plan);
std::string inspectJson(const Model& model, std::span<const TensorId> tensors,
                        std::span<const MetadataEntry* const> metadata, bool full);
std::string quantizeJson(const Plan& plan, const QuantizeReport& report);
std::string devicesJson(std::span<const gpu::MeasuredDevice> devices);
std::string measuredJson(const MeasuredTensors& measured);
std::string errorJson(const Error& error);

}  // namespace halftone::cli
