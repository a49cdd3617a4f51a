// q8_0: f16 d; 32 × i8 q. x = d·q.
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q8_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q8_0 : Q8_0Depths {
  using Levels = IntegerLevels<-128, 127>;
  static constexpr std::size_t kLength = 32;
  static constexpr std::size_t kBytes = 34;
  static constexpr std::size_t kScaleAt = 0;
  static constexpr bool kFine = true;
  static constexpr std::array<float, 1> kQuickPlain = {-128.0F};
  static constexpr std::array<float, 1> kQuickWeighted = {-127.5F};

  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    for (std::size_t i = 0; i < kLength; ++i) bytes[2 + i] = static_cast<std::uint8_t>(codes[i] - 128);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeOneScale<Q8_0>(rows, blocks); }

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
  for (std::size_t i = 0; i < 32; ++i) values[i] = d * static_cast<float>(load<std::int8_t>(block + 2 + i));
}

}  // namespace

const Codec q8_0 = {TensorType::Q8_0, &decodeBlocks<decodeBlock, 34, 32>, &encode};

}  // namespace halftone::codecs
#endif
