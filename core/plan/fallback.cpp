#include "core/plan/fallback.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace halftone {
namespace {

using T = TensorType;

struct Fallback {
  T wanted;
  T instead;
};

// Blocks of 256 (64 for q2_0) give way to blocks of 32 with at least as many bits.
constexpr Fallback kFallbacks[] = {
    {T::Q4_K, T::Q5_0},    {T::Q5_K, T::Q5_1},      {T::Q6_K, T::Q8_0},      {T::Q2_K, T::Q4_0},
    {T::Q3_K, T::Q4_0},    {T::TQ1_0, T::Q4_0},     {T::TQ2_0, T::Q4_0},     {T::Q2_0, T::Q4_0},
    {T::IQ1_S, T::IQ4_NL}, {T::IQ1_M, T::IQ4_NL},   {T::IQ2_XXS, T::IQ4_NL}, {T::IQ2_XS, T::IQ4_NL},
    {T::IQ2_S, T::IQ4_NL}, {T::IQ3_XXS, T::IQ4_NL}, {T::IQ3_S, T::IQ4_NL},   {T::IQ4_XS, T::IQ4_NL},
};

bool divides(T type, std::uint64_t columns) { return columns % findTensorType(type)->blockLength == 0; }

}  // namespace

TensorType fallbackType(TensorType wanted, std::uint64_t columns) {
  if (divides(wanted, columns)) return wanted;
  for (const Fallback& fallback : kFallbacks)
    if (fallback.wanted == wanted && divides(fallback.instead, columns)) return fallback.instead;
  return T::F16;
}

Bytes fallbackCost(TensorType wanted, TensorType type, std::uint64_t elements) {
  const double bits = findTensorType(type)->bitsPerWeight() - findTensorType(wanted)->bitsPerWeight();
  return {static_cast<std::uint64_t>(std::llround(std::max(0.0, bits) * static_cast<double>(elements) / 8.0))};
}

std::string fallbackReason(TensorType wanted, TensorType type, const Shape& shape) {
  return fmt::format("{} columns do not divide into blocks of {}: {} instead of {}, {} more", shape.columns(),
                     findTensorType(wanted)->blockLength, tensorTypeName(type), tensorTypeName(wanted),
                     formatBytes(fallbackCost(wanted, type, shape.elements())));
}

}  // namespace halftone
