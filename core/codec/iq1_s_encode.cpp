// Encoding iq1_s; its layout is in iq1_s.cpp, the search in ternary_search-inl.h, the thorough one in
// odd_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq1_s_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/shifted_codewords-inl.h"
#include "core/codec/ternary_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct ThoroughIq1S {
  static constexpr std::size_t kBytes = 50, kLength = 8, kLines = kShiftedLines;
  static constexpr std::size_t kScales = 8, kParts = 1, kCodewords = 4;
  static constexpr float kLevel = 1.0f, kUnit = 1.0f, kTop = 15.0f;
  static constexpr float kLow = 0.5f, kFlatLow = 0.5f, kHigh = 1.5f;
  static constexpr std::size_t kEntries = 2048, kTurns = 2;
  static constexpr bool kUnbiased = true;
  static constexpr ThoroughDepth kDepths = {{2.0f, 2048, 5.0f, 0.2f, 80, 24, 6}};
  using Builder = ShiftedCodewords<kCodewords>;

  static void heights(const float* weights, float* heights) { shiftedHeights(weights, heights); }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq1S(codes, bytes); }
};

struct Iq1S {
  static constexpr std::size_t kBytes = ThoroughIq1S::kBytes;
  static constexpr Iq1Depths kDepths = kIq1Depths;
  using Codes = CodebookCodes;
  template <bool kWeighted>
  using Search = TernarySearch<true>;

  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq1S(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  if (rows.effort != Effort::Thorough) return encodeSuperBlocks<Iq1S>(rows, blocks);
  encodeCodebookBlocks<ThoroughIq1S, OddScaleSearch<ThoroughIq1S>>(rows, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeIq1S(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packIq1S(const CodebookCodes& codes, std::uint8_t* block) {
  storeF16(block, codes.d);
  for (std::size_t g = 0; g < 8; ++g) {
    std::uint32_t h =
        static_cast<std::uint32_t>(codes.scale[g]) << 12 | static_cast<std::uint32_t>(codes.negativeDelta[4 * g]) << 15;
    for (std::size_t l = 0; l < 4; ++l) {
      block[2 + 4 * g + l] = static_cast<std::uint8_t>(codes.index[4 * g + l] & 255);
      h |= static_cast<std::uint32_t>(codes.index[4 * g + l] >> 8) << (3 * l);
    }
    store(block + 34 + 2 * g, static_cast<std::uint16_t>(h));
  }
}

}  // namespace halftone::codecs
#endif
