// The types a tensor's bytes can have, and their layout in blocks.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/units.h"

namespace halftone {

// Values below 65536 are ggml's ids as GGUF files store them; an id that is none of these is an unknown type and is
// kept as its number. Types that only safetensors has follow from 65536.
enum class TensorType : std::uint32_t {
  F32 = 0,
  F16 = 1,
  Q4_0 = 2,
  Q4_1 = 3,
  Q5_0 = 6,
  Q5_1 = 7,
  Q8_0 = 8,
  Q2_K = 10,
  Q3_K = 11,
  Q4_K = 12,
  Q5_K = 13,
  Q6_K = 14,
  IQ2_XXS = 16,
  IQ2_XS = 17,
  IQ3_XXS = 18,
  IQ1_S = 19,
  IQ4_NL = 20,
  IQ3_S = 21,
  IQ2_S = 22,
  IQ4_XS = 23,
  I8 = 24,
  I16 = 25,
  I32 = 26,
  I64 = 27,
  F64 = 28,
  IQ1_M = 29,
  BF16 = 30,
  TQ1_0 = 34,
  TQ2_0 = 35,
  MXFP4 = 39,
  NVFP4 = 40,
  Q1_0 = 41,
  Q2_0 = 42,
  F8_E4M3 = 65536,
  F8_E5M2 = 65537,
  U8 = 65538,
  Bool = 65539,
};

// What a dtype of safetensors that is none of these becomes: shown, never decoded.
constexpr TensorType kUnknownSafetensorsType = static_cast<TensorType>(65540);

struct TensorTypeInfo {
  TensorType type;
  std::string_view name;      // as llama.cpp prints it: "q4_K", "iq3_xxs", "f16"
  std::uint32_t blockLength;  // values in a block
  std::uint32_t blockBytes;   // bytes of a block
  bool quantized;             // one of the 25 block formats

  constexpr double bitsPerWeight() const { return 8.0 * blockBytes / blockLength; }
};

// All known types, ordered by id.
std::span<const TensorTypeInfo> knownTensorTypes();

// The layout of `type`, or nullptr if the type is unknown.
const TensorTypeInfo* findTensorType(TensorType type);

// Whether weights can be given this type: a block format, F32, F16 or BF16.
bool isWeightType(TensorType type);

// The type with this name, whatever its case ("Q4_K", "q4_k"). Nothing for an unknown name.
std::optional<TensorType> tensorTypeByName(std::string_view name);

// The name of any type; "type 137" for an unknown id, "unknown" for kUnknownSafetensorsType.
std::string tensorTypeName(TensorType type);

// Which runtime an unknown id belongs to, as far as ids tell ("ik_llama.cpp", "a newer llama.cpp", "a retired type").
std::string_view unknownTypeOrigin(TensorType type);

// Bytes of `rows` rows of `columns` values. Errors: UnsupportedType (unknown), InvalidArgument (columns is no multiple
// of the block, or the product does not fit 64 bits). The error's subject is left to the caller.
Result<Bytes> tensorBytes(TensorType type, std::uint64_t columns, std::uint64_t rows);

}  // namespace halftone
