// q2_0: f16 d; 16 bytes, value i in bits 2·(i mod 4) of byte i/4. x = d·(q − 1), so q of 0..3 is −1, 0, 1, 2.
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/packed_codes.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q2_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q2_0 : Q2_0Depths {
  using Levels = IntegerLevels<-1, 2>;
  static constexpr std::size_t kLength = 64;
  static constexpr std::size_t kBytes = 18;
  static constexpr std::size_t kScaleAt = 0;
  static constexpr bool kFine = false;
  static constexpr std::array<float, 1> kQuickPlain = {2.4F}, kQuickWeighted = {2.4F};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    for (std::size_t j = 0; j < kLength / 4; ++j)
      bytes[2 + j] = static_cast<std::uint8_t>(codes[4 * j] | codes[4 * j + 1] << 2 | codes[4 * j + 2] << 4 |
                                               codes[4 * j + 3] << 6);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeOneScale<Q2_0>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

constexpr std::size_t kLength = 64;

void decodeBlock(const std::uint8_t* block, float* values) {
  std::uint8_t codes[kLength];
  for (std::size_t i = 0; i < kLength; i += 8) store(codes + i, spreadPairs(load<std::uint16_t>(block + 2 + i / 4)));
  scaleCodes<kLength>(codes, loadF16(block), 1, values);
}

}  // namespace

const Codec q2_0 = {TensorType::Q2_0, &decodeBlocks<decodeBlock, 18, 64>, &encode};

}  // namespace halftone::codecs
#endif
