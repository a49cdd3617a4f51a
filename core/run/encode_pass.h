// The encoding pass of a run: every tensor through slabs into the files, in the plan's order.
// Thread-safety: parallel inside, in the caller's arena.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/checksum.h"
#include "core/base/result.h"
#include "core/format/gguf_writer.h"
#include "core/run/backend_gate.h"
#include "core/run/run_context.h"

namespace halftone {

// What was written of one tensor: what verification reads back.
struct WrittenTensor {
  ChecksumChain bytes;    // over the slabs' bytes
  ChecksumChain decoded;  // over the slabs' decoded values, where an observer wanted them
  bool hasDecoded = false;
  std::uint64_t notFinite = 0;  // values in whose place zeros were written
  std::uint64_t saturated = 0;  // values too large for f16, in whose place ±65504 was written
};

struct EncodeOutcome {
  std::vector<WrittenTensor> tensors;  // one per entry of the plan
  std::uint64_t slabsEncoded = 0;      // of tensors that changed their type
  BackendReport backend;
  double secondsReading = 0;  // summed over threads
  double secondsEncoding = 0;
  double secondsWriting = 0;
};

// Encodes plan.entries into `writers`, one per shard. What holds after: every writer has all bytes of its tensors.
// Errors: NotFinite, Cancelled, UnsupportedType, Corrupt, Truncated, CannotRead, DiskFull, CannotWrite.
Result<EncodeOutcome> encodePass(const RunContext& context, std::vector<GgufWriter>& writers);

}  // namespace halftone
