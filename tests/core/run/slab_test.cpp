#include "core/run/slab.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/run/measured_rows.h"

namespace halftone {
namespace {

Shape shapeOf(std::uint64_t columns, std::uint64_t rows, std::uint64_t matrices = 1) {
  return {{columns, rows, matrices, 1}, 3};
}

// Walks the cut and checks that slabs follow one another without a gap, each inside one matrix and one slab's size.
void expectCovers(const Shape& shape, bool matricesApart, std::uint64_t maxValues) {
  const SlabCut cut(shape, matricesApart, maxValues);
  std::uint64_t next = 0;  // value
  for (std::uint64_t i = 0; i < cut.count(); ++i) {
    const Slab slab = cut.at(i);
    ASSERT_EQ(slab.firstRow * shape.columns() + slab.firstColumn, next);
    ASSERT_GT(slab.values(), 0U);
    ASSERT_LE(slab.values(), maxValues);
    ASSERT_EQ(slab.firstColumn % 256, 0U);
    ASSERT_TRUE(slab.columns == shape.columns() || slab.rows == 1);
    if (matricesApart) {
      ASSERT_EQ(slab.firstRow / shape.dimensions[1], slab.matrix);
      ASSERT_EQ((slab.firstRow + slab.rows - 1) / shape.dimensions[1], slab.matrix);
    }
    next += slab.values();
  }
  EXPECT_EQ(next, shape.elements());
}

TEST(SlabCut, CoversEveryShapeOnce) {
  for (const Shape& shape : {shapeOf(256, 1), shapeOf(256, 1000), shapeOf(7, 33), shapeOf(1, 5000), shapeOf(4096, 1),
                             shapeOf(5000, 3), shapeOf(768, 50, 7), shapeOf(1, 1, 4000)}) {
    SCOPED_TRACE(shape.text());
    expectCovers(shape, true, 2048);
    expectCovers(shape, false, 2048);
    expectCovers(shape, true, SlabCut::kValues);
  }
}

TEST(SlabCut, NothingToCutInAnEmptyTensor) { EXPECT_EQ(SlabCut(shapeOf(0, 5), true).count(), 0U); }

TEST(SlabCut, ManySmallMatricesShareSlabsUnlessKeptApart) {
  EXPECT_EQ(SlabCut(shapeOf(32, 1, 1000), true).count(), 1000U);
  EXPECT_EQ(SlabCut(shapeOf(32, 1, 1000), false).count(), 1U);
}

TEST(SlabCut, ALongRowComesInPieces) {
  const SlabCut cut(shapeOf(3 * SlabCut::kValues + 256, 2), true);
  EXPECT_EQ(cut.count(), 8U);
  EXPECT_EQ(cut.at(3).columns, 256U);
  EXPECT_EQ(cut.at(4).firstRow, 1U);
}

TEST(MeasuredRows, ASampleIsSpreadEvenlyAndIsAlwaysTheSame) {
  const MeasuredRows rows(shapeOf(256, 1000), false, {256 * 10});
  ASSERT_TRUE(rows.sampled());
  std::vector<std::uint64_t> found;
  for (std::uint64_t part = 0; part < rows.parts(); ++part)
    for (const Slab& slab : rows.part(part)) found.push_back(slab.firstRow);
  EXPECT_EQ(found, (std::vector<std::uint64_t>{50, 150, 250, 350, 450, 550, 650, 750, 850, 950}));
}

TEST(MeasuredRows, ASampleKeepsToItsSizeAndOrder) {
  for (const std::uint64_t maxValues : {1U, 700U, 5000U, 70000U, 255999U}) {
    const MeasuredRows rows(shapeOf(256, 100, 10), true, {maxValues});
    std::uint64_t values = 0;
    std::vector<std::uint64_t> found;
    for (std::uint64_t part = 0; part < rows.parts(); ++part)
      for (const Slab& slab : rows.part(part)) {
        values += slab.values();
        found.push_back(slab.firstRow);
        EXPECT_EQ(slab.matrix, slab.firstRow / 100);
        EXPECT_LT(slab.firstRow, 1000U);
      }
    EXPECT_LE(values, std::max<std::uint64_t>(maxValues, 256));
    EXPECT_TRUE(std::adjacent_find(found.begin(), found.end(), std::greater_equal<>()) == found.end());
  }
}

TEST(MeasuredRows, AllRowsWhereTheSampleWouldHoldThem) {
  EXPECT_FALSE(MeasuredRows(shapeOf(256, 10), false, {2560}).sampled());
  EXPECT_FALSE(MeasuredRows(shapeOf(256, 10), false, {}).sampled());
}

}  // namespace
}  // namespace halftone
