// Encoding q2_K; its layout is in q2_k.cpp, the search in affine_search-inl.h.
#include "core/codec/k_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q2_k_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/affine_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q2K {
  static constexpr std::size_t kBytes = 84;
  static constexpr bool kPaired = false;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 3.0f, kScaleHigh = 15.0f;
  static constexpr std::array<float, 4> kEdges = {0.0f, 0.08f, 0.16f, 0.24f};
  static constexpr int kPolish = 2;
  static constexpr float kPeakFirst = 11.0f, kPeakStep = 0.2f, kMinPeakFirst = 11.0f, kMinPeakStep = 0.4f;
  static constexpr std::size_t kSteps = 32, kFinalists = 2;
  static constexpr int kReach = 1, kMinReach = 1, kRounds = 3;

  template <bool kWeighted>
  static void encode(const SuperBlock& block, std::uint8_t* bytes) {
    AffineCodes codes;
    AffineSearch<Q2K, kWeighted>(block).run(codes);
    packQ2K(codes, bytes);
  }
};

void encodeAll(std::span<const float> values, std::size_t columns, std::span<const float> importance,
               std::span<std::byte> blocks) {
  encodeSuperBlocks<Q2K>(values, columns, importance, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ2K(std::span<const float> values, std::size_t columns, std::span<const float> importance,
               std::span<std::byte> blocks) {
  HWY_DYNAMIC_DISPATCH(encodeAll)(values, columns, importance, blocks);
}

void packQ2K(const AffineCodes& codes, std::uint8_t* block) {
  std::memset(block, 0, 80);
  for (std::size_t k = 0; k < 16; ++k) block[k] = static_cast<std::uint8_t>(codes.scale[k] | codes.min[k] << 4);
  for (std::size_t i = 0; i < 256; ++i) {
    std::uint8_t& byte = block[16 + i / 128 * 32 + i % 32];
    byte = static_cast<std::uint8_t>(byte | codes.q[i] << (2 * (i / 32 % 4)));
  }
  storeF16(block + 80, codes.d);
  storeF16(block + 82, codes.dmin);
}

}  // namespace halftone::codecs
#endif
