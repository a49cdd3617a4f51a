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

constexpr auto kPlainStarts = spreadEdges<48>(-0.05, 0.045);
constexpr auto kWeightedStarts = spreadEdges<64>(-0.07, 0.13);
// starts, polishes, shortlist, finalists, both sides, tries, refits, sweeps
constexpr Depths<AffineDepth> kDepthsOfType = {.plain = {{{few(kPlainStarts, 8), 1, 1, 1, false, 1, 0, 1},
                                                          {few(kPlainStarts, 16), 1, 2, 1, false, 6, 1, 1},
                                                          {kPlainStarts, 2, 16, 3, true, 10, 3, 2}}},
                                               .weighted = {{{few(kWeightedStarts, 12), 1, 1, 1, false, 1, 0, 1},
                                                             {few(kWeightedStarts, 40), 1, 3, 1, false, 14, 1, 1},
                                                             {kWeightedStarts, 2, 16, 4, true, 48, 3, 2}}}};

struct Q4K {
  static constexpr std::size_t kBytes = 144;
  static constexpr bool kPaired = true;
  static constexpr bool kUnbiased = false;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 15.0f, kScaleHigh = 63.0f;
  static constexpr float kPeakFirst = 55.0f, kPeakStep = 0.8f, kMinPeakFirst = 55.0f, kMinPeakStep = 0.8f;
  static constexpr std::size_t kSteps = 16;
  static constexpr const auto& kDepths = kDepthsOfType;

  using Codes = AffineCodes;
  template <bool kWeighted>
  using Search = AffineSearch<Q4K, kWeighted>;
  static void pack(const Codes& codes, std::uint8_t* block) { packQ4K(codes, block); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q4K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ4K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

}  // namespace halftone::codecs
#endif
