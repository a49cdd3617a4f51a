#include "gpu/ops/decode.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <string>

#include "core/base/units.h"
#include "gpu/ops/slots.h"

namespace halftone::gpu {
namespace {

// The shader of a type, and how many values a workgroup of it decodes.
struct Decoder {
  TensorType type;
  const char* shader;
  std::uint32_t valuesPerGroup;
};

// Each has 256 invocations, and each of those decodes eight values.
constexpr std::uint32_t kEights = 256 * 8;
constexpr std::array kDecoders = {
    Decoder{TensorType::F32, "decode_f32", kEights},         Decoder{TensorType::F16, "decode_f16", kEights},
    Decoder{TensorType::BF16, "decode_bf16", kEights},       Decoder{TensorType::Q8_0, "decode_q8_0", kEights},
    Decoder{TensorType::Q4_0, "decode_q4_0", kEights},       Decoder{TensorType::Q4_1, "decode_q4_1", kEights},
    Decoder{TensorType::Q5_0, "decode_q5_0", kEights},       Decoder{TensorType::Q5_1, "decode_q5_1", kEights},
    Decoder{TensorType::Q1_0, "decode_q1_0", kEights},       Decoder{TensorType::Q2_0, "decode_q2_0", kEights},
    Decoder{TensorType::Q2_K, "decode_q2_k", kEights},       Decoder{TensorType::Q3_K, "decode_q3_k", kEights},
    Decoder{TensorType::Q4_K, "decode_q4_k", kEights},       Decoder{TensorType::Q5_K, "decode_q5_k", kEights},
    Decoder{TensorType::Q6_K, "decode_q6_k", kEights},       Decoder{TensorType::IQ4_NL, "decode_iq4_nl", kEights},
    Decoder{TensorType::IQ4_XS, "decode_iq4_xs", kEights},   Decoder{TensorType::IQ3_S, "decode_iq3_s", kEights},
    Decoder{TensorType::IQ3_XXS, "decode_iq3_xxs", kEights}, Decoder{TensorType::IQ2_S, "decode_iq2_s", kEights},
    Decoder{TensorType::IQ2_XS, "decode_iq2_xs", kEights},   Decoder{TensorType::IQ2_XXS, "decode_iq2_xxs", kEights},
    Decoder{TensorType::IQ1_M, "decode_iq1_m", kEights},     Decoder{TensorType::IQ1_S, "decode_iq1_s", kEights},
    Decoder{TensorType::TQ1_0, "decode_tq1_0", kEights},     Decoder{TensorType::TQ2_0, "decode_tq2_0", kEights},
    Decoder{TensorType::MXFP4, "decode_mxfp4", kEights},     Decoder{TensorType::NVFP4, "decode_nvfp4", kEights},
};

const Decoder* findDecoder(TensorType type) {
  const auto found = std::find_if(kDecoders.begin(), kDecoders.end(), [&](const Decoder& d) { return d.type == type; });
  return found == kDecoders.end() ? nullptr : &*found;
}

}  // namespace

bool canDecode(TensorType type) { return findDecoder(type) != nullptr; }

void addDecode(Lane& lane, TensorType type, DecodeOf of, std::size_t values) {
  const Decoder* decoder = findDecoder(type);
  assert(decoder != nullptr && values % findTensorType(type)->blockLength == 0);
  assert(values <= std::numeric_limits<std::uint32_t>::max());
  const bool encoded = of == DecodeOf::Encoded;
  // Shaders write four values at a time.
  lane.reserve(encoded ? kDecoded : kValues, static_cast<std::size_t>(alignUp(values, 4)) * sizeof(float));
  const auto count = static_cast<std::uint32_t>(values);
  lane.dispatch({decoder->shader, {encoded ? 1U : 0U}},
                (values + decoder->valuesPerGroup - 1) / decoder->valuesPerGroup, std::as_bytes(std::span(&count, 1)));
}

}  // namespace halftone::gpu
