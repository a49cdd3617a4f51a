// Cutting a layout into shards; declared in gguf_writer.h.
#include <algorithm>
#include <cassert>
#include <cstdint>
#include <numeric>
#include <utility>

#include "core/format/gguf_writer.h"

namespace halftone {
namespace {

std::uint64_t paddedBytes(const GgufTensor& tensor, std::uint32_t alignment) {
  const Result<Bytes> bytes = tensorBytes(tensor.type, tensor.shape.columns(), tensor.shape.rows());
  return bytes ? alignUp(bytes->count, alignment) : 0;  // the writer names a tensor that has no size
}

std::vector<std::size_t> countsWithin(const GgufLayout& layout, SplitLimit limit) {
  std::vector<std::size_t> counts = {0};
  std::uint64_t bytes = 0;
  for (const GgufTensor& tensor : layout.tensors) {
    const std::uint64_t size = paddedBytes(tensor, layout.alignment);
    const bool tooLarge = limit.maxBytes != 0 && (size > limit.maxBytes || bytes > limit.maxBytes - size);
    const bool tooMany = limit.maxTensors != 0 && counts.back() >= limit.maxTensors;
    if (counts.back() > 0 && (tooLarge || tooMany) && counts.size() < kMostGgufShards) {
      counts.push_back(0);
      bytes = 0;
    }
    ++counts.back();
    bytes += size;
  }
  return counts;
}

}  // namespace

std::vector<GgufLayout> splitLayout(GgufLayout layout, SplitLimit limit) {
  const std::vector<std::size_t> counts = countsWithin(layout, limit);
  return splitLayout(std::move(layout), counts);
}

std::vector<GgufLayout> splitLayout(GgufLayout layout, std::span<const std::size_t> tensorsPerShard) {
  if (tensorsPerShard.size() <= 1) {
    std::vector<GgufLayout> whole;
    whole.push_back(std::move(layout));
    return whole;
  }
  assert(tensorsPerShard.size() <= kMostGgufShards);
  assert(std::accumulate(tensorsPerShard.begin(), tensorsPerShard.end(), std::size_t{0}) == layout.tensors.size());
  std::vector<GgufLayout> shards(tensorsPerShard.size());
  auto next = layout.tensors.begin();
  for (std::size_t index = 0; index < shards.size(); ++index) {
    GgufLayout& shard = shards[index];
    shard.alignment = layout.alignment;
    if (index == 0) shard.metadata = layout.metadata;
    shard.metadata.set("split.no", static_cast<std::uint16_t>(index));
    shard.metadata.set("split.count", static_cast<std::uint16_t>(shards.size()));
    shard.metadata.set("split.tensors.count", static_cast<std::int32_t>(layout.tensors.size()));
    const auto end = next + static_cast<std::ptrdiff_t>(tensorsPerShard[index]);
    shard.tensors.assign(next, end);
    next = end;
  }
  return shards;
}

}  // namespace halftone
