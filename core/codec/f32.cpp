// f32: stored as it is.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

void decode(std::span<const std::byte> blocks, std::span<float> values) {
  assert(blocks.size() == values.size_bytes());
  if (!blocks.empty()) std::memcpy(values.data(), blocks.data(), blocks.size());
}

void encode(std::span<const float> values, std::size_t, std::span<const float>, std::span<std::byte> blocks) {
  assert(blocks.size() == values.size_bytes());
  if (!blocks.empty()) std::memcpy(blocks.data(), values.data(), blocks.size());
}

}  // namespace

const Codec f32 = {TensorType::F32, &decode, &encode};

}  // namespace halftone::codecs
