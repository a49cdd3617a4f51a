// Encoding iq3_xxs; its layout is in iq3_xxs.cpp, the search in signed_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebook_entries.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq3_xxs_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq3Xxs {
  static constexpr std::size_t kBytes = 98, kLength = 4, kScales = 8;
  static constexpr Signs kSigns = Signs::EvenInPairs;
  static constexpr std::array<float, 8> kLevels = {4, 12, 20, 28, 36, 44, 52, 62};
  static constexpr float kUnit = 0.25f, kTop = 31.0f;
  static constexpr bool kUnbiased = false;
  static constexpr SignedDepth kDepths[] = {{5, 0.5f, 1.5f, 19.0f, 0.75f, 16, 1, 3, 0},
                                            {9, 0.35f, 1.6f, 17.0f, 0.5f, 32, 6, 5, 1},
                                            {24, 0.25f, 2.0f, 11.0f, 0.5f, 64, 16, 5, 3, true}};

  static const auto& book() { return kIq3Xxs; }
  static const CodewordHalves& halves() {
    static const CodewordHalves halves(kIq3XxsPacked, kLength, 3, kLevels.size());
    return halves;
  }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq3Xxs(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeSignedBlocks<Iq3Xxs, SignedScaleSearch<Iq3Xxs>>(rows, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeIq3Xxs(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packIq3Xxs(const CodebookCodes& codes, std::uint8_t* block) {
  storeF16(block, codes.d);
  for (std::size_t c = 0; c < 64; ++c) block[2 + c] = static_cast<std::uint8_t>(codes.index[c]);
  for (std::size_t b = 0; b < 8; ++b) {
    std::uint32_t word = static_cast<std::uint32_t>(codes.scale[b]) << 28;
    for (std::size_t l = 0; l < 4; ++l) word |= (codes.signs[4 * b + l] & 127U) << (7 * l);
    store(block + 66 + 4 * b, word);
  }
}

}  // namespace halftone::codecs
#endif
