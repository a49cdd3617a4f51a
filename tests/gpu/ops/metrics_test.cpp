#include "gpu/ops/metrics.h"

#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/codec/codec.h"
#include "gpu/ops/slots.h"
#include "tests/gpu/ops/expect_alike.h"
#include "tests/gpu/ops/test_slab.h"
#include "tests/gpu/support/gpu_test.h"

namespace halftone::gpu {
namespace {

class MetricsTest : public GpuTest {
 protected:
  static std::unique_ptr<Lane> makeLane() {
    auto lane = Lane::create(pipelines());
    EXPECT_TRUE(lane) << lane.error().message();
    return std::move(*lane);
  }

  static Lane& sharedLane() {
    static const std::unique_ptr<Lane> lane = makeLane();
    return *lane;
  }

  static void put(Lane& lane, const TestSlab& slab) {
    lane.upload(kValues, std::as_bytes(std::span(slab.source)));
    if (!slab.decoded.empty()) lane.upload(kDecoded, std::as_bytes(std::span(slab.decoded)));
    if (!slab.importance.empty()) lane.upload(kImportance, std::as_bytes(std::span(slab.importance)));
  }

  static void measure(Lane& lane, const TestSlab& slab, SlabMetrics& metrics) {
    put(lane, slab);
    metrics.addTo(lane);
    const Status done = lane.run();
    ASSERT_TRUE(done) << done.error().message();
  }
};

// Rows that end within a block, within a workgroup's share, and that are shorter than either.
constexpr std::pair<std::size_t, std::size_t> kShapes[] = {{9, 1000}, {64, 257}, {1, 70}, {40, 1024}, {300, 33}};

TEST_F(MetricsTest, ErrorSumsAreTheCpus) {
  for (const Kind& kind : allKinds())
    for (const auto& [rows, columns] : kShapes)
      for (const bool weighted : {false, true}) {
        const TestSlab slab = makeSlab(kind, rows, columns, true, weighted);
        SCOPED_TRACE(nameOf(slab));
        SlabMetrics metrics(slab.device(), {.errors = true});
        measure(sharedLane(), slab, metrics);
        ErrorSums wanted;
        wanted.add(slab.view());
        expectAlike(metrics.errors(), wanted, slab);
      }
}

TEST_F(MetricsTest, TheFirstPassIsTheCpus) {
  for (const Kind& kind : allKinds())
    for (const auto& [rows, columns] : kShapes)
      for (const bool decoded : {false, true}) {
        TestSlab slab = makeSlab(kind, rows, columns, decoded, decoded);
        slab.firstRow = 1000;
        SCOPED_TRACE(nameOf(slab));
        SlabMetrics metrics(slab.device(), {.counts = true, .first = true});
        measure(sharedLane(), slab, metrics);
        EXPECT_EQ(metrics.counts().notFinite, 0U);
        FirstPass wanted;
        wanted.add(slab.view());
        expectAlike(metrics.first().parts(), wanted.parts(), slab);
        if (decoded) expectAlike(metrics.first().errors(), wanted.errors(), slab);
      }
}

// Where invocations meet in shared memory alone.
TEST_F(MetricsTest, WithoutSubgroupsTheFirstPassIsTheCpus) {
  const auto lesser = pipelinesWith([](DeviceTraits& traits) { traits.subgroupSize = 0; });
  ASSERT_TRUE(lesser);
  auto lane = Lane::create(lesser);
  ASSERT_TRUE(lane) << lane.error().message();
  for (const Kind& kind : allKinds())
    for (const auto& [rows, columns] : kShapes) {
      const TestSlab slab = makeSlab(kind, rows, columns, true, true);
      SCOPED_TRACE(nameOf(slab));
      SlabMetrics metrics(slab.device(), {.errors = true, .first = true});
      measure(**lane, slab, metrics);
      FirstPass wanted;
      wanted.add(slab.view());
      expectAlike(metrics.first().parts(), wanted.parts(), slab);
      expectAlike(metrics.errors(), wanted.errors(), slab);
    }
}

AnalysisScale scaleOf(const TestSlab& slab) {
  FirstPass first;
  first.add(slab.view());
  return first.scale();
}

TEST_F(MetricsTest, TheSecondPassIsTheCpus) {
  for (const Kind& kind : allKinds())
    for (const auto& [rows, columns] : kShapes)
      for (const bool decoded : {false, true}) {
        const TestSlab slab = makeSlab(kind, rows, columns, decoded, false);
        SCOPED_TRACE(nameOf(slab));
        const BinEdges edges(scaleOf(slab));
        ASSERT_TRUE(edges.usable());
        SlabMetrics metrics(slab.device(), {.second = &edges});
        measure(sharedLane(), slab, metrics);
        SecondPass wanted(edges.scale());
        wanted.add(slab.view());
        expectAlike(metrics.second(), wanted);
      }
}

// Floats next to a value, and itself.
std::vector<float> around(double value) {
  constexpr float kFar = std::numeric_limits<float>::infinity();
  const float near = static_cast<float>(value);
  return {std::nextafter(near, -kFar), near, std::nextafter(near, kFar)};
}

// Pairs at every edge of every histogram, and at those of sizes.
TestSlab slabOfEdges(const AnalysisScale& scale) {
  std::mt19937 random(5);
  TestSlab slab{"edges", 0, 1, {}};
  const auto addPair = [&](float x, float y) {
    if (!std::isfinite(x)) return;
    slab.source.push_back(x);
    slab.decoded.push_back(y);
  };
  for (int edge = -129; edge <= 129; ++edge) {
    for (const float x : around(edge * scale.maxAbs / 128)) addPair(x, x);
    const double error = edge * 6 * scale.rmse / 128;
    for (int i = 0; i < 8; ++i) {
      const float x = std::ldexp(gaussian(random, 0) * static_cast<float>(scale.maxAbs), -4 * i);
      for (const float y : around(static_cast<double>(x) - error)) addPair(x, y);
      // Errors that no float holds: with a rest that only a pair tells.
      for (const float y : around(error)) addPair(x * 1e-6F, -y);
    }
  }
  for (std::size_t bin = 0; bin <= SignLossBySize::kBins; ++bin)
    for (const float x : around(SignLossBySize::edge(bin) * scale.sigma)) addPair(x, 0);
  for (const float x : around(6 * scale.sigma)) addPair(-x, x);
  slab.rows = slab.source.size();
  return slab;
}

TEST_F(MetricsTest, EveryEdgeIsTheCpus) {
  for (const AnalysisScale& scale : {AnalysisScale{0.02, 0.0013, 0.31}, AnalysisScale{1e-39, 1e-41, 3e-38},
                                     AnalysisScale{1e36, 1e37, 3e38}, AnalysisScale{1.0 / 6, 1.0 / 6, 1}}) {
    SCOPED_TRACE(scale.maxAbs);
    const TestSlab slab = slabOfEdges(scale);
    const BinEdges edges(scale);
    SlabMetrics metrics(slab.device(), {.second = &edges});
    measure(sharedLane(), slab, metrics);
    SecondPass wanted(scale);
    wanted.add(slab.view());
    expectAlike(metrics.second(), wanted);
  }
}

TEST_F(MetricsTest, AllAtOnceIsTheSameAsOneByOne) {
  TestSlab slab = makeSlab(allKinds()[0], 50, 700, true, true);
  slab.firstRow = 3;
  slab.firstColumn = 64;  // as if these were pieces of longer rows
  slab.rows = 1;
  slab.columns = slab.source.size();
  slab.importance.assign(slab.columns, 0.25F);
  const BinEdges edges(scaleOf(slab));
  SlabMetrics metrics(slab.device(), {true, true, true, &edges});
  FirstPass first;
  first.add(slab.view());
  SecondPass second(edges.scale());
  second.add(slab.view());
  for (int time = 0; time < 2; ++time) {
    measure(sharedLane(), slab, metrics);
    EXPECT_EQ(metrics.counts().notFinite, 0U);
    EXPECT_EQ(metrics.counts().beyondF16, 0U);
    expectAlike(metrics.errors(), first.errors(), slab);
    expectAlike(metrics.first().parts(), first.parts(), slab);
    expectAlike(metrics.second(), second);
  }
}

TEST_F(MetricsTest, PartsJoinAsTheTensorsRows) {
  const TestSlab all = makeSlab(allKinds()[2], 90, 300, true, false);
  FirstPass found;
  for (std::size_t row = 0; row < all.rows; row += 40) {
    const std::size_t rows = std::min<std::size_t>(40, all.rows - row);
    const auto part = [&](const std::vector<float>& values) {
      const std::span<const float> own = std::span(values).subspan(row * all.columns, rows * all.columns);
      return std::vector<float>(own.begin(), own.end());
    };
    const TestSlab slab{all.name, rows, all.columns, part(all.source), part(all.decoded), {}, row};
    SlabMetrics metrics(slab.device(), {.first = true});
    measure(sharedLane(), slab, metrics);
    found.merge(metrics.first());
  }
  FirstPass wanted;
  wanted.add(all.view());
  expectAlike(found.parts(), wanted.parts(), all);
  expectAlike(found.errors(), wanted.errors(), all);
}

TEST_F(MetricsTest, CountsWhatNoTypeHolds) {
  constexpr float kInfinite = std::numeric_limits<float>::infinity();
  constexpr float kNotANumber = std::numeric_limits<float>::quiet_NaN();
  TestSlab slab = makeSlab(allKinds()[0], 70, 333, false, false);
  slab.source[5] = 65504;
  slab.source[300] = -65504;
  slab.source[9000] = std::nextafter(65504.0F, kInfinite);
  slab.source[9001] = -1e30F;
  SlabMetrics metrics(slab.device(), {.counts = true});
  measure(sharedLane(), slab, metrics);
  EXPECT_EQ(metrics.counts().notFinite, 0U);
  EXPECT_EQ(metrics.counts().beyondF16, 2U);
  slab.source[0] = kNotANumber;
  slab.source[77] = -kNotANumber;
  slab.source[20000] = kInfinite;
  slab.source.back() = -kInfinite;
  measure(sharedLane(), slab, metrics);
  EXPECT_EQ(metrics.counts().notFinite, 4U);
  EXPECT_EQ(metrics.counts().beyondF16, 2U);
}

TEST_F(MetricsTest, PairsThatAreNotFiniteAreLeftOut) {
  TestSlab slab = makeSlab(allKinds()[0], 70, 333, true, true);
  const BinEdges edges(scaleOf(slab));
  for (std::size_t i = 0; i < slab.decoded.size(); i += 1001) slab.decoded[i] = std::numeric_limits<float>::infinity();
  slab.decoded[12] = std::numeric_limits<float>::quiet_NaN();
  SlabMetrics metrics(slab.device(), {.errors = true, .second = &edges});
  measure(sharedLane(), slab, metrics);
  ErrorSums wanted;
  wanted.add(slab.view());
  EXPECT_EQ(wanted.notFinite, 25U);
  expectAlike(metrics.errors(), wanted, slab);
  SecondPass second(edges.scale());
  second.add(slab.view());
  expectAlike(metrics.second(), second);
}

// Where the 64 largest lie close together, and where there are more equals than places for them.
TEST_F(MetricsTest, OutliersAreTheCpusWhereverTheyAre) {
  const std::pair<std::size_t, std::size_t> shapes[] = {{8, 5000}, {100, 300}};
  for (const auto& [rows, columns] : shapes)
    for (int pattern = 0; pattern < 5; ++pattern) {
      TestSlab slab = makeSlab(allKinds()[0], rows, columns, false, false);
      for (std::size_t i = 0; i < slab.source.size(); ++i) {
        const float large = static_cast<float>(i * 7919 % 1000) * 1e-3F + 1;
        if (pattern == 0 && i < 500) slab.source[i] = large;
        if (pattern == 1 && i % columns == 11) slab.source[i] = large;
        if (pattern == 2) slab.source[i] = i % 3 == 0 ? -1.0F : 1.0F;
        if (pattern == 3 && i > 9000) slab.source[i] = i % 1000 == 0 ? 2.0F : -1.0F;
        if (pattern == 4) slab.source[i] = i % 1000 == 0 ? large : 0;
      }
      SCOPED_TRACE(nameOf(slab) + ", pattern " + std::to_string(pattern));
      SlabMetrics metrics(slab.device(), {.first = true});
      measure(sharedLane(), slab, metrics);
      TopOutliers wanted;
      wanted.add(slab.view());
      EXPECT_EQ(metrics.first().outliers().sorted(), wanted.sorted());
    }
}

// Blocks in which most values are at, or next to, what still rounds to more than 0.
TEST_F(MetricsTest, RuledBlocksAreTheCpusAtTheEdge) {
  std::mt19937 random(3);
  TestSlab slab{"edge of ruled", 0, 32, {}};
  for (int exponent = -150; exponent < 126; exponent += 3)
    for (int i = 0; i < 4; ++i) {
      const float largest = std::ldexp(std::uniform_real_distribution<float>(1, 2)(random), exponent);
      for (const float value : around(static_cast<double>(largest) / 14)) {
        slab.source.push_back(-largest);
        slab.source.insert(slab.source.end(), 31, value);
      }
    }
  slab.rows = slab.source.size() / 32;
  SlabMetrics metrics(slab.device(), {.first = true});
  measure(sharedLane(), slab, metrics);
  FirstPass wanted;
  wanted.add(slab.view());
  EXPECT_GT(wanted.parts().blocks.ruled, slab.rows / 4);
  EXPECT_LT(wanted.parts().blocks.ruled, slab.rows * 3 / 4);
  expectAlike(metrics.first().parts(), wanted.parts(), slab);
}

TEST_F(MetricsTest, LanesDoNotMeet) {
  std::vector<std::unique_ptr<Lane>> lanes;
  for (int i = 0; i < 3; ++i) lanes.push_back(makeLane());
  const TestSlab slab = makeSlab(allKinds()[2], 60, 1000, true, true);
  const BinEdges edges(scaleOf(slab));
  std::vector<std::vector<FirstPass>> found(lanes.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < lanes.size(); ++i)
    threads.emplace_back([&, i] {
      for (int time = 0; time < 4; ++time) {
        SlabMetrics metrics(slab.device(), {true, true, true, &edges});
        measure(*lanes[i], slab, metrics);
        found[i].push_back(metrics.first());
      }
    });
  for (std::thread& thread : threads) thread.join();
  FirstPass wanted;
  wanted.add(slab.view());
  for (const std::vector<FirstPass>& ofLane : found)
    for (const FirstPass& first : ofLane) {
      expectAlike(first.parts(), wanted.parts(), slab);
      EXPECT_EQ(first.parts().moments.m4, found[0][0].parts().moments.m4);
      EXPECT_EQ(first.errors().error, found[0][0].errors().error);
    }
}

TEST_F(MetricsTest, OfNoRowsThereIsNothing) {
  const TestSlab slab{"none", 0, 100, {}};
  const BinEdges edges(AnalysisScale{1, 1, 1});
  SlabMetrics metrics(slab.device(), {true, false, true, &edges});
  metrics.addTo(sharedLane());
  ASSERT_TRUE(sharedLane().run());
  EXPECT_EQ(metrics.first().source().values, 0U);
  EXPECT_EQ(metrics.second().weights().bins, std::vector<std::uint64_t>(Histogram::kBins, 0));
}

TEST(BinEdgesTest, ErrorsFarBelowTheValuesAreTheCpus) {
  EXPECT_TRUE(BinEdges(AnalysisScale{1, 1e-20, 1}).usable());
  EXPECT_TRUE(BinEdges(AnalysisScale{1, 0, 1}).usable());
  EXPECT_FALSE(BinEdges(AnalysisScale{1, 1e-30, 1}).usable());
  EXPECT_FALSE(BinEdges(AnalysisScale{1, std::numeric_limits<double>::infinity(), 1}).usable());
}

}  // namespace
}  // namespace halftone::gpu
