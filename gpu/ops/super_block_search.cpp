#include "gpu/ops/super_block_search.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <span>
#include <utility>

#include "core/codec/block_depths.h"
#include "core/codec/iq1_depths.h"
#include "core/codec/k_grids.h"

namespace halftone::gpu {
namespace {

using codecs::AffineDepth;
using codecs::SymmetricDepth;

class SearchMaker {
 public:
  explicit SearchMaker(std::uint32_t tableAt) : m_tableAt(tableAt) {}

  void number(float value) { m_search.constants.push_back(std::bit_cast<std::uint32_t>(value)); }
  void count(std::size_t value) { m_search.constants.push_back(static_cast<std::uint32_t>(value)); }
  void count(int value) { m_search.constants.push_back(static_cast<std::uint32_t>(value)); }

  // What follows is at a place that the shader is told.
  void beginTable() { count(m_tableAt + m_search.table.size()); }
  void entry(float value) { m_search.table.push_back(std::bit_cast<std::uint32_t>(value)); }

  SearchTable take() { return std::move(m_search); }

 private:
  std::size_t m_tableAt;
  SearchTable m_search;
};

template <class Grid>
constexpr auto normalDepth(bool weighted) {
  return Grid::kDepths.of(Effort::Normal, weighted);
}

// The shader tries one d, once.
void addSymmetricDepth(SearchMaker& maker, const SymmetricDepth& depth) {
  maker.beginTable();
  for (const float code : depth.peakCodes) maker.entry(code);
  maker.count(depth.peakCodes.size());
  maker.count(depth.tries);
  maker.count(depth.refits);
}

template <class Grid>
SearchTable symmetricSearch(std::uint32_t tableAt) {
  constexpr SymmetricDepth kPlain = normalDepth<Grid>(false), kWeighted = normalDepth<Grid>(true);
  static_assert(kPlain.finalists == 1 && kPlain.sweeps == 1 && kWeighted.finalists == 1 && kWeighted.sweeps == 1);
  static_assert(kPlain.steps == kWeighted.steps);
  SearchMaker maker(tableAt);
  for (const float value : {Grid::kCodeLow, Grid::kCodeHigh, Grid::kScaleLow, Grid::kScaleHigh, Grid::kPeakScaleFirst,
                            Grid::kPeakScaleStep})
    maker.number(value);
  maker.count(kPlain.steps);
  addSymmetricDepth(maker, kPlain);
  addSymmetricDepth(maker, kWeighted);
  return maker.take();
}

template <class Grid>
void addAffineDepth(SearchMaker& maker, const AffineDepth& depth) {
  maker.beginTable();
  for (const codecs::Edges& edges : depth.starts) {
    maker.entry(Grid::kCodeHigh / (1.0F - edges.begin - edges.end));
    maker.entry(edges.begin);
  }
  maker.count(depth.starts.size());
  maker.count(depth.polishes);
  maker.count(depth.shortlist);
  maker.count(depth.bothSides ? 1 : 0);
  maker.count(depth.tries);
  maker.count(depth.refits);
}

template <class Grid>
SearchTable affineSearch(std::uint32_t tableAt) {
  constexpr AffineDepth kPlain = normalDepth<Grid>(false), kWeighted = normalDepth<Grid>(true);
  static_assert(kPlain.finalists == 1 && kPlain.sweeps == 1 && kWeighted.finalists == 1 && kWeighted.sweeps == 1);
  static_assert(kPlain.shortlist <= 4 && kWeighted.shortlist <= 4 && Grid::kSteps <= (Grid::kPaired ? 32 : 64));
  SearchMaker maker(tableAt);
  for (const float value : {Grid::kCodeHigh, Grid::kScaleHigh, Grid::kPeakFirst, Grid::kPeakStep}) maker.number(value);
  maker.count(Grid::kSteps);
  for (const float value : {Grid::kMinPeakFirst, Grid::kMinPeakStep}) maker.number(value);
  maker.count(Grid::kUnbiased ? 1 : 0);
  maker.beginTable();
  for (const codecs::IntegerPair& pair :
       std::span(codecs::kNearestPairs).first(static_cast<std::size_t>(std::max(kPlain.tries, kWeighted.tries)))) {
    maker.entry(codecs::outwards(pair.scale));
    maker.entry(pair.min);
  }
  addAffineDepth<Grid>(maker, kPlain);
  addAffineDepth<Grid>(maker, kWeighted);
  return maker.take();
}

void addLadder(SearchMaker& maker, std::span<const float> ladder) {
  maker.beginTable();
  for (const float code : ladder) maker.entry(code);
  maker.count(ladder.size());
}

// The shader tries one d.
SearchTable unevenSearch(std::uint32_t tableAt) {
  constexpr codecs::UnevenDepth kDepth = codecs::IQ4_XSDepths::of(Effort::Normal);
  static_assert(kDepth.finalists == 1 && !kDepth.eitherSign);
  SearchMaker maker(tableAt);
  maker.number(kDepth.peakScaleFirst);
  maker.number(kDepth.peakScaleStep);
  maker.count(kDepth.steps);
  maker.count(kDepth.reach);
  maker.count(kDepth.rounds);
  addLadder(maker, kDepth.plainLadder);
  addLadder(maker, kDepth.weightedLadder);
  return maker.take();
}

SearchTable ternarySearch(std::uint32_t tableAt) {
  constexpr codecs::Iq1Depth kDepth = codecs::kIq1Depths.of(Effort::Normal, false);
  static_assert(kDepth.scans == 2);
  SearchMaker maker(tableAt);
  maker.number(kDepth.first);
  maker.number(kDepth.step);
  maker.count(kDepth.steps);
  return maker.take();
}

}  // namespace

const std::vector<TensorType>& superBlockSearchTypes() {
  static const std::vector<TensorType> types = {TensorType::Q2_K,  TensorType::Q3_K, TensorType::Q4_K,
                                                TensorType::Q5_K,  TensorType::Q6_K, TensorType::IQ4_XS,
                                                TensorType::IQ1_S, TensorType::IQ1_M};
  return types;
}

SearchTable makeSuperBlockSearch(TensorType type, std::uint32_t tableAt) {
  switch (type) {
    case TensorType::Q2_K: return affineSearch<codecs::Q2KGrid>(tableAt);
    case TensorType::Q3_K: return symmetricSearch<codecs::Q3KGrid>(tableAt);
    case TensorType::Q4_K: return affineSearch<codecs::Q4KGrid>(tableAt);
    case TensorType::Q5_K: return affineSearch<codecs::Q5KGrid>(tableAt);
    case TensorType::IQ4_XS: return unevenSearch(tableAt);
    case TensorType::IQ1_S:
    case TensorType::IQ1_M: return ternarySearch(tableAt);
    default: assert(type == TensorType::Q6_K); return symmetricSearch<codecs::Q6KGrid>(tableAt);
  }
}

}  // namespace halftone::gpu
