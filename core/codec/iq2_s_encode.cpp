// Encoding iq2_s; its layout is in iq2_s.cpp, the search in signed_scale_search-inl.h.
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebook_entries.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/iq2_s_encode.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.h
#include "core/codec/signed_scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct Iq2S {
  static constexpr std::size_t kBytes = 82, kLength = 8, kScales = 16;
  static constexpr Signs kSigns = Signs::Any;
  static constexpr std::array<float, 3> kLevels = {8, 25, 43};
  static constexpr float kUnit = 0.125f, kTop = 31.0f;
  static constexpr bool kUnbiased = true;
  static constexpr SignedDepth kDepths[] = {{4, 0.35f, 1.4f, 19.0f, 0.75f, 16, 1, 3, 0},
                                            {6, 0.3f, 1.5f, 17.0f, 0.5f, 32, 4, 3, 1},
                                            {24, 0.25f, 2.0f, 11.0f, 0.5f, 64, 16, 5, 3}};

  static const auto& book() { return kIq2S; }
  static const CodewordHalves& halves() {
    static const CodewordHalves halves(kIq2SPacked, kLength, 2, kLevels.size());
    return halves;
  }
  static void pack(const CodebookCodes& codes, std::uint8_t* bytes) { packIq2S(codes, bytes); }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) {
  encodeSignedBlocks<Iq2S, SignedScaleSearch<Iq2S>>(rows, blocks);
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
