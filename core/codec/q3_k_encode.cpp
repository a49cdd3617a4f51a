// Encoding q3_K; its layout is in q3_k.cpp, the search in symmetric_search-inl.h.
#include "core/codec/k_encoders.h"
#include "core/codec/k_grids.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/q3_k_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/symmetric_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Q3K : Q3KGrid {
  static constexpr std::size_t kBytes = 110;

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
