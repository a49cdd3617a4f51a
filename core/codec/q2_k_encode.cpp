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

constexpr auto kPlainStarts = spreadEdges<32>(0.0, 0.25);
constexpr auto kWeightedStarts = spreadEdges<48>(0.0, 0.35);
// starts, polishes, shortlist, finalists, both sides, tries, refits, sweeps
constexpr Depths<AffineDepth> kDepthsOfType = {.plain = {{{few(kPlainStarts, 5), 1, 1, 1, false, 1, 0, 1},
                                                          {few(kPlainStarts, 8), 0, 3, 1, false, 8, 1, 1},
                                                          {kPlainStarts, 2, 16, 4, true, 10, 3, 2}}},
                                               .weighted = {{{few(kWeightedStarts, 12), 1, 1, 1, false, 1, 0, 1},
                                                             {few(kWeightedStarts, 16), 0, 4, 1, true, 24, 1, 1},
                                                             {kWeightedStarts, 2, 16, 4, true, 84, 3, 2}}}};

struct Q2K {
  static constexpr std::size_t kBytes = 84;
  static constexpr bool kPaired = false;
  static constexpr bool kUnbiased = true;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 3.0f, kScaleHigh = 15.0f;
  static constexpr float kPeakFirst = 8.0f, kPeakStep = 0.6f, kMinPeakFirst = 11.0f, kMinPeakStep = 0.4f;
  static constexpr std::size_t kSteps = 16;
  static constexpr const auto& kDepths = kDepthsOfType;

  using Codes = AffineCodes;
  template <bool kWeighted>
  using Search = AffineSearch<Q2K, kWeighted>;
  static void pack(const Codes& codes, std::uint8_t* block) { packQ2K(codes, block); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeSuperBlocks<Q2K>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeQ2K(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

}  // namespace halftone::codecs
#endif
