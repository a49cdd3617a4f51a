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

constexpr auto kQuickPlain = peakCodes<6>(-26.0, 25.2, 1.26);
constexpr auto kNormalPlain = evenPeakCodes<16>(25.0, 33.0);
constexpr auto kThoroughPlain = peakCodes<24>(-26.0, 25.2, 1.26);
constexpr auto kQuickWeighted = peakCodes<8>(-20.0, 19.0, 2.0);
constexpr auto kNormalWeighted = evenPeakCodes<28>(20.0, 36.0);
constexpr auto kThoroughWeighted = peakCodes<32>(-20.0, 19.0, 2.0);
// codes of peaks, steps, finalists, tries, refits, sweeps
constexpr Depths<SymmetricDepth> kDepthsOfType = {
    .plain = {{{kQuickPlain, 32, 1, 1, 0, 1}, {kNormalPlain, 32, 1, 4, 0, 1}, {kThoroughPlain, 32, 10, 14, 3, 2}}},
    .weighted = {
        {{kQuickWeighted, 32, 1, 1, 0, 1}, {kNormalWeighted, 32, 1, 6, 1, 1}, {kThoroughWeighted, 32, 10, 32, 3, 2}}}};

struct Q6K {
  static constexpr std::size_t kBytes = 210;
  static constexpr float kCodeLow = -32.0f, kCodeHigh = 31.0f;
  static constexpr float kScaleLow = -128.0f, kScaleHigh = 127.0f;
  static constexpr float kPeakScaleFirst = -136.0f, kPeakScaleStep = 1.0f;
  static constexpr const auto& kDepths = kDepthsOfType;

  using Codes = SymmetricCodes;
  template <bool kWeighted>
  using Search = SymmetricSearch<Q6K, kWeighted>;
  static void pack(const Codes& codes, std::uint8_t* block) { packQ6K(codes, block); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q6K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ6K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

}  // namespace halftone::codecs
#endif
