// Encoding q6_K; its layout is in q6_k.cpp, the search in symmetric_search-inl.h.
#include "core/codec/k_encoders.h"
#include "core/codec/k_grids.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q6_k_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/symmetric_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q6K : Q6KGrid {
  static constexpr std::size_t kBytes = 210;

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
