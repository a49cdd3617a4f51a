// Encoding iq2_xxs; its layout is in iq2_xxs.cpp, the search in signed_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebook_entries.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq2_xxs_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq2Xxs {
  static constexpr std::size_t kBytes = 66, kLength = 8, kScales = 8;
  static constexpr Signs kSigns = Signs::Even;
  static constexpr std::array<float, 3> kLevels = {8, 25, 43};
  static constexpr float kUnit = 0.125f, kTop = 31.0f;
  static constexpr bool kUnbiased = true;
  static constexpr SignedDepth kDepths[] = {{4, 0.35f, 1.4f, 19.0f, 0.75f, 16, 1, 3, 0},
                                            {6, 0.3f, 1.5f, 17.0f, 0.5f, 32, 4, 3, 1},
                                            {24, 0.25f, 2.0f, 11.0f, 0.5f, 64, 16, 5, 3}};

  static const auto& book() { return kIq2Xxs; }
  static const CodewordHalves& halves() {
    static const CodewordHalves halves(kIq2XxsPacked, kLength, 2, kLevels.size());
    return halves;
  }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq2Xxs(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeSignedBlocks<Iq2Xxs, SignedScaleSearch<Iq2Xxs>>(rows, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeIq2Xxs(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packIq2Xxs(const CodebookCodes& codes, std::uint8_t* block) {
  storeF16(block, codes.d);
  for (std::size_t g = 0; g < 8; ++g) {
    std::uint8_t* bytes = block + 2 + 8 * g;
    std::uint32_t word = static_cast<std::uint32_t>(codes.scale[g]) << 28;
    for (std::size_t l = 0; l < 4; ++l) {
      bytes[l] = static_cast<std::uint8_t>(codes.index[4 * g + l]);
      word |= (codes.signs[4 * g + l] & 127U) << (7 * l);
    }
    store(bytes + 4, word);
  }
}

}  // namespace halftone::codecs
#endif
