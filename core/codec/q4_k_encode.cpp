// Encoding q4_K; its layout is in q4_k.cpp, the search in affine_search-inl.h.
#include "core/codec/k_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q4_k_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/affine_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q4K {
  static constexpr std::size_t kBytes = 144;
  static constexpr bool kPaired = true;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 15.0f, kScaleHigh = 63.0f;
  static constexpr auto kPlainStarts = spreadEdges<24>(-0.05, 0.045);
  static constexpr auto kWeightedStarts = spreadEdges<40>(-0.07, 0.13);
  static constexpr float kPeakFirst = 55.0f, kPeakStep = 0.8f, kMinPeakFirst = 55.0f, kMinPeakStep = 0.8f;
  static constexpr std::size_t kSteps = 16, kFinalists = 1;
  static constexpr int kReach = 1, kMinReach = 1, kRounds = 3;

  template <bool kWeighted>
  static void encode(const SuperBlock& block, std::uint8_t* bytes) {
    AffineCodes codes;
    AffineSearch<Q4K, kWeighted>(block).run(codes);
    packQ4K(codes, bytes);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q4K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/packed_codes.h"
#include "core/codec/packed_scales.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ4K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packQ4K(const AffineCodes& codes, std::uint8_t* block) {
  storeF16(block, codes.d);
  storeF16(block + 2, codes.dmin);
  packScalesAndMins(codes.scale.data(), codes.min.data(), block + 4);
  for (std::size_t s = 0; s < 8; s += 2) {
    packNibbles(codes.q.data() + 32 * s, codes.q.data() + 32 * s + 32, block + 16 + 16 * s);
  }
}

}  // namespace halftone::codecs
#endif
