#include "gpu/ops/slab_budget.h"

#include <algorithm>

#include "core/run/slab.h"
#include "gpu/ops/tables.h"

namespace halftone::gpu {
namespace {

// While one slab is computed, others are on their way there and back; two more hide the time between them.
constexpr std::size_t kMostSlabs = 4;
constexpr std::size_t kLeastValues = std::size_t{1} << 12;

// A value as its file holds it, as f32, encoded, and decoded again, four bytes each at most; its column's importance
// and maximum, where there is one row.
constexpr std::uint64_t kBytesOfValue = 6 * 4;
// Records and rows' maxima come to less than a byte of a value, beside headers, edges, counters and outliers. Buffers
// are whole pages.
constexpr std::uint64_t kBytesBeside = 128 * 1024;

}  // namespace

Bytes memoryOfSlab(std::size_t values) {
  return {(kBytesOfValue + 1) * values + allTables().size_bytes() + kBytesBeside};
}

SlabBudget slabBudget(Bytes free) {
  const std::uint64_t own = free.count / 2;
  SlabBudget budget{1, SlabCut::kValues};
  budget.slabs = std::clamp<std::size_t>(own / memoryOfSlab(budget.values).count, 1, kMostSlabs);
  while (memoryOfSlab(budget.values).count > own && budget.values > kLeastValues) budget.values /= 2;
  return budget;
}

}  // namespace halftone::gpu
