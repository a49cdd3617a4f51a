#include "gpu/ops/metrics.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "gpu/ops/slots.h"

namespace halftone::gpu {
namespace {

// Of source_scan.comp.
constexpr std::size_t kColumnsOfScan = 256;
constexpr std::size_t kRowsOfScan = 32;

// Of slab.glsl: invocations of a workgroup, and how many of them have a block.
constexpr std::uint32_t kThreads = 256;
constexpr std::uint32_t kQuadsOfBlock = 8;

std::uint32_t toWord(std::size_t number) { return static_cast<std::uint32_t>(number); }
std::size_t roundedUp(std::size_t number, std::size_t by) { return (number + by - 1) / by; }

// Of histograms.comp: 128 blocks so many times to a workgroup.
constexpr std::size_t kGroupsTogether = 4;

// What a dispatch is given: MetricsLayout as bytes.
std::span<const std::byte> parametersOf(const MetricsLayout& layout) { return std::as_bytes(std::span(&layout, 1)); }

template <class Struct>
Struct structAt(std::span<const std::uint32_t> words, std::size_t at) {
  std::array<std::uint32_t, sizeof(Struct) / 4> own;
  std::copy_n(words.begin() + static_cast<std::ptrdiff_t>(at), own.size(), own.begin());
  return std::bit_cast<Struct>(own);
}

}  // namespace

SlabMetrics::SlabMetrics(const MetricsRows& rows, const MetricsWanted& wanted) : m_rows(rows), m_wanted(wanted) {
  assert(rows.rows * rows.columns < std::uint64_t{1} << 31U);
  assert(rows.decoded || !wanted.errors);
  const std::size_t blocksOfRow = roundedUp(rows.columns, MetricsLayout::kBlock);
  m_layout.rows = toWord(rows.rows);
  m_layout.columns = toWord(rows.columns);
  m_layout.blocksOfRow = toWord(blocksOfRow);
  m_layout.groups = toWord(roundedUp(rows.rows * blocksOfRow, MetricsLayout::kBlocksOfGroup));
  if (wanted.second != nullptr) {
    assert(wanted.second->usable());
    m_layout.errorBinsPerUnit = wanted.second->errorBinsPerUnit();
    m_layout.weightBinsPerUnit = wanted.second->weightBinsPerUnit();
    m_layout.slabScale = wanted.second->exponent();
  }
  layOut();
  m_words.assign(m_downloadWords, 0);
}

void SlabMetrics::layOut() {
  std::size_t words = 0;
  const auto take = [&](std::size_t count) {
    words += count;
    return toWord(words - count);
  };
  m_layout.headerAt = take(MetricsLayout::kHeaderWords);
  m_layout.columnsAt = take(m_wanted.first ? m_rows.columns : 0);
  m_layout.rowsAt = take(m_wanted.first ? m_rows.rows : 0);
  if (m_wanted.second != nullptr) take(MetricsLayout::kEdgeWords);
  m_layout.countersAt = take(m_wanted.second != nullptr ? MetricsLayout::kCounterWords : 0);
  m_uploadWords = words;
  m_layout.recordsAt = take(m_wanted.errors || m_wanted.first ? m_layout.groups * MetricsLayout::kRecordWords : 0);
  m_layout.outliersAt = take(m_wanted.first ? MetricsLayout::kMostOutliers * MetricsLayout::kOutlierWords : 0);
  m_downloadWords = words;
  m_layout.candidatesAt = take(m_wanted.first ? m_layout.groups * MetricsLayout::kMostOutliers : 0);
  m_heldWords = words;
}

void SlabMetrics::addTo(Lane& lane) {
  std::fill(m_words.begin(), m_words.end(), 0);
  if (m_wanted.second != nullptr) {
    const std::vector<std::uint32_t>& edges = m_wanted.second->words();
    std::copy(edges.begin(), edges.end(), m_words.begin() + m_layout.countersAt - MetricsLayout::kEdgeWords);
  }
  lane.reserve(kSums, m_heldWords * 4);
  lane.upload(kSums, std::as_bytes(std::span(m_words).first(m_uploadWords)));
  if (m_wanted.counts || m_wanted.first) addScan(lane);
  if (m_wanted.errors || m_wanted.first) addSums(lane);
  if (m_wanted.second != nullptr) addBins(lane);
  lane.download(kSums, std::as_writable_bytes(std::span(m_words)));
}

void SlabMetrics::addScan(Lane& lane) const {
  const std::size_t groups = roundedUp(m_rows.columns, kColumnsOfScan) * roundedUp(m_rows.rows, kRowsOfScan);
  lane.dispatch({"source_scan", {m_wanted.counts ? 1U : 0U, m_wanted.first ? 1U : 0U}}, groups, parametersOf(m_layout));
}

void SlabMetrics::addSums(Lane& lane) const {
  const std::uint32_t errors = m_rows.decoded ? 1 : 0;
  const std::uint32_t weighted = errors != 0 && m_rows.weighted ? 1 : 0;
  const ShaderKey shader{"slab_sums", {errors, weighted, m_wanted.first ? 1U : 0U}};
  lane.dispatch(inSubgroups(shader, lane.traits(), kQuadsOfBlock, kThreads), m_layout.groups, parametersOf(m_layout));
  if (m_wanted.first) lane.dispatch({"outliers", {errors}}, 1, parametersOf(m_layout));
}

void SlabMetrics::addBins(Lane& lane) const {
  lane.dispatch({"histograms", {m_rows.decoded ? 1U : 0U}}, roundedUp(m_layout.groups, kGroupsTogether),
                parametersOf(m_layout));
}

MetricsHeader SlabMetrics::header() const { return structAt<MetricsHeader>(m_words, m_layout.headerAt); }

MetricsRecord SlabMetrics::record(std::size_t group) const {
  return structAt<MetricsRecord>(m_words, m_layout.recordsAt + group * MetricsLayout::kRecordWords);
}

std::span<const float> SlabMetrics::floats(std::size_t at, std::size_t count) const {
  static_assert(sizeof(float) == sizeof(std::uint32_t));
  return {reinterpret_cast<const float*>(m_words.data() + at), count};
}

SourceCounts SlabMetrics::counts() const { return {header().notFinite, header().beyondF16}; }

ErrorSums SlabMetrics::errors() const {
  ErrorSums sums;
  for (std::size_t group = 0; group < m_layout.groups; ++group) sums.merge(record(group).errors(m_rows.weighted));
  return sums;
}

TopOutliers SlabMetrics::outliers() const {
  TopOutliers outliers;
  const std::size_t count = std::min<std::size_t>(header().outliers, MetricsLayout::kMostOutliers);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t* words = m_words.data() + m_layout.outliersAt + i * MetricsLayout::kOutlierWords;
    Outlier outlier;
    outlier.row = m_rows.firstRow + words[0] / m_layout.columns;
    outlier.column = m_rows.firstColumn + words[0] % m_layout.columns;
    outlier.value = std::bit_cast<float>(words[1]);
    outlier.decoded = std::bit_cast<float>(words[2]);
    outliers.add(outlier);
  }
  return outliers;
}

