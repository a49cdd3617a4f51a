// Encoding q5_K; its layout is in q5_k.cpp, the search in affine_search-inl.h.
#include "core/codec/k_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q5_k_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/affine_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q5K {
  static constexpr std::size_t kBytes = 176;
  static constexpr bool kPaired = true;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 31.0f, kScaleHigh = 63.0f;
  static constexpr auto kPlainStarts = spreadEdges<24>(-0.03, 0.025);
  static constexpr auto kWeightedStarts = spreadEdges<40>(-0.04, 0.06);
  static constexpr float kPeakFirst = 55.0f, kPeakStep = 0.4f, kMinPeakFirst = 55.0f, kMinPeakStep = 0.8f;
  static constexpr std::size_t kSteps = 32, kFinalists = 1;
  static constexpr int kReach = 1, kMinReach = 1, kRounds = 3;

  template <bool kWeighted>
  static void encode(const SuperBlock& block, std::uint8_t* bytes) {
    AffineCodes codes;
    AffineSearch<Q5K, kWeighted>(block).run(codes);
    packQ5K(codes, bytes);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q5K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/packed_codes.h"
#include "core/codec/packed_scales.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ5K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packQ5K(const AffineCodes& codes, std::uint8_t* block) {
  storeF16(block, codes.d);
  storeF16(block + 2, codes.dmin);
  packScalesAndMins(codes.scale.data(), codes.min.data(), block + 4);
  packOneBit(codes.q.data(), 4, block + 16);
  for (std::size_t s = 0; s < 8; s += 2) {
    packNibbles(codes.q.data() + 32 * s, codes.q.data() + 32 * s + 32, block + 48 + 16 * s);
  }
}

}  // namespace halftone::codecs
#endif
