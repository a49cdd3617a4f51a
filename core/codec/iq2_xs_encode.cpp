// Encoding iq2_xs; its layout is in iq2_xs.cpp, the search in odd_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq2_xs_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_codewords-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq2Xs {
  static constexpr std::size_t kBytes = 74, kLength = 8, kLines = 512;
  static constexpr bool kFromMean = false, kSigned = true, kEvenSigns = true;
  static constexpr std::size_t kScales = 16, kParts = 2, kCodewords = 1;
  static constexpr float kLevel = 43.0f, kUnit = 0.125f, kTop = 31.0f;
  static constexpr float kLow = 0.75f, kFlatLow = 0.16f, kHigh = 2.5f, kQuickLow = 0.9f, kQuickHigh = 1.5f;
  static constexpr std::size_t kEntries = 512, kTurns = 1;
  static constexpr bool kUnbiased = true;
  static constexpr SearchDepth kDepths[] = {{1.0f, 512, 19.0f, 1.0f, 16, 1, 0, Turns::Positive, true},
                                            {1.0f, 512, 19.0f, 0.5f, 32, 3, 3, Turns::Positive, false},
                                            {2.0f, 512, 11.0f, 0.25f, 128, 64, 6, Turns::Positive, false}};
  using Builder = SignedCodewords<Iq2Xs>;

  static const CodewordLevels<8, 512>& levels() {
    static const CodewordLevels<8, 512> levels(kIq2Xs);
    return levels;
  }
  static void heights(const float* weights, float* heights) { dotAll(levels().square, weights, heights); }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq2Xs(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeCodebookBlocks<Iq2Xs, OddScaleSearch<Iq2Xs>>(rows, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeIq2Xs(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packIq2Xs(const CodebookCodes& codes, std::uint8_t* block) {
  storeF16(block, codes.d);
  for (std::size_t c = 0; c < 32; ++c) {
    store(block + 2 + 2 * c, static_cast<std::uint16_t>(codes.index[c] | (codes.signs[c] & 127) << 9));
  }
  for (std::size_t g = 0; g < 8; ++g) {
    block[66 + g] = static_cast<std::uint8_t>(codes.scale[2 * g] | codes.scale[2 * g + 1] << 4);
  }
}

}  // namespace halftone::codecs
#endif