FirstPass SlabMetrics::first() const {
  FirstPassParts parts;
  for (std::size_t group = 0; group < m_layout.groups; ++group) {
    const MetricsRecord found = record(group);
    parts.moments.merge(found.moments());
    parts.blocks.merge(found.blockStatistics(m_rows.columns));
  }
  if (m_rows.decoded) parts.errors = errors();
  parts.channels.addMaxima(m_rows.firstRow, m_rows.firstColumn, floats(m_layout.rowsAt, m_rows.rows),
                           floats(m_layout.columnsAt, m_rows.columns));
  parts.outliers = outliers();
  return FirstPass(std::move(parts));
}

// Counters from the lowest bin to the highest, between those of below and above.
Histogram SlabMetrics::histogram(std::size_t number) const {
  const std::span<const std::uint32_t> counts =
      std::span(m_words).subspan(m_layout.countersAt + number * (Histogram::kBins + 2), Histogram::kBins + 2);
  Histogram histogram;
  histogram.below = counts.front();
  histogram.bins.assign(counts.begin() + 1, counts.end() - 1);
  histogram.above = counts.back();
  return histogram;
}

SecondPass SlabMetrics::second() const {
  SecondPassCounts counts;
  counts.errors = histogram(0);
  counts.weights = histogram(1);
  counts.decodedWeights = histogram(2);
  const std::uint32_t* sizes = m_words.data() + m_layout.countersAt + 3 * (Histogram::kBins + 2);
  constexpr std::size_t kBins = SignLossBySize::kBins;
  std::copy_n(sizes, kBins, counts.signLoss.nonZero.begin());
  std::copy_n(sizes + kBins, kBins, counts.signLoss.lost.begin());
  std::copy_n(sizes + 2 * kBins, kBins, counts.signLoss.flipped.begin());
  counts.beyond = sizes[3 * kBins];
  SecondPass pass(m_wanted.second->scale());
  pass.addCounts(counts);
  return pass;
}

}  // namespace halftone::gpu
