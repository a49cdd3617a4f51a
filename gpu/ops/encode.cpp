#include "gpu/ops/encode.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

#include "core/base/units.h"
#include "gpu/ops/slots.h"
#include "gpu/ops/tables.h"

namespace halftone::gpu {
namespace {

// The shader of a type, how many values a workgroup of it encodes, and how many invocations a super-block of it has;
// 0: there is no variant for subgroups.
struct Encoder {
  TensorType type;
  const char* shader;
  std::uint32_t valuesPerGroup;
  std::uint32_t invocations = 0;
};

constexpr std::uint32_t kSuperBlock = 256;  // values
constexpr std::uint32_t kEightSuperBlocks = 8 * kSuperBlock;
constexpr std::array kEncoders = {
    Encoder{TensorType::F32, "encode_f32", 256},
    Encoder{TensorType::F16, "encode_f16", 512},
    Encoder{TensorType::BF16, "encode_bf16", 512},
    Encoder{TensorType::Q6_K, "encode_q6_k", kEightSuperBlocks, 16},
    Encoder{TensorType::Q3_K, "encode_q3_k", kEightSuperBlocks, 16},
    Encoder{TensorType::Q4_K, "encode_q4_k", kEightSuperBlocks, 8},
    Encoder{TensorType::Q5_K, "encode_q5_k", kEightSuperBlocks, 8},
    Encoder{TensorType::Q2_K, "encode_q2_k", kEightSuperBlocks, 16},
    Encoder{TensorType::IQ4_XS, "encode_iq4_xs", kEightSuperBlocks, 8},
    Encoder{TensorType::Q4_0, "encode_q4_0", 2048},
    Encoder{TensorType::Q5_0, "encode_q5_0", 2048},
    Encoder{TensorType::Q8_0, "encode_q8_0", 2048},
    Encoder{TensorType::Q4_1, "encode_q4_1", 2048},
    Encoder{TensorType::Q5_1, "encode_q5_1", 2048},
    Encoder{TensorType::IQ4_NL, "encode_iq4_nl", 1024},
    Encoder{TensorType::Q1_0, "encode_q1_0", 2048},
    Encoder{TensorType::Q2_0, "encode_q2_0", 2048},
    Encoder{TensorType::TQ1_0, "encode_tq1_0", 2048},
    Encoder{TensorType::TQ2_0, "encode_tq2_0", 2048},
    Encoder{TensorType::MXFP4, "encode_mxfp4", 2048},
    Encoder{TensorType::NVFP4, "encode_nvfp4", 1024},
    Encoder{TensorType::IQ1_S, "encode_iq1_s", 4 * kSuperBlock, 32},
    Encoder{TensorType::IQ1_M, "encode_iq1_m", 4 * kSuperBlock, 32},
    Encoder{TensorType::IQ3_S, "encode_iq3_s", 512},
    Encoder{TensorType::IQ3_XXS, "encode_iq3_xxs", 512},
    Encoder{TensorType::IQ2_S, "encode_iq2_s", 512},
    Encoder{TensorType::IQ2_XS, "encode_iq2_xs", 512},
    Encoder{TensorType::IQ2_XXS, "encode_iq2_xxs", 512},
};

const Encoder* findEncoder(TensorType type) {
  const auto found = std::find_if(kEncoders.begin(), kEncoders.end(), [&](const Encoder& e) { return e.type == type; });
  return found == kEncoders.end() ? nullptr : &*found;
}

// What every encoding shader is told.
struct Parameters {
  std::uint32_t rows;
  std::uint32_t columns;
  std::uint32_t weighted;
  std::uint32_t depth;  // where in kTables the depth of the search is, for a type of independent blocks
};

// Searches by tables are specialised, first, by whether loops are to stay loops; those of independent blocks by whether
// there are weights.
ShaderKey shaderOf(const Encoder& encoder, const Lane& lane, bool weighted) {
  ShaderKey key{encoder.shader, searchConstants(encoder.type)};
  if (!key.constants.empty())
    key.constants.insert(key.constants.begin(), lane.traits().keepsLoops ? 1U : 0U);
  else if (findTensorType(encoder.type)->quantized)
    key.constants = {weighted ? 1U : 0U};
  const std::uint32_t inGroup = encoder.valuesPerGroup / kSuperBlock * encoder.invocations;
  return encoder.invocations == 0 ? key : inSubgroups(key, lane.traits(), encoder.invocations, inGroup);
}

}  // namespace

// Types without a search are the same at every effort.
bool canEncode(TensorType type, Effort effort) {
  const bool searched = findTensorType(type) != nullptr && findTensorType(type)->quantized;
  return findEncoder(type) != nullptr && (!searched || effort == Effort::Normal);
}

void addEncode(Lane& lane, TensorType type, Effort effort, const DeviceRows& rows) {
  const Encoder* encoder = findEncoder(type);
  const TensorTypeInfo& layout = *findTensorType(type);
  assert(encoder != nullptr && canEncode(type, effort) && rows.columns % layout.blockLength == 0);
  const std::size_t values = rows.rows * rows.columns;
  assert(values <= std::numeric_limits<std::uint32_t>::max());
  lane.reserve(kBlocks, static_cast<std::size_t>(alignUp(values / layout.blockLength * layout.blockBytes, 4)));
  const Parameters parameters{static_cast<std::uint32_t>(rows.rows), static_cast<std::uint32_t>(rows.columns),
                              rows.weighted ? 1U : 0U, tableOfDepth(type, effort)};
  lane.dispatch(shaderOf(*encoder, lane, rows.weighted),
                (values + encoder->valuesPerGroup - 1) / encoder->valuesPerGroup,
                std::as_bytes(std::span(&parameters, 1)));
}

}  // namespace halftone::gpu
