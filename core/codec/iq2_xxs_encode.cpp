// Encoding iq2_xxs; its layout is in iq2_xxs.cpp, the search in odd_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq2_xxs_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_codewords-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq2Xxs {
  static constexpr std::size_t kBytes = 66, kLength = 8, kLines = 256;
  static constexpr bool kFromMean = false, kSigned = true, kEvenSigns = true;
  static constexpr std::size_t kScales = 8, kParts = 4, kCodewords = 1;
  static constexpr float kLevel = 43.0f, kUnit = 0.125f, kTop = 31.0f;
  static constexpr float kLow = 0.75f, kFlatLow = 0.16f, kHigh = 2.5f, kQuickLow = 1.0f, kQuickHigh = 1.6f;
  static constexpr std::size_t kEntries = 256, kTurns = 1;
  static constexpr bool kUnbiased = true;
  static constexpr SearchDepth kDepths[] = {{1.0f, 256, 19.0f, 1.0f, 16, 1, 0, Turns::Positive, true},
                                            {1.0f, 256, 19.0f, 0.5f, 32, 3, 3, Turns::Positive, false},
                                            {2.0f, 256, 11.0f, 0.25f, 128, 64, 6, Turns::Positive, false}};
  using Builder = SignedCodewords<Iq2Xxs>;

  static const CodewordLevels<8, 256>& levels() {
    static const CodewordLevels<8, 256> levels(kIq2Xxs);
    return levels;
  }
  static void heights(const float* weights, float* heights) { dotAll(levels().square, weights, heights); }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq2Xxs(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeCodebookBlocks<Iq2Xxs, OddScaleSearch<Iq2Xxs>>(rows, blocks);
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
