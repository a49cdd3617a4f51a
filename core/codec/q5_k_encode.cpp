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

constexpr auto kPlainStarts = spreadEdges<48>(-0.03, 0.025);
constexpr auto kWeightedStarts = spreadEdges<64>(-0.055, 0.085);
// starts, polishes, shortlist, finalists, both sides, tries, refits, sweeps
constexpr Depths<AffineDepth> kDepthsOfType = {.plain = {{{few(kPlainStarts, 6), 1, 1, 1, false, 1, 0, 1},
                                                          {few(kPlainStarts, 14), 0, 2, 1, false, 10, 1, 1},
                                                          {kPlainStarts, 2, 16, 4, true, 24, 3, 2}}},
                                               .weighted = {{{few(kWeightedStarts, 12), 1, 1, 1, false, 1, 0, 1},
                                                             {few(kWeightedStarts, 32), 0, 3, 1, false, 24, 1, 1},
                                                             {kWeightedStarts, 2, 16, 6, true, 112, 3, 2}}}};

struct Q5K {
  static constexpr std::size_t kBytes = 176;
  static constexpr bool kPaired = true;
  static constexpr bool kUnbiased = false;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 31.0f, kScaleHigh = 63.0f;
  static constexpr float kPeakFirst = 55.0f, kPeakStep = 0.4f, kMinPeakFirst = 55.0f, kMinPeakStep = 0.8f;
  static constexpr std::size_t kSteps = 32;
  static constexpr const auto& kDepths = kDepthsOfType;

  using Codes = AffineCodes;
  template <bool kWeighted>
  using Search = AffineSearch<Q5K, kWeighted>;
  static void pack(const Codes& codes, std::uint8_t* block) { packQ5K(codes, block); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q5K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ5K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

}  // namespace halftone::codecs
#endif
