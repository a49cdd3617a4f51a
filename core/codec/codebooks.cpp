#include "core/codec/codebooks.h"

#include "core/codec/codebook_entries.h"

namespace halftone::codecs {
namespace {

// Turns packed level numbers of kBits bits into levels.
template <std::size_t kLength, std::size_t kBits, std::size_t kEntries, std::size_t kLevels>
constexpr Codebook<kLength, kEntries> unpack(const std::array<std::uint16_t, kEntries>& packed,
                                             const std::array<std::int8_t, kLevels>& levels) {
  Codebook<kLength, kEntries> book{};
  for (std::size_t i = 0; i < kEntries; ++i)
    for (std::size_t j = 0; j < kLength; ++j) book[i][j] = levels[(packed[i] >> (kBits * j)) & ((1U << kBits) - 1U)];
  return book;
}

constexpr std::array<std::int8_t, 3> kIq2Levels = {8, 25, 43};
constexpr std::array<std::int8_t, 8> kIq3XxsLevels = {4, 12, 20, 28, 36, 44, 52, 62};
constexpr std::array<std::int8_t, 8> kIq3SLevels = {1, 3, 5, 7, 9, 11, 13, 15};
constexpr std::array<std::int8_t, 3> kIq1Levels = {-1, 0, 1};

}  // namespace

constexpr Codebook<8, 256> kIq2Xxs = unpack<8, 2>(kIq2XxsPacked, kIq2Levels);
constexpr Codebook<8, 512> kIq2Xs = unpack<8, 2>(kIq2XsPacked, kIq2Levels);
constexpr Codebook<8, 1024> kIq2S = unpack<8, 2>(kIq2SPacked, kIq2Levels);
constexpr Codebook<4, 256> kIq3Xxs = unpack<4, 3>(kIq3XxsPacked, kIq3XxsLevels);
constexpr Codebook<4, 512> kIq3S = unpack<4, 3>(kIq3SPacked, kIq3SLevels);
constexpr Codebook<8, 2048> kIq1 = unpack<8, 2>(kIq1Packed, kIq1Levels);

}  // namespace halftone::codecs
