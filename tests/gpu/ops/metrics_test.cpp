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
#include "tests/gpu/support/gpu_test.h"

namespace halftone::gpu {
namespace {

// How far a sum may be from the CPU's, over the sum of its terms' sizes.
constexpr double kNear = 1e-6;

struct TestSlab {
  std::string name;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> source;
  std::vector<float> decoded = {};
  std::vector<float> importance = {};
  std::uint64_t firstRow = 0;
  std::uint64_t firstColumn = 0;

  RowSlab view() const { return {firstRow, firstColumn, columns, source, decoded, importance}; }
  MetricsRows device() const { return {rows, columns, firstRow, firstColumn, !decoded.empty(), !importance.empty()}; }
};

// Decoded as q4_0 would have it, whatever the columns: blocks of 32 run through rows, the last one is padded.
void decodeRoughly(TestSlab& slab) {
  const Codec& codec = *findCodec(TensorType::Q4_0);
  std::vector<float> padded = slab.source;
  padded.resize((padded.size() + 31) / 32 * 32);
  std::vector<std::byte> blocks(padded.size() / 32 * 18);
  codec.encode({padded, padded.size(), {}}, blocks);
  codec.decode(blocks, padded);
  padded.resize(slab.source.size());
  slab.decoded = padded;
}

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

void expectNear(double found, double wanted, double sizes, const char* what) {
  EXPECT_LE(std::abs(found - wanted), kNear * sizes) << what << ": " << found << " for " << wanted;
}

void expectAlike(const ErrorSums& found, const ErrorSums& wanted, const TestSlab& slab) {
  double errors = 0, products = 0;
  for (std::size_t i = 0; i < slab.source.size(); ++i) {
    const double x = static_cast<double>(slab.source[i]), y = static_cast<double>(slab.decoded[i]);
    if (!std::isfinite(y)) continue;
    errors += std::abs(x - y);
    products += std::abs(x * y);
  }
  EXPECT_EQ(found.values, wanted.values);
  EXPECT_EQ(found.notFinite, wanted.notFinite);
  EXPECT_EQ(found.nonZero, wanted.nonZero);
  EXPECT_EQ(found.signLost, wanted.signLost);
  EXPECT_EQ(found.signFlipped, wanted.signFlipped);
  expectNear(found.error, wanted.error, errors, "error");
  expectNear(found.product, wanted.product, products, "product");
  expectNear(found.error2, wanted.error2, wanted.error2, "error2");
  expectNear(found.source2, wanted.source2, wanted.source2, "source2");
  expectNear(found.decoded2, wanted.decoded2, wanted.decoded2, "decoded2");
  expectNear(found.weightedError2, wanted.weightedError2, wanted.weightedError2, "weightedError2");
  expectNear(found.weightedSource2, wanted.weightedSource2, wanted.weightedSource2, "weightedSource2");
  expectNear(found.maxError, wanted.maxError, wanted.maxError, "maxError");
  expectNear(found.signLostEnergy, wanted.signLostEnergy, wanted.signLostEnergy, "signLostEnergy");
}

void expectAlike(const FirstPassParts& found, const FirstPassParts& wanted, const TestSlab& slab) {
  const double mean = wanted.moments.mean;
  double sizes = 0, cubes = 0, logs = 0;
  for (const float value : slab.source) {
    sizes += std::abs(static_cast<double>(value));
    cubes += std::pow(std::abs(static_cast<double>(value) - mean), 3);
  }
  for (std::size_t row = 0; row < slab.rows; ++row)
    for (std::size_t column = 0; column < slab.columns; column += 32) {
      BlockStatistics block;
      block.addRow(slab.view().sourceRow(row).subspan(column, std::min<std::size_t>(32, slab.columns - column)));
      logs += std::abs(block.logVariance);
    }
  EXPECT_EQ(found.notFinite, wanted.notFinite);
  EXPECT_EQ(found.moments.count, wanted.moments.count);
  expectNear(found.moments.mean * static_cast<double>(found.moments.count),
             mean * static_cast<double>(found.moments.count), sizes, "mean");
  expectNear(found.moments.m2, wanted.moments.m2, wanted.moments.m2, "m2");
  expectNear(found.moments.m3, wanted.moments.m3, cubes, "m3");
  expectNear(found.moments.m4, wanted.moments.m4, wanted.moments.m4, "m4");
  EXPECT_EQ(found.blocks.blocks, wanted.blocks.blocks);
  EXPECT_EQ(found.blocks.ruled, wanted.blocks.ruled);
  EXPECT_EQ(found.blocks.varied, wanted.blocks.varied);
  expectNear(found.blocks.logVariance, wanted.blocks.logVariance, logs, "logVariance");
  EXPECT_EQ(found.channels.largest(), wanted.channels.largest());
  EXPECT_TRUE(std::equal(found.channels.columns().begin(), found.channels.columns().end(),
                         wanted.channels.columns().begin(), wanted.channels.columns().end()));
  EXPECT_TRUE(std::equal(found.channels.rows().begin(), found.channels.rows().end(), wanted.channels.rows().begin(),
                         wanted.channels.rows().end()));
  EXPECT_TRUE(std::equal(found.channels.rowNumbers().begin(), found.channels.rowNumbers().end(),
                         wanted.channels.rowNumbers().begin(), wanted.channels.rowNumbers().end()));
  EXPECT_EQ(found.outliers.sorted(), wanted.outliers.sorted());
}

void expectAlike(const Histogram& found, const Histogram& wanted, const char* what) {
  EXPECT_EQ(found.low, wanted.low) << what;
  EXPECT_EQ(found.high, wanted.high) << what;
  EXPECT_EQ(found.bins, wanted.bins) << what;
  EXPECT_EQ(found.below, wanted.below) << what;
  EXPECT_EQ(found.above, wanted.above) << what;
}

void expectAlike(const SecondPass& found, const SecondPass& wanted) {
  EXPECT_EQ(found.tail().beyond, wanted.tail().beyond);
  expectAlike(found.errors(), wanted.errors(), "errors");
  expectAlike(found.weights(), wanted.weights(), "weights");
  expectAlike(found.decodedWeights(), wanted.decodedWeights(), "decoded weights");
  EXPECT_EQ(found.signLoss().nonZero, wanted.signLoss().nonZero);
  EXPECT_EQ(found.signLoss().lost, wanted.signLoss().lost);
  EXPECT_EQ(found.signLoss().flipped, wanted.signLoss().flipped);
}

using Fill = float (*)(std::mt19937& random, std::size_t index);

float gaussian(std::mt19937& random, std::size_t) { return std::normal_distribution<float>(0, 0.02F)(random); }
float aboutOne(std::mt19937& random, std::size_t) { return std::normal_distribution<float>(1, 1e-3F)(random); }
float heavyTailed(std::mt19937& random, std::size_t) {
  return std::student_t_distribution<float>(1.5F)(random) * 0.01F;
}
float ternary(std::mt19937& random, std::size_t) {
  return static_cast<float>(static_cast<int>(random() % 3) - 1) * 0.7F;
}
float constant(std::mt19937&, std::size_t) { return 0.3F; }
float zero(std::mt19937&, std::size_t index) { return index % 2 == 0 ? 0.0F : -0.0F; }
float denormal(std::mt19937& random, std::size_t) { return gaussian(random, 0) * 1e-38F; }
float tiny(std::mt19937& random, std::size_t) { return gaussian(random, 0) * 1e-34F; }
float huge(std::mt19937& random, std::size_t) { return gaussian(random, 0) * 3e38F; }
// Some outliers, all in one column, and blocks that are all equal.
float uneven(std::mt19937& random, std::size_t index) {
  if (index % 100 == 7) return gaussian(random, 0) * 50;
  return index / 64 % 3 == 0 ? 0.01F : gaussian(random, 0);
}
// From the largest to what only denormals hold, in one block.
float wide(std::mt19937& random, std::size_t index) {
  return std::ldexp(gaussian(random, 0), static_cast<int>(index % 100) - 60);
}

struct Kind {
  const char* name;
  Fill fill;
};
constexpr Kind kKinds[] = {{"gaussian", gaussian}, {"aboutOne", aboutOne}, {"heavyTailed", heavyTailed},
                           {"ternary", ternary},   {"constant", constant}, {"zero", zero},
                           {"denormal", denormal}, {"tiny", tiny},         {"huge", huge},
                           {"uneven", uneven},     {"wide", wide}};

TestSlab makeSlab(const Kind& kind, std::size_t rows, std::size_t columns, bool decoded, bool weighted) {
  std::mt19937 random(static_cast<std::uint32_t>(rows * 7 + columns));
  TestSlab slab{kind.name, rows, columns, std::vector<float>(rows * columns)};
  for (std::size_t i = 0; i < slab.source.size(); ++i) slab.source[i] = kind.fill(random, i);
  if (decoded) decodeRoughly(slab);
  if (weighted)
    for (std::size_t i = 0; i < columns; ++i)
      slab.importance.push_back(std::exponential_distribution<float>(3)(random));
  return slab;
}

// Rows that end within a block, within a workgroup's share, and that are shorter than either.
constexpr std::pair<std::size_t, std::size_t> kShapes[] = {{9, 1000}, {64, 257}, {1, 70}, {40, 1024}, {300, 33}};

std::string nameOf(const TestSlab& slab) {
  return slab.name + " " + std::to_string(slab.rows) + " × " + std::to_string(slab.columns) +
         (slab.decoded.empty() ? "" : ", decoded") + (slab.importance.empty() ? "" : ", weighted");
}

TEST_F(MetricsTest, ErrorSumsAreTheCpus) {
  for (const Kind& kind : kKinds)
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
  for (const Kind& kind : kKinds)
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

AnalysisScale scaleOf(const TestSlab& slab) {
  FirstPass first;
  first.add(slab.view());
  return first.scale();
}

TEST_F(MetricsTest, TheSecondPassIsTheCpus) {
  for (const Kind& kind : kKinds)
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
  TestSlab slab = makeSlab(kKinds[0], 50, 700, true, true);
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
  const TestSlab all = makeSlab(kKinds[2], 90, 300, true, false);
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
  TestSlab slab = makeSlab(kKinds[0], 70, 333, false, false);
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
  TestSlab slab = makeSlab(kKinds[0], 70, 333, true, true);
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
      TestSlab slab = makeSlab(kKinds[0], rows, columns, false, false);
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
  const TestSlab slab = makeSlab(kKinds[2], 60, 1000, true, true);
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
