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
  static constexpr auto kPlainPeakCodes = peakCodes<12>(-26.0, 25.2, 1.26);
  static constexpr auto kWeightedPeakCodes = peakCodes<16>(-24.0, 23.2, 1.7);
  static constexpr float kPeakScaleFirst = -136.0f, kPeakScaleStep = 0.5f;
  static constexpr std::size_t kSteps = 64, kFinalists = 1;
  static constexpr int kReach = 1, kRounds = 3;

  template <bool kWeighted>
  static void encode(const SuperBlock& block, std::uint8_t* bytes) {
    SymmetricCodes codes;
    SymmetricSearch<Q6K, kWeighted>(block).run(codes);
    packQ6K(codes, bytes);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q6K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/packed_codes.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ6K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packQ6K(const SymmetricCodes& codes, std::uint8_t* block) {
  for (std::size_t h = 0; h < 2; ++h) {
    const std::uint8_t* half = codes.q.data() + 128 * h;
    packNibbles(half, half + 64, block + 64 * h);
    packNibbles(half + 32, half + 96, block + 64 * h + 32);
    packTwoBits(half, 4, block + 128 + 32 * h);
  }
  std::memcpy(block + 192, codes.scale.data(), 16);
  storeF16(block + 208, codes.d);
}

}  // namespace halftone::codecs
#endif
