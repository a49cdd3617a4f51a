#include "gpu/ops/depths.h"

#include <array>
#include <bit>
#include <initializer_list>
#include <utility>
#include <vector>

#include "core/codec/block_depths.h"

namespace halftone::gpu {
namespace {

using Words = std::vector<std::uint32_t>;

std::uint32_t word(float value) { return std::bit_cast<std::uint32_t>(value); }
std::uint32_t word(int value) { return static_cast<std::uint32_t>(value); }

// Candidates, as two numbers each that shaders need of them.
using Candidates = std::vector<std::pair<float, float>>;

// The numbers of a depth, then lists: all first numbers, then all second ones. A list is told as where it begins from
// the depth on, and its length.
Words depthOf(std::initializer_list<Candidates> lists, std::initializer_list<std::uint32_t> numbers) {
  Words words;
  std::size_t at = 2 * lists.size() + numbers.size();
  for (const Candidates& list : lists) {
    words.push_back(static_cast<std::uint32_t>(at));
    words.push_back(static_cast<std::uint32_t>(list.size()));
    at += 2 * list.size();
  }
  words.insert(words.end(), numbers);
  for (const Candidates& list : lists) {
    for (const auto& [first, second] : list) words.push_back(word(first));
    for (const auto& [first, second] : list) words.push_back(word(second));
  }
  return words;
}

// A ladder's codes of either sign, as far as that makes a difference, and their inverses.
Candidates bothSigns(std::span<const float> ladder, float symmetricTo) {
  Candidates candidates;
  for (const float code : ladder) {
    candidates.emplace_back(code, 1.0F / code);
    if (code > symmetricTo) candidates.emplace_back(-code, -(1.0F / code));
  }
  return candidates;
}

template <class Depths>
Words scaleDepth(Effort effort) {
  const codecs::ScaleDepth& depth = effort == Effort::Thorough ? Depths::kThorough : Depths::kNormal;
  return depthOf(
      {bothSigns(depth.plainLadder, Depths::kSymmetricTo), bothSigns(depth.weightedLadder, Depths::kSymmetricTo)},
      {word(depth.hidden), word(depth.reach), word(depth.step), word(depth.rounds), word(depth.neighbours)});
}

// Each share cut off the low end with each off the high end: the first, and how much narrower that makes the range.
Candidates cutRanges(std::span<const float> cuts) {
  Candidates candidates;
  for (const float low : cuts)
    for (const float high : cuts) candidates.emplace_back(low, 1.0F / (1.0F - low - high));
  return candidates;
}

// Each end of a range moved by up to `reach` steps: how far its low end moves, and how much wider that makes it.
Candidates movedRanges(int reach, float step, int highest) {
  Candidates candidates;
  for (int low = -reach; low <= reach; ++low) {
    for (int high = -reach; high <= reach; ++high) {
      const float wider = step * static_cast<float>(high - low) / static_cast<float>(highest);
      candidates.emplace_back(step * static_cast<float>(low), 1.0F + wider);
    }
  }
  return candidates;
}

template <class Depths, int kHighest>
Words offsetDepth(Effort effort) {
  const codecs::OffsetDepth& depth = effort == Effort::Thorough ? Depths::kThorough : Depths::kNormal;
  return depthOf({cutRanges(depth.plainCuts), cutRanges(depth.weightedCuts), cutRanges(codecs::kHiddenCuts),
                  movedRanges(depth.reach, depth.step, kHighest), movedRanges(0, 0, kHighest)},
                 {word(depth.refits), word(depth.rounds), word(depth.neighbours)});
}

template <class Depths>
Words rangeDepth(Effort effort) {
  const codecs::CandidateRange plain = Depths::candidates(effort, false), weighted = Depths::candidates(effort, true);
  return {word(plain.first), word(plain.end), word(weighted.first), word(weighted.end)};
}

struct Maker {
  TensorType type;
  Words (*make)(Effort);
};
constexpr std::array kMakers = {
    Maker{TensorType::Q4_0, &scaleDepth<codecs::Q4_0Depths>},
    Maker{TensorType::Q5_0, &scaleDepth<codecs::Q5_0Depths>},
    Maker{TensorType::Q8_0, &scaleDepth<codecs::Q8_0Depths>},
    Maker{TensorType::Q4_1, &offsetDepth<codecs::Q4_1Depths, 15>},
    Maker{TensorType::Q5_1, &offsetDepth<codecs::Q5_1Depths, 31>},
    Maker{TensorType::IQ4_NL, &scaleDepth<codecs::IQ4_NLDepths>},
    Maker{TensorType::Q1_0, &scaleDepth<codecs::Q1_0Depths>},
    Maker{TensorType::Q2_0, &scaleDepth<codecs::Q2_0Depths>},
    Maker{TensorType::TQ1_0, &scaleDepth<codecs::TernaryDepths>},
    Maker{TensorType::TQ2_0, &scaleDepth<codecs::TernaryDepths>},
    Maker{TensorType::MXFP4, &rangeDepth<codecs::MXFP4Depths>},
    Maker{TensorType::NVFP4, &rangeDepth<codecs::NVFP4Depths>},
};

// Of the efforts that a device searches at.
constexpr std::array kSearched = {Effort::Normal};

struct AllDepths {
  Words words;
  std::vector<std::uint32_t> places;  // maker by maker, for each of kSearched

  AllDepths() {
    for (const Maker& maker : kMakers) {
      for (const Effort effort : kSearched) {
        places.push_back(static_cast<std::uint32_t>(words.size()));
        const Words own = maker.make(effort);
        words.insert(words.end(), own.begin(), own.end());
      }
    }
  }
};

const AllDepths& depths() {
  static const AllDepths all;
  return all;
}

}  // namespace

std::span<const std::uint32_t> allDepths() { return depths().words; }

std::uint32_t depthPlace(TensorType type, Effort effort) {
  for (std::size_t i = 0; i < kMakers.size(); ++i)
    for (std::size_t k = 0; k < kSearched.size(); ++k)
      if (kMakers[i].type == type && kSearched[k] == effort) return depths().places[i * kSearched.size() + k];
  return 0;
}

}  // namespace halftone::gpu
