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
  static constexpr auto kPlainStarts = spreadEdges<12>(0.0, 0.25);
  static constexpr auto kWeightedStarts = spreadEdges<24>(0.0, 0.35);
  static constexpr float kPeakFirst = 11.0f, kPeakStep = 0.4f, kMinPeakFirst = 11.0f, kMinPeakStep = 0.4f;
  static constexpr std::size_t kSteps = 16, kFinalists = 2;
  static constexpr int kReach = 1, kMinReach = 1, kRounds = 3;

  template <bool kWeighted>
  static void encode(const SuperBlock& block, std::uint8_t* bytes) {
    AffineCodes codes;
    AffineSearch<Q2K, kWeighted>(block).run(codes);
    packQ2K(codes, bytes);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q2K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/packed_codes.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ2K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packQ2K(const AffineCodes& codes, std::uint8_t* block) {
  for (std::size_t k = 0; k < 16; ++k) block[k] = static_cast<std::uint8_t>(codes.scale[k] | codes.min[k] << 4);
  packTwoBits(codes.q.data(), 0, block + 16);
  packTwoBits(codes.q.data() + 128, 0, block + 48);
  storeF16(block + 80, codes.d);
  storeF16(block + 82, codes.dmin);
}

}  // namespace halftone::codecs
#endif
