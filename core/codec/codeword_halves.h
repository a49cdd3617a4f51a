// A codebook as pairs of halves, and the shortest way found through all pairs.
// Thread-safety: values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace halftone::codecs {

// Half an entry is numbered Σ index_j·levels^j, index_j being that of value j's level. A codeword costs what its halves
// cost, so the least of a codebook is, over all first halves, the first's cost and the least cost of the second halves
// that occur with it. Many first halves share second halves: what two second halves have in common, the lesser of
// them, is worked out once and takes the next number.
struct CodewordHalves {
  // A first half, and where its part of `exactSeconds` begins and ends.
  struct First {
    std::uint16_t half, begin, end;
  };
  // That many first halves that have the same count of numbers in `seconds`.
  struct Run {
    std::size_t firsts, seconds;
  };

  std::size_t halves = 0;                            // how many there are
  std::vector<std::array<std::uint16_t, 2>> joined;  // number halves + i: the lesser of these two
  std::vector<First> firsts;                         // in the order of `runs`
  std::vector<Run> runs;
  std::vector<std::uint16_t> seconds;       // for each first half, the numbers whose least is that of all its seconds
  std::vector<std::uint16_t> exactSeconds;  // the second halves themselves
  std::vector<std::uint16_t> entries;       // of each of these, the entry

  // Of entries that are made of `length` level numbers of `bits` bits each.
  CodewordHalves(std::span<const std::uint16_t> packed, std::size_t length, unsigned bits, std::size_t levels);

 private:
  void list(const std::vector<std::set<std::uint16_t>>& sets);
};

}  // namespace halftone::codecs
