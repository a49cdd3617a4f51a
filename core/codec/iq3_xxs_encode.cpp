// Encoding iq3_xxs; its layout is in iq3_xxs.cpp, the search in odd_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq3_xxs_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_codewords-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq3Xxs {
  static constexpr std::size_t kBytes = 98, kLength = 4, kLines = 256;
  static constexpr bool kFromMean = false, kSigned = true;
  static constexpr std::size_t kScales = 8, kParts = 4, kCodewords = 2;
  static constexpr float kLevel = 62.0f, kUnit = 0.25f, kTop = 31.0f;
  static constexpr float kLow = 0.75f, kFlatLow = 0.06f, kHigh = 2.0f, kQuickLow = 0.85f, kQuickHigh = 1.25f;
  static constexpr std::size_t kEntries = 256, kTurns = 1;
  static constexpr bool kUnbiased = false;
  static constexpr SearchDepth kDepths[] = {{1.0f, 256, 19.0f, 1.0f, 16, 1, 0, Turns::Positive, true},
                                            {1.0f, 256, 17.0f, 0.5f, 32, 3, 1, Turns::Positive, false},
                                            {2.0f, 256, 11.0f, 0.5f, 64, 64, 6, Turns::Positive, false}};
  using Builder = SignedPairs<Iq3Xxs>;

  static const CodewordLevels<4, 256>& levels() {
    static const CodewordLevels<4, 256> levels(kIq3Xxs);
    return levels;
  }
  static void heights(const float* weights, float* heights) { dotAll(levels().square, weights, heights); }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq3Xxs(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeCodebookBlocks<Iq3Xxs, OddScaleSearch<Iq3Xxs>>(rows, blocks);
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
