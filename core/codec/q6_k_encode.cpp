// Encoding q6_K; its layout is in q6_k.cpp, the search in symmetric_search-inl.h.
#include "core/codec/k_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q6_k_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/symmetric_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q6K {
  static constexpr std::size_t kBytes = 210;
  static constexpr float kCodeLow = -32.0f, kCodeHigh = 31.0f;
  static constexpr float kScaleLow = -128.0f, kScaleHigh = 127.0f;
  static constexpr auto kPeakCodes = evenlyFrom<16>(-32.6f, 31.6f, 0.4f);
  static constexpr float kPeakScaleFirst = -136.0f, kPeakScaleStep = 0.5f;
  static constexpr std::size_t kSteps = 64, kFinalists = 2;
  static constexpr int kReach = 1, kRounds = 3;

  template <bool kWeighted>
  static void encode(const SuperBlock& block, std::uint8_t* bytes) {
    SymmetricCodes codes;
    SymmetricSearch<Q6K, kWeighted>(block).run(codes);
    packQ6K(codes, bytes);
  }
};

void encodeAll(std::span<const float> values, std::size_t columns, std::span<const float> importance,
               std::span<std::byte> blocks) {
  encodeSuperBlocks<Q6K>(values, columns, importance, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ6K(std::span<const float> values, std::size_t columns, std::span<const float> importance,
               std::span<std::byte> blocks) {
  HWY_DYNAMIC_DISPATCH(encodeAll)(values, columns, importance, blocks);
}

void packQ6K(const SymmetricCodes& codes, std::uint8_t* block) {
  std::memset(block, 0, 192);
  for (std::size_t i = 0; i < 256; ++i) {
    const std::size_t h = i / 128, t = i / 32 % 4, m = i % 32;
    std::uint8_t& low = block[64 * h + 32 * (t % 2) + m];
    std::uint8_t& high = block[128 + 32 * h + m];
    low = static_cast<std::uint8_t>(low | (codes.q[i] & 15) << (t < 2 ? 0 : 4));
    high = static_cast<std::uint8_t>(high | (codes.q[i] >> 4) << (2 * t));
  }
  for (std::size_t k = 0; k < 16; ++k) block[192 + k] = static_cast<std::uint8_t>(codes.scale[k]);
  storeF16(block + 208, codes.d);
}

}  // namespace halftone::codecs
#endif
