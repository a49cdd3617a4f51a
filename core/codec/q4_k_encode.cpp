// Encoding q4_K; its layout is in q4_k.cpp, the search in affine_search-inl.h.
#include "core/codec/k_encoders.h"
#include "core/codec/k_grids.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q4_k_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/affine_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q4K : Q4KGrid {
  static constexpr std::size_t kBytes = 144;

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
