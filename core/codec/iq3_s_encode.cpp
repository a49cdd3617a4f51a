// Encoding iq3_s; its layout is in iq3_s.cpp, the search in odd_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq3_s_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_codewords-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq3S {
  static constexpr std::size_t kBytes = 110, kLength = 4, kLines = 512;
  static constexpr bool kFromMean = false, kSigned = true, kEvenSigns = false;
  static constexpr std::size_t kScales = 8, kParts = 8, kCodewords = 1;
  static constexpr float kLevel = 15.0f, kUnit = 1.0f, kTop = 31.0f;
  static constexpr float kLow = 0.8f, kFlatLow = 0.06f, kHigh = 1.6f, kQuickLow = 0.85f, kQuickHigh = 1.25f;
  static constexpr std::size_t kEntries = 512, kTurns = 1;
  static constexpr bool kUnbiased = false;
  static constexpr SearchDepth kDepths[] = {{1.0f, 512, 19.0f, 1.0f, 16, 1, 0, Turns::Positive, true},
                                            {1.0f, 512, 17.0f, 0.5f, 32, 3, 1, Turns::Positive, false},
                                            {2.0f, 512, 11.0f, 0.5f, 64, 64, 6, Turns::Positive, false}};
  using Builder = SignedCodewords<Iq3S>;

  static const CodewordLevels<4, 512>& levels() {
    static const CodewordLevels<4, 512> levels(kIq3S);
    return levels;
  }
  static void heights(const float* weights, float* heights) { dotAll(levels().square, weights, heights); }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq3S(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeCodebookBlocks<Iq3S, OddScaleSearch<Iq3S>>(rows, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeIq3S(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packIq3S(const CodebookCodes& codes, std::uint8_t* block) {
  std::memset(block + 66, 0, 8);
  std::memset(block + 106, 0, 4);
  storeF16(block, codes.d);
  for (std::size_t c = 0; c < 64; ++c) {
    block[2 + c] = static_cast<std::uint8_t>(codes.index[c] & 255);
    block[66 + c / 8] = static_cast<std::uint8_t>(block[66 + c / 8] | (codes.index[c] >> 8) << (c % 8));
  }
  std::memcpy(block + 74, codes.signs.data(), 32);
  for (std::size_t b = 0; b < 8; ++b) {
    block[106 + b / 2] = static_cast<std::uint8_t>(block[106 + b / 2] | codes.scale[b] << (4 * (b % 2)));
  }
}

}  // namespace halftone::codecs
#endif
