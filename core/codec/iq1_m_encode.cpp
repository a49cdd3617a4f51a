// Encoding iq1_m; its layout is in iq1_m.cpp, the search in ternary_search-inl.h, the thorough one in
// odd_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq1_m_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/shifted_codewords-inl.h"
#include "core/codec/ternary_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct ThoroughIq1M {
  static constexpr std::size_t kBytes = 56, kLength = 8, kLines = kShiftedLines;
  static constexpr std::size_t kScales = 16, kParts = 2, kCodewords = 1;
  static constexpr float kLevel = 1.0f, kUnit = 1.0f, kTop = 15.0f;
  static constexpr float kLow = 0.5f, kFlatLow = 0.5f, kHigh = 1.5f;
  static constexpr std::size_t kEntries = 2048, kTurns = 2;
  static constexpr bool kUnbiased = true;
  static constexpr ThoroughDepth kDepths = {{2.0f, 2048, 5.0f, 0.2f, 80, 24, 6}};
  using Builder = ShiftedCodewords<kCodewords>;

  static void heights(const float* weights, float* heights) { shiftedHeights(weights, heights); }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq1M(codes, bytes); }
};

struct Iq1M {
  static constexpr std::size_t kBytes = ThoroughIq1M::kBytes;
  static constexpr Iq1Depths kDepths = kIq1Depths;
  using Codes = CodebookCodes;
  template <bool kWeighted>
  using Search = TernarySearch<false>;

  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq1M(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  if (rows.effort != Effort::Thorough) return encodeSuperBlocks<Iq1M>(rows, blocks);
  encodeCodebookBlocks<ThoroughIq1M, OddScaleSearch<ThoroughIq1M>>(rows, blocks);
}

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/codec/blocks.h"

namespace halftone::codecs {

HWY_EXPORT(encodeAll);

void encodeIq1M(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

void packIq1M(const CodebookCodes& codes, std::uint8_t* block) {
  std::memset(block + 32, 0, 16);
  for (std::size_t c = 0; c < 32; ++c) {
    block[c] = static_cast<std::uint8_t>(codes.index[c] & 255);
    const int nibble = codes.index[c] >> 8 | codes.negativeDelta[c] << 3;
    block[32 + c / 2] = static_cast<std::uint8_t>(block[32 + c / 2] | nibble << (4 * (c % 2)));
  }
  const std::uint32_t d = f32ToF16(codes.d);
  for (std::size_t i = 0; i < 4; ++i) {
    std::uint32_t word = ((d >> (4 * i)) & 15U) << 12;
    for (std::size_t k = 0; k < 4; ++k) word |= static_cast<std::uint32_t>(codes.scale[4 * i + k]) << (3 * k);
    store(block + 48 + 2 * i, static_cast<std::uint16_t>(word));
  }
}

}  // namespace halftone::codecs
#endif
