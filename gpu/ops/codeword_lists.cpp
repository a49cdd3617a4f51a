#include "gpu/ops/codeword_lists.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>

#include "core/codec/codebooks.h"

namespace halftone::gpu {
namespace {

using Words = std::vector<std::uint32_t>;

// Halves of entries of kLength values.
template <std::size_t kLength>
class Halves {
 public:
  using Half = std::array<std::int8_t, kLength / 2>;

  explicit Halves(std::size_t tableAt) : m_tableAt(tableAt) {}

  // Where it is, in fours of words. Each value has two.
  std::uint32_t placeOf(const Half& half) {
    auto found = std::find(m_halves.begin(), m_halves.end(), half);
    if (found == m_halves.end()) found = m_halves.insert(found, half);
    return static_cast<std::uint32_t>(m_tableAt / 4 +
                                      static_cast<std::size_t>(found - m_halves.begin()) * (kLength / 4));
  }

  Words words() const {
    Words words;
    const auto add = [&](float value) { words.push_back(std::bit_cast<std::uint32_t>(value)); };
    for (const Half& half : m_halves) {
      for (const std::int8_t level : half) add(level);
      for (const std::int8_t level : half) add(static_cast<float>(level) * static_cast<float>(level));
    }
    return words;
  }

 private:
  std::size_t m_tableAt;
  std::vector<Half> m_halves;
};

template <std::size_t kLength, std::size_t kEntries>
SearchTable listOf(const codecs::Codebook<kLength, kEntries>& book, std::uint32_t tableAt) {
  assert(tableAt % 4 == 0);
  Halves<kLength> halves(tableAt);
  typename Halves<kLength>::Half first{}, second{}, last{};
  Words entries, ends;
  for (std::size_t i = 0; i < kEntries; ++i) {
    std::copy_n(book[i].begin(), first.size(), first.begin());
    std::copy_n(book[i].begin() + first.size(), second.size(), second.begin());
    if (i > 0 && second != last) ends.push_back(static_cast<std::uint32_t>(i));
    last = second;
    entries.push_back(halves.placeOf(first) | halves.placeOf(second) << 16U);
  }
  ends.push_back(kEntries);
  SearchTable list{halves.words(), {}};
  assert((tableAt + list.table.size()) / 4 <= 65536);
  const auto next = [&] { return static_cast<std::uint32_t>(tableAt + list.table.size()); };
  list.constants = {next()};
  list.table.insert(list.table.end(), entries.begin(), entries.end());
  list.constants.insert(list.constants.end(), {next(), static_cast<std::uint32_t>(ends.size())});
  list.table.insert(list.table.end(), ends.begin(), ends.end());
  return list;
}

}  // namespace

const std::vector<TensorType>& codewordListTypes() {
  static const std::vector<TensorType> types = {TensorType::IQ3_S, TensorType::IQ3_XXS, TensorType::IQ2_S,
                                                TensorType::IQ2_XS, TensorType::IQ2_XXS};
  return types;
}

SearchTable makeCodewordList(TensorType type, std::uint32_t tableAt) {
  switch (type) {
    case TensorType::IQ3_S: return listOf(codecs::kIq3S, tableAt);
    case TensorType::IQ3_XXS: return listOf(codecs::kIq3Xxs, tableAt);
    case TensorType::IQ2_S: return listOf(codecs::kIq2S, tableAt);
    case TensorType::IQ2_XS: return listOf(codecs::kIq2Xs, tableAt);
    default: assert(type == TensorType::IQ2_XXS); return listOf(codecs::kIq2Xxs, tableAt);
  }
}

}  // namespace halftone::gpu
