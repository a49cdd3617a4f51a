// Codec: how one tensor type turns rows of f32 into blocks of bytes and back.
// Thread-safety: codecs are stateless constants; every function may run on any thread.
// Determinism: the same input gives the same bytes on every SIMD target, thread count and run.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/rows.h"
#include "core/format/tensor_type.h"

namespace halftone {

struct Codec {
  TensorType type;

  // Decodes whole blocks. REQUIRES: blocks.size() is a multiple of the block's bytes, values.size() is exactly what the
  // blocks hold. Any bytes decode (hostile scales may give NaN or infinity).
  void (*decode)(std::span<const std::byte> blocks, std::span<float> values);

  // Encodes whole rows; nullptr for types that are only read (f64, f8 and integers). The encoder minimises
  // Σ importance·(x − y)²; columns of weight 0 are fitted where that costs the others nothing. What the type cannot
  // hold becomes the nearest that it can, never infinity (f16: ±65504). REQUIRES: values are finite, importance finite
  // and >= 0, values.size() is a multiple of columns, columns a multiple of the block length, blocks.size() exactly
  // what they take.
  void (*encode)(const Rows& rows, std::span<std::byte> blocks);

  bool canEncode() const { return encode != nullptr; }
};

// The codec of `type`, or nullptr if the type cannot be decoded.
const Codec* findCodec(TensorType type);

// Whether there is an encoder for `type`, and all types that have one, ordered as the codecs.
bool canEncode(TensorType type);
std::vector<TensorType> encodableTypes();

// All codecs, ordered by bits per weight, lowest first.
std::span<const Codec> allCodecs();

// SIMD targets that this machine can run, best first ("AVX3", "AVX2", "SSE4"; last "EMU128" or, from GCC before 12.3,
// "SCALAR"), and a switch for tests and benchmarks: empty restores the best.
// Errors: InvalidArgument for a target that this machine cannot run.
// Thread-safety: forceSimdTarget must not run at the same time as a codec.
std::vector<std::string_view> simdTargets();
Status forceSimdTarget(std::string_view target);

}  // namespace halftone
