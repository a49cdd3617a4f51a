// The last pass of a run: what was written is opened as any model is, decoded, and compared with what was planned.
// Thread-safety: parallel inside, in the caller's arena.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/format/gguf_writer.h"
#include "core/run/encode_pass.h"
#include "core/run/run_context.h"

namespace halftone {

// Compares each finished, uncommitted file with its layout: metadata, tensors' names, shapes and types, every byte (by
// checksum), and that every value decodes to a finite number, the same as when it was encoded where that was seen.
// Errors: VerificationFailed naming the tensor or key, Cancelled, and what opening a model gives.
Status verifyPass(const RunContext& context, const std::vector<GgufWriter>& writers, const EncodeOutcome& outcome);

}  // namespace halftone
