// Encoding q3_K; its layout is in q3_k.cpp, the search in symmetric_search-inl.h.
#include "core/codec/k_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q3_k_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/symmetric_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q3K {
  static constexpr std::size_t kBytes = 110;
  static constexpr float kCodeLow = -4.0f, kCodeHigh = 3.0f;
  static constexpr float kScaleLow = -32.0f, kScaleHigh = 31.0f;
  static constexpr auto kPlainPeakCodes = peakCodes<5>(-3.7, 2.9, 1.3);
  static constexpr auto kWeightedPeakCodes = peakCodes<9>(-3.7, 2.9, 3.0);
  static constexpr float kPeakScaleFirst = -40.0f, kPeakScaleStep = 0.5f;
  static constexpr std::size_t kSteps = 32, kFinalists = 1;
  static constexpr int kReach = 1, kRounds = 3;

  template <bool kWeighted>
  static void encode(const SuperBlock& block, std::uint8_t* bytes) {
    SymmetricCodes codes;
    SymmetricSearch<Q3K, kWeighted>(block).run(codes);
    packQ3K(codes, bytes);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q3K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/packed_codes.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ3K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packQ3K(const SymmetricCodes& codes, std::uint8_t* block) {
  packOneBit(codes.q.data(), 2, block);
  packTwoBits(codes.q.data(), 0, block + 32);
  packTwoBits(codes.q.data() + 128, 0, block + 64);
  std::uint8_t* scales = block + 96;
  std::memset(scales, 0, 12);
  for (std::size_t k = 0; k < 16; ++k) {
    const int stored = codes.scale[k] + 32;
    scales[k % 8] = static_cast<std::uint8_t>(scales[k % 8] | (stored & 15) << (k < 8 ? 0 : 4));
    scales[8 + k % 4] = static_cast<std::uint8_t>(scales[8 + k % 4] | (stored >> 4) << (2 * (k / 4)));
  }
  storeF16(block + 108, codes.d);
}

}  // namespace halftone::codecs
#endif
