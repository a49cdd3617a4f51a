// Encoding iq3_s; its layout is in iq3_s.cpp, the search in signed_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebook_entries.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq3_s_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq3S {
  static constexpr std::size_t kBytes = 110, kLength = 4, kScales = 8;
  static constexpr Signs kSigns = Signs::Any;
  static constexpr std::array<float, 8> kLevels = {1, 3, 5, 7, 9, 11, 13, 15};
  static constexpr float kUnit = 1.0f, kTop = 31.0f;
  static constexpr bool kUnbiased = false;
  static constexpr SignedDepth kDepths[] = {{5, 0.5f, 1.5f, 19.0f, 0.75f, 16, 1, 3, 0},
                                            {9, 0.35f, 1.6f, 17.0f, 0.5f, 32, 6, 5, 1},
                                            {24, 0.25f, 2.0f, 11.0f, 0.5f, 64, 16, 5, 3}};

  static const auto& book() { return kIq3S; }
  static const CodewordHalves& halves() {
    static const CodewordHalves halves(kIq3SPacked, kLength, 3, kLevels.size());
    return halves;
  }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq3S(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeSignedBlocks<Iq3S, SignedScaleSearch<Iq3S>>(rows, blocks);
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
