// f16: IEEE binary16. Encoding rounds to nearest, ties to even; beyond ±65504 it saturates.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

void decodeValue(const std::uint8_t* bytes, float* value) { *value = f16ToF32(load<std::uint16_t>(bytes)); }

void encodeValue(const float* value, const float*, std::uint8_t* bytes) { store(bytes, f32ToF16(*value)); }

}  // namespace

const Codec f16 = {TensorType::F16, &decodeBlocks<decodeValue, 2, 1>, &encodeBlocks<encodeValue, 2, 1>};

}  // namespace halftone::codecs
