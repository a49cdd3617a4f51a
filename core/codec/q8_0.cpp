// q8_0: f16 d; 32 × i8 q. x = d·q.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 32;
constexpr std::size_t kBytes = 34;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  for (std::size_t i = 0; i < kLength; ++i) values[i] = d * static_cast<float>(load<std::int8_t>(block + 2 + i));
}

}  // namespace

const Codec q8_0 = {TensorType::Q8_0, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
