#include "gpu/ops/tables.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <map>
#include <vector>

#include "core/codec/codebook_entries.h"
#include "core/codec/codebooks.h"
#include "core/codec/levels.h"
#include "core/codec/ternary_supports.h"
#include "gpu/ops/codeword_lists.h"
#include "gpu/ops/depths.h"
#include "gpu/ops/slots.h"
#include "gpu/ops/super_block_search.h"

namespace halftone::gpu {
namespace {

using Words = std::vector<std::uint32_t>;

// Entries of eight, as they are packed: two to a word.
template <std::size_t kEntries>
void addEights(Words& words, const std::array<std::uint16_t, kEntries>& packed) {
  for (std::size_t i = 0; i < kEntries; i += 2)
    words.push_back(packed[i] | static_cast<std::uint32_t>(packed[i + 1]) << 16U);
}

// Entries of four, a level to a byte.
template <std::size_t kEntries>
void addFours(Words& words, const codecs::Codebook<4, kEntries>& book) {
  for (const std::array<std::int8_t, 4>& entry : book) words.push_back(std::bit_cast<std::uint32_t>(entry));
}

void addLevels(Words& words, const std::array<float, 16>& levels) {
  for (const float level : levels) words.push_back(std::bit_cast<std::uint32_t>(level));
}

// What UnevenGuess says.
void addGuess(Words& words) {
  using Guess = codecs::UnevenGuess;
  for (const float number : {Guess::kCurve, Guess::kSlope, Guess::kStart, Guess::kLow, Guess::kHigh})
    words.push_back(std::bit_cast<std::uint32_t>(number));
}

// Under which signs the codebook of iq1 has which supports. The shaders find an entry by halving.
void addTernarySupports(Words& words) {
  static_assert(std::is_sorted(codecs::kIq1Packed.begin(), codecs::kIq1Packed.end()));
  for (const auto& row : codecs::ternarySupports().rows) words.insert(words.end(), std::begin(row), std::end(row));
}

struct Tables {
  Words words;
  std::map<TensorType, Words> constants;
  std::uint32_t depthsAt = 0;
};

Tables makeTables() {
  Tables tables;
  Words& words = tables.words;
  addEights(words, codecs::kIq2XxsPacked);
  addEights(words, codecs::kIq2XsPacked);
  addEights(words, codecs::kIq2SPacked);
  addEights(words, codecs::kIq1Packed);
  addFours(words, codecs::kIq3Xxs);
  addFours(words, codecs::kIq3S);
  addLevels(words, codecs::kUnevenLevels);
  addLevels(words, codecs::kTwiceE2M1);
  addLevels(words, codecs::kUnevenSums);
  addGuess(words);
  addTernarySupports(words);
  for (const TensorType type : superBlockSearchTypes()) {
    SearchTable search = makeSuperBlockSearch(type, static_cast<std::uint32_t>(words.size()));
    words.insert(words.end(), search.table.begin(), search.table.end());
    tables.constants.emplace(type, std::move(search.constants));
  }
  for (const TensorType type : codewordListTypes()) {
    words.resize((words.size() + 3) / 4 * 4);
    SearchTable list = makeCodewordList(type, static_cast<std::uint32_t>(words.size()));
    words.insert(words.end(), list.table.begin(), list.table.end());
    tables.constants.emplace(type, std::move(list.constants));
  }
  tables.depthsAt = static_cast<std::uint32_t>(words.size());
  words.insert(words.end(), allDepths().begin(), allDepths().end());
  return tables;
}

const Tables& tables() {
  static const Tables made = makeTables();
  return made;
}

}  // namespace

std::span<const std::uint32_t> allTables() { return tables().words; }

std::vector<std::uint32_t> searchConstants(TensorType type) {
  const auto found = tables().constants.find(type);
  return found == tables().constants.end() ? Words() : found->second;
}

std::uint32_t tableOfDepth(TensorType type, Effort effort) { return tables().depthsAt + depthPlace(type, effort); }

void prepareTables(Lane& lane) { lane.upload(kTables, std::as_bytes(allTables())); }

}  // namespace halftone::gpu
