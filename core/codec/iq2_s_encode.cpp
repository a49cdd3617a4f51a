// Encoding iq2_s; its layout is in iq2_s.cpp, the search in odd_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq2_s_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_codewords-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq2S {
  static constexpr std::size_t kBytes = 82, kLength = 8, kLines = 1024;
  static constexpr bool kFromMean = false, kSigned = true, kEvenSigns = false;
  static constexpr std::size_t kScales = 16, kParts = 2, kCodewords = 1;
  static constexpr float kLevel = 43.0f, kUnit = 0.125f, kTop = 31.0f;
  static constexpr float kLow = 0.75f, kFlatLow = 0.16f, kHigh = 2.5f, kQuickLow = 0.9f, kQuickHigh = 1.5f;
  static constexpr std::size_t kEntries = 1024, kTurns = 1;
  static constexpr bool kUnbiased = true;
  static constexpr SearchDepth kDepths[] = {{1.0f, 1024, 19.0f, 1.0f, 16, 1, 0, Turns::Positive, true},
                                            {1.0f, 1024, 19.0f, 0.5f, 32, 3, 3, Turns::Positive, false},
                                            {2.0f, 1024, 11.0f, 0.25f, 128, 64, 6, Turns::Positive, false}};
  using Builder = SignedCodewords<Iq2S>;

  static const CodewordLevels<8, 1024>& levels() {
    static const CodewordLevels<8, 1024> levels(kIq2S);
    return levels;
  }
  static void heights(const float* weights, float* heights) { dotAll(levels().square, weights, heights); }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq2S(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeCodebookBlocks<Iq2S, OddScaleSearch<Iq2S>>(rows, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeIq2S(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packIq2S(const CodebookCodes& codes, std::uint8_t* block) {
  std::memset(block + 66, 0, 8);
  storeF16(block, codes.d);
  for (std::size_t c = 0; c < 32; ++c) {
    block[2 + c] = static_cast<std::uint8_t>(codes.index[c] & 255);
    block[66 + c / 4] = static_cast<std::uint8_t>(block[66 + c / 4] | (codes.index[c] >> 8) << (2 * (c % 4)));
  }
  std::memcpy(block + 34, codes.signs.data(), 32);
  for (std::size_t g = 0; g < 8; ++g) {
    block[74 + g] = static_cast<std::uint8_t>(codes.scale[2 * g] | codes.scale[2 * g + 1] << 4);
  }
}

}  // namespace halftone::codecs
#endif
