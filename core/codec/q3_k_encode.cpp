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

constexpr auto kQuickPlain = peakCodes<2>(-3.7, 2.9, 1.3);
constexpr auto kNormalPlain = peakCodes<3>(-3.7, 2.9, 1.3);
constexpr auto kThoroughPlain = peakCodes<8>(-3.7, 2.9, 1.3);
constexpr auto kQuickWeighted = peakCodes<5>(-3.7, 2.9, 3.0);
constexpr auto kNormalWeighted = peakCodes<7>(-3.7, 2.9, 2.5);
constexpr auto kThoroughWeighted = peakCodes<16>(-3.7, 2.9, 3.0);
// codes of peaks, steps, finalists, tries, refits, sweeps
constexpr Depths<SymmetricDepth> kDepthsOfType = {
    .plain = {{{kQuickPlain, 16, 1, 1, 0, 1}, {kNormalPlain, 16, 1, 2, 0, 1}, {kThoroughPlain, 32, 8, 4, 3, 2}}},
    .weighted = {
        {{kQuickWeighted, 16, 1, 1, 0, 1}, {kNormalWeighted, 16, 1, 6, 1, 1}, {kThoroughWeighted, 32, 16, 12, 3, 2}}}};

struct Q3K {
  static constexpr std::size_t kBytes = 110;
  static constexpr float kCodeLow = -4.0f, kCodeHigh = 3.0f;
  static constexpr float kScaleLow = -32.0f, kScaleHigh = 31.0f;
  static constexpr float kPeakScaleFirst = -40.0f, kPeakScaleStep = 1.0f;
  static constexpr const auto& kDepths = kDepthsOfType;

  using Codes = SymmetricCodes;
  template <bool kWeighted>
  using Search = SymmetricSearch<Q3K, kWeighted>;
  static void pack(const Codes& codes, std::uint8_t* block) { packQ3K(codes, block); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q3K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ3K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

}  // namespace halftone::codecs
#endif
