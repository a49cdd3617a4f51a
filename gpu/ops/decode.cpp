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

// What a shader reads of blocks where the device has buffers of bytes. Where it has none, all read words.
enum class Reads { Words, Bytes };

struct Decoder {
  TensorType type;
  const char* shader;
  Reads reads;
};

// A workgroup has 256 invocations, and each of those decodes eight values.
constexpr std::size_t kValuesPerGroup = 256 * 8;
constexpr std::array kDecoders = {
    Decoder{TensorType::F32, "decode_f32", Reads::Words},
    Decoder{TensorType::F16, "decode_f16", Reads::Words},
    Decoder{TensorType::BF16, "decode_bf16", Reads::Words},
    Decoder{TensorType::Q8_0, "decode_q8_0", Reads::Bytes},
    Decoder{TensorType::Q4_0, "decode_q4_0", Reads::Bytes},
    Decoder{TensorType::Q4_1, "decode_q4_1", Reads::Words},
    Decoder{TensorType::Q5_0, "decode_q5_0", Reads::Bytes},
    Decoder{TensorType::Q5_1, "decode_q5_1", Reads::Words},
    Decoder{TensorType::Q1_0, "decode_q1_0", Reads::Bytes},
    Decoder{TensorType::Q2_0, "decode_q2_0", Reads::Bytes},
    Decoder{TensorType::Q2_K, "decode_q2_k", Reads::Bytes},
    Decoder{TensorType::Q3_K, "decode_q3_k", Reads::Bytes},
    Decoder{TensorType::Q4_K, "decode_q4_k", Reads::Words},
    Decoder{TensorType::Q5_K, "decode_q5_k", Reads::Words},
    Decoder{TensorType::Q6_K, "decode_q6_k", Reads::Bytes},
    Decoder{TensorType::IQ4_NL, "decode_iq4_nl", Reads::Bytes},
    Decoder{TensorType::IQ4_XS, "decode_iq4_xs", Reads::Words},
    Decoder{TensorType::IQ3_S, "decode_iq3_s", Reads::Bytes},
    Decoder{TensorType::IQ3_XXS, "decode_iq3_xxs", Reads::Bytes},
    Decoder{TensorType::IQ2_S, "decode_iq2_s", Reads::Bytes},
    Decoder{TensorType::IQ2_XS, "decode_iq2_xs", Reads::Bytes},
    Decoder{TensorType::IQ2_XXS, "decode_iq2_xxs", Reads::Bytes},
    Decoder{TensorType::IQ1_M, "decode_iq1_m", Reads::Bytes},
    Decoder{TensorType::IQ1_S, "decode_iq1_s", Reads::Bytes},
    Decoder{TensorType::TQ1_0, "decode_tq1_0", Reads::Bytes},
    Decoder{TensorType::TQ2_0, "decode_tq2_0", Reads::Bytes},
    Decoder{TensorType::MXFP4, "decode_mxfp4", Reads::Bytes},
    Decoder{TensorType::NVFP4, "decode_nvfp4", Reads::Bytes},
};

const Decoder* findDecoder(TensorType type) {
  const auto found = std::find_if(kDecoders.begin(), kDecoders.end(), [&](const Decoder& d) { return d.type == type; });
  return found == kDecoders.end() ? nullptr : &*found;
}

ShaderKey shaderOf(const Decoder& decoder, const DeviceTraits& traits, bool encoded) {
  const bool bytes = decoder.reads == Reads::Bytes && traits.storesBytes();
  return {std::string(decoder.shader) + (bytes ? ".bytes" : ""), {encoded ? 1U : 0U}};
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
  lane.dispatch(shaderOf(*decoder, lane.traits(), encoded), (values + kValuesPerGroup - 1) / kValuesPerGroup,
                std::as_bytes(std::span(&count, 1)));
}

}  // namespace halftone::gpu
