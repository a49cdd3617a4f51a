// Writing GGUF version 3: the header first, then each tensor's bytes in the header's order.
// Thread-safety: a writer is used by one thread at a time; the size functions are pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/units.h"
#include "core/format/gguf_shards.h"
#include "core/format/metadata.h"
#include "core/format/shape.h"
#include "core/format/tensor_type.h"
#include "core/io/atomic_file.h"

namespace halftone {

struct GgufTensor {
  std::string name;
  Shape shape;
  TensorType type = TensorType::F32;
};

// What one GGUF file will hold. `alignment` is a power of two; it is written as general.alignment when it is not 32.
struct GgufLayout {
  Metadata metadata;
  std::vector<GgufTensor> tensors;
  std::uint32_t alignment = 32;
};

// The exact size of the file. Errors: InvalidArgument (a shape that does not divide into blocks, an empty name or one
// over 63 bytes, a duplicate, a type that GGUF or Halftone does not know, an alignment that is no power of two), naming
// the tensor.
Result<Bytes> ggufFileSize(const GgufLayout& layout);

constexpr std::size_t kMostGgufShards = 65535;  // split.count is a u16

// How to cut a model into shards; both 0 = one file. As llama-gguf-split does it: a shard is closed before the tensor
// that would pass a limit, so a tensor larger than maxBytes has a shard of its own. Beyond
// 65535 shards, which is what the format counts, the last takes the rest.
struct SplitLimit {
  std::uint64_t maxBytes = 0;  // of tensor data, padded, in a shard
  std::uint64_t maxTensors = 0;
};

// One layout per shard, in order, with split.no, split.count and split.tensors.count set; the model's metadata is in
// the first. One unchanged layout if nothing is to be split.
std::vector<GgufLayout> splitLayout(GgufLayout layout, SplitLimit limit);

// The same with given numbers of tensors per shard (keeping the input's own split). REQUIRES: they sum to the tensors,
// and are at most 65535.
std::vector<GgufLayout> splitLayout(GgufLayout layout, std::span<const std::size_t> tensorsPerShard);

class GgufWriter {
 public:
  // Creates the temporary file for `destination`, reserves its size and writes the header. Errors: as ggufFileSize and
  // AtomicFile.
  static Result<GgufWriter> create(const std::filesystem::path& destination, const GgufLayout& layout);

  GgufWriter(GgufWriter&&) noexcept = default;
  GgufWriter& operator=(GgufWriter&&) noexcept = default;

  // Appends bytes of the current tensor; tensors follow one another in the layout's order and are padded here when they
  // are full. Errors: DiskFull, CannotWrite. REQUIRES: `bytes` does not pass the current tensor's end.
  Status write(std::span<const std::byte> bytes);

  // Pushes everything to the temporary file, so that it can be reopened and checked. REQUIRES: all tensors are written.
  Status finish();
  const std::filesystem::path& temporaryPath() const { return m_file.temporaryPath(); }
  const std::filesystem::path& destination() const { return m_file.destination(); }

  // Moves the finished file to its destination.
  Status commit();

 private:
  Status pad(std::uint64_t count);
  GgufWriter(AtomicFile file, std::vector<std::uint64_t> tensorBytes, std::uint32_t alignment);
  AtomicFile m_file;
  std::vector<std::uint64_t> m_tensorBytes;
  std::uint32_t m_alignment = 32;
  std::size_t m_current = 0;
  std::uint64_t m_writtenOfCurrent = 0;
};

}  // namespace halftone
