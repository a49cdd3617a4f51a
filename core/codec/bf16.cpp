// bf16: the top half of f32. Encoding rounds to nearest, ties to even; finite values stay finite.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

void decodeValue(const std::uint8_t* bytes, float* value) { *value = bf16ToF32(load<std::uint16_t>(bytes)); }

void encodeValue(const float* value, const float*, std::uint8_t* bytes) { store(bytes, f32ToBf16(*value)); }

}  // namespace

const Codec bf16 = {TensorType::BF16, &decodeBlocks<decodeValue, 2, 1>, &encodeBlocks<encodeValue, 2, 1>};

}  // namespace halftone::codecs
