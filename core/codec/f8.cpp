// The two FP8 formats of safetensors, for viewing and as sources.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

void decodeE4M3(const std::uint8_t* bytes, float* value) { *value = f8E4M3ToF32(*bytes); }
void decodeE5M2(const std::uint8_t* bytes, float* value) { *value = f8E5M2ToF32(*bytes); }

}  // namespace

const Codec f8E4M3 = {TensorType::F8_E4M3, &decodeBlocks<decodeE4M3, 1, 1>, nullptr};
const Codec f8E5M2 = {TensorType::F8_E5M2, &decodeBlocks<decodeE5M2, 1, 1>, nullptr};

}  // namespace halftone::codecs
