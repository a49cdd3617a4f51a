// iq4_xs: f16 d; u16 sh; 4 bytes sl; 128 bytes. Eight sub-blocks of 32, each 16 bytes split low/high over iq4_nl's
// levels K. scale = (nibble s of sl) | (bits 2s of sh) << 4; x = d·(scale − 32)·K[q].
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/levels.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq4_xs.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/iq4_xs_search-inl.h"
#include "core/codec/level_codes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct IQ4_XS {
  static constexpr std::size_t kLength = 256;
  static constexpr std::size_t kBytes = 136;
  static constexpr float kSmallest = 0x1p-26F;

  template <bool kWeighted>
  static void encode(const float* values, const DoubledBlock& block, Effort effort, std::uint8_t* bytes) {
    const UnevenCodes codes = UnevenSearch<kWeighted>(block, IQ4_XSDepths::of(effort)).run();
    std::array<std::uint8_t, kLength> levels;
    for (std::size_t s = 0; s < kSubBlocks; ++s)
      writeLevelCodes<UnevenLevels>(values + 32 * s, 32, codes.inverse.v[s] / block.unit, levels.data() + 32 * s);
    pack(codes, levels, bytes);
  }

 private:
  static void pack(const UnevenCodes& codes, const std::array<std::uint8_t, kLength>& levels, std::uint8_t* bytes) {
    unsigned high = 0;
    std::memset(bytes + 4, 0, 4);
    for (std::size_t s = 0; s < kSubBlocks; ++s) {
      const unsigned stored = static_cast<unsigned>(static_cast<int>(codes.scale.v[s]) + 32);
      high |= stored >> 4 << (2 * s);
      bytes[4 + s / 2] = static_cast<std::uint8_t>(bytes[4 + s / 2] | (stored & 15U) << (4 * (s % 2)));
      for (std::size_t j = 0; j < 16; ++j)
        bytes[8 + 16 * s + j] = static_cast<std::uint8_t>(levels[32 * s + j] | levels[32 * s + 16 + j] << 4);
    }
    storeF16(bytes, codes.d);
    store(bytes + 2, static_cast<std::uint16_t>(high));
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeDoubledBlocks<IQ4_XS>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  const auto high = load<std::uint16_t>(block + 2);
  for (std::size_t s = 0; s < 8; ++s) {
    const int scale = ((block[4 + s / 2] >> (4 * (s % 2))) & 15) | ((high >> (2 * s)) & 3) << 4;
    const float step = d * static_cast<float>(scale - 32);
    const std::uint8_t* codes = block + 8 + 16 * s;
    for (std::size_t j = 0; j < 16; ++j) {
      values[32 * s + j] = step * kUnevenLevels[codes[j] & 15];
      values[32 * s + 16 + j] = step * kUnevenLevels[codes[j] >> 4];
    }
  }
}

}  // namespace

const Codec iq4_xs = {TensorType::IQ4_XS, &decodeBlocks<decodeBlock, 136, 256>, &encode};

}  // namespace halftone::codecs
#endif
