// iq4_nl: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one, each an index into
// uneven levels K. x = d·K[q].
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/levels.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 32;
constexpr std::size_t kBytes = 18;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  const std::uint8_t* codes = block + 2;
  for (std::size_t j = 0; j < kLength / 2; ++j) {
    values[j] = d * kUnevenLevels[codes[j] & 15];
    values[j + kLength / 2] = d * kUnevenLevels[codes[j] >> 4];
  }
}

}  // namespace

const Codec iq4_nl = {TensorType::IQ4_NL, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
