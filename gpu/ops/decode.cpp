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
    Decoder{TensorType::F32, "decode_f32", kEights},   Decoder{TensorType::F16, "decode_f16", kEights},
    Decoder{TensorType::BF16, "decode_bf16", kEights}, Decoder{TensorType::Q8_0, "decode_q8_0", kEights},
    Decoder{TensorType::Q4_0, "decode_q4_0", kEights},
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
