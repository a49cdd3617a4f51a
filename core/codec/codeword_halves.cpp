#include "core/codec/codeword_halves.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace halftone::codecs {
namespace {

using Set = std::set<std::uint16_t>;
using Couple = std::array<std::uint16_t, 2>;

std::size_t halfNumber(unsigned packed, std::size_t length, unsigned bits, std::size_t levels) {
  std::size_t number = 0;
  for (std::size_t j = length; j-- > 0;) number = number * levels + ((packed >> (bits * j)) & ((1U << bits) - 1U));
  return number;
}

// How many sets have both of two numbers.
class SharedCouples {
 public:
  explicit SharedCouples(std::vector<Set>& sets) : m_sets(sets) {
    for (const Set& set : sets) {
      for (auto a = set.begin(); a != set.end(); ++a)
        for (auto b = std::next(a); b != set.end(); ++b) ++m_counts[{*a, *b}];
    }
  }

  // The first of those that most sets have, and how many these are.
  std::pair<Couple, int> mostShared() const {
    std::pair<Couple, int> most{{}, 0};
    for (const auto& [couple, count] : m_counts)
      if (count > most.second) most = {couple, count};
    return most;
  }

  // Puts `number` in the place of the couple.
  void replace(const Couple& couple, std::uint16_t number) {
    for (Set& set : m_sets) {
      if (!set.contains(couple[0]) || !set.contains(couple[1])) continue;
      for (const std::uint16_t gone : couple) {
        set.erase(gone);
        for (const std::uint16_t other : set) --m_counts[{std::min(gone, other), std::max(gone, other)}];
      }
      for (const std::uint16_t other : set) ++m_counts[{other, number}];
      set.insert(number);
    }
  }

 private:
  std::vector<Set>& m_sets;
  std::map<Couple, int> m_counts;
};

}  // namespace

CodewordHalves::CodewordHalves(std::span<const std::uint16_t> packed, std::size_t length, unsigned bits,
                               std::size_t levels) {
  const std::size_t half = length / 2;
  halves = 1;
  for (std::size_t j = 0; j < half; ++j) halves *= levels;
  std::map<std::uint16_t, std::map<std::uint16_t, std::uint16_t>> entryOf;
  for (std::size_t e = 0; e < packed.size(); ++e) {
    const std::size_t first = halfNumber(packed[e], half, bits, levels);
    const std::size_t second = halfNumber(static_cast<unsigned>(packed[e]) >> (bits * half), half, bits, levels);
    entryOf[static_cast<std::uint16_t>(first)][static_cast<std::uint16_t>(second)] = static_cast<std::uint16_t>(e);
  }
  std::vector<Set> sets;
  for (const auto& [first, others] : entryOf) {
    sets.emplace_back();
    const std::size_t begin = entries.size();
    for (const auto& [second, entry] : others) {
      sets.back().insert(second);
      exactSeconds.push_back(second);
      entries.push_back(entry);
    }
    firsts.push_back({first, static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(entries.size())});
  }
  // A couple of three sets or more is worth a number of its own.
  SharedCouples couples(sets);
  for (auto [couple, count] = couples.mostShared(); count >= 3; std::tie(couple, count) = couples.mostShared()) {
    couples.replace(couple, static_cast<std::uint16_t>(halves + joined.size()));
    joined.push_back(couple);
  }
  list(sets);
}

void CodewordHalves::list(const std::vector<std::set<std::uint16_t>>& sets) {
  std::vector<std::size_t> order(sets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sets[a].size() < sets[b].size(); });
  std::vector<First> ordered;
  for (const std::size_t k : order) {
    ordered.push_back(firsts[k]);
    seconds.insert(seconds.end(), sets[k].begin(), sets[k].end());
    if (runs.empty() || runs.back().seconds != sets[k].size()) runs.push_back({0, sets[k].size()});
    ++runs.back().firsts;
  }
  firsts = std::move(ordered);
}

}  // namespace halftone::codecs
