// f32: stored as it is.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

void decode(std::span<const std::byte> blocks, std::span<float> values) {
  assert(blocks.size() == values.size_bytes());
  if (!blocks.empty()) std::memcpy(values.data(), blocks.data(), blocks.size());
}

void encode(const Rows& rows, std::span<std::byte> blocks) {
  assert(blocks.size() == rows.values.size_bytes());
  if (!blocks.empty()) std::memcpy(blocks.data(), rows.values.data(), blocks.size());
}

}  // namespace

const Codec f32 = {TensorType::F32, &decode, &encode};

}  // namespace halftone::codecs
