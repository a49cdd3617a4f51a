#include "core/format/gguf_header.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include "core/format/gguf_reader.h"

namespace halftone {
namespace {

constexpr std::uint32_t kVersion = 3;

// Two sinks for one description of the header: one counts, one keeps the bytes.
class CountingSink {
 public:
  void put(const void* /*data*/, std::size_t size) { m_size += size; }
  std::uint64_t size() const { return m_size; }

 private:
  std::uint64_t m_size = 0;
};

class BufferSink {
 public:
  explicit BufferSink(std::uint64_t capacity) { m_bytes.reserve(static_cast<std::size_t>(capacity)); }
  void put(const void* data, std::size_t size) {
    if (size == 0) return;
    const std::size_t at = m_bytes.size();
    m_bytes.resize(at + size);
    std::memcpy(m_bytes.data() + at, data, size);
  }
  std::vector<std::byte> takePadded(std::uint64_t size) {
    m_bytes.resize(static_cast<std::size_t>(size));
    return std::move(m_bytes);
  }

 private:
  std::vector<std::byte> m_bytes;
};

template <class Sink, class T>
void putNumber(Sink& sink, T value) {
  static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
  sink.put(&value, sizeof(T));
}

template <class Sink>
void putString(Sink& sink, std::string_view text) {
  putNumber(sink, static_cast<std::uint64_t>(text.size()));
  sink.put(text.data(), text.size());
}

template <class Sink>
void putArray(Sink& sink, const MetadataArray& array) {
  putNumber(sink, array.elementType());
  putNumber(sink, static_cast<std::uint64_t>(array.size()));
  if constexpr (std::is_same_v<Sink, CountingSink>) return sink.put(nullptr, array.encodedBytes());
  const auto put = [&sink](const auto& elements) {
    using T = typename std::decay_t<decltype(elements)>::value_type;
    if constexpr (std::is_same_v<T, std::string>) {
      for (const std::string& element : elements) putString(sink, element);
    } else if (!elements.empty()) {
      sink.put(elements.data(), elements.size() * sizeof(T));
    }
  };
  std::visit(put, array.elements());
}

template <class Sink>
void putKeyValue(Sink& sink, std::string_view key, const MetadataValue& value) {
  putString(sink, key);
  putNumber(sink, metadataType(value));
  const auto put = [&sink](const auto& held) {
    using T = std::decay_t<decltype(held)>;
    if constexpr (std::is_same_v<T, std::string>)
      putString(sink, held);
    else if constexpr (std::is_same_v<T, MetadataArray>)
      putArray(sink, held);
    else if constexpr (std::is_same_v<T, bool>)
      putNumber(sink, static_cast<std::uint8_t>(held ? 1 : 0));
    else
      putNumber(sink, held);
  };
  std::visit(put, value);
}

// general.alignment must tell what the layout has; where the default needs no key, none is added.
template <class Sink>
void putMetadata(Sink& sink, const GgufLayout& layout) {
  const MetadataValue alignment = layout.alignment;
  for (const MetadataEntry& entry : layout.metadata.entries())
    putKeyValue(sink, entry.key, entry.key == kGgufAlignmentKey ? alignment : entry.value);
  const bool present = layout.metadata.find(kGgufAlignmentKey) != nullptr;
  if (!present && layout.alignment != kGgufDefaultAlignment) putKeyValue(sink, kGgufAlignmentKey, alignment);
}

std::uint64_t keyCount(const GgufLayout& layout) {
  const bool present = layout.metadata.find(kGgufAlignmentKey) != nullptr;
  return layout.metadata.entries().size() + (!present && layout.alignment != kGgufDefaultAlignment ? 1 : 0);
}

template <class Sink>
void putHeader(Sink& sink, const GgufLayout& layout, const GgufPlacement& placement) {
  sink.put("GGUF", 4);
  putNumber(sink, kVersion);
  putNumber(sink, static_cast<std::uint64_t>(layout.tensors.size()));
  putNumber(sink, keyCount(layout));
  putMetadata(sink, layout);
  for (std::size_t index = 0; index < layout.tensors.size(); ++index) {
    const GgufTensor& tensor = layout.tensors[index];
    putString(sink, tensor.name);
    putNumber(sink, tensor.shape.rank);
    for (std::uint32_t axis = 0; axis < tensor.shape.rank; ++axis) putNumber(sink, tensor.shape.dimensions[axis]);
    putNumber(sink, tensor.type);
    putNumber(sink, placement.tensorOffsets[index]);
  }
}

Error badTensor(const GgufTensor& tensor, std::string reason, std::string advice) {
  return {ErrorCode::InvalidArgument, "laying out the GGUF file", fmt::format("tensor {}", tensor.name),
          std::move(reason), std::move(advice)};
}

Status checkName(const GgufTensor& tensor) {
  if (!tensor.name.empty() && tensor.name.size() <= kGgufNameLimit) return {};
  return failure(badTensor(tensor,
                           fmt::format("its name has {} bytes; GGUF takes 1 to {}", tensor.name.size(), kGgufNameLimit),
                           "rename it"));
}

Result<std::uint64_t> sizeOf(const GgufTensor& tensor) {
  if (static_cast<std::uint32_t>(tensor.type) >= kGgufTypeLimit) {
    return failure(badTensor(tensor, fmt::format("GGUF has no type for {}", tensorTypeName(tensor.type)),
                             "choose a type that GGUF has"));
  }
  if (tensor.shape.rank < 1 || tensor.shape.rank > 4)
    return failure(badTensor(tensor, fmt::format("it has {} dimensions, not 1 to 4", tensor.shape.rank), ""));
  Result<Bytes> bytes = tensorBytes(tensor.type, tensor.shape.columns(), tensor.shape.rows());
  if (!bytes) return failure(badTensor(tensor, bytes.error().reason, bytes.error().advice));
  return bytes->count;
}

Status placeTensors(const GgufLayout& layout, GgufPlacement& placement) {
  constexpr auto kLimit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::unordered_set<std::string_view> names;
  for (const GgufTensor& tensor : layout.tensors) {
    HALFTONE_TRY_STATUS(checkName(tensor));
    if (!names.insert(tensor.name).second)
      return failure(badTensor(tensor, "the file would have it twice", "rename one"));
    HALFTONE_TRY(const std::uint64_t size, sizeOf(tensor));
    if (size > kLimit - layout.alignment - placement.fileBytes)
      return failure(badTensor(tensor, "the file would be larger than any file can be", "split the model"));
    placement.tensorBytes.push_back(size);
    placement.tensorOffsets.push_back(placement.fileBytes);
    placement.fileBytes = alignUp(placement.fileBytes + size, layout.alignment);
  }
  return {};
}

}  // namespace

Result<GgufPlacement> placeGguf(const GgufLayout& layout) {
  if (!std::has_single_bit(layout.alignment)) {
    return failure({ErrorCode::InvalidArgument, "laying out the GGUF file", fmt::format("key {}", kGgufAlignmentKey),
                    fmt::format("an alignment of {} is no power of two", layout.alignment), "use 32"});
  }
  GgufPlacement placement;
  HALFTONE_TRY_STATUS(placeTensors(layout, placement));
  CountingSink counter;
  putHeader(counter, layout, placement);
  placement.headerBytes = alignUp(counter.size(), layout.alignment);
  placement.fileBytes += placement.headerBytes;
  return placement;
}

std::vector<std::byte> ggufHeader(const GgufLayout& layout, const GgufPlacement& placement) {
  BufferSink buffer(placement.headerBytes);
  putHeader(buffer, layout, placement);
  return buffer.takePadded(placement.headerBytes);
}

}  // namespace halftone
