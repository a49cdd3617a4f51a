#include "core/format/tensor_type.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/text.h"

namespace halftone {
namespace {

using enum TensorType;

constexpr std::array<TensorTypeInfo, 37> kTypes = {{
    {F32, "f32", 1, 4, false},           {F16, "f16", 1, 2, false},          {Q4_0, "q4_0", 32, 18, true},
    {Q4_1, "q4_1", 32, 20, true},        {Q5_0, "q5_0", 32, 22, true},       {Q5_1, "q5_1", 32, 24, true},
    {Q8_0, "q8_0", 32, 34, true},        {Q2_K, "q2_K", 256, 84, true},      {Q3_K, "q3_K", 256, 110, true},
    {Q4_K, "q4_K", 256, 144, true},      {Q5_K, "q5_K", 256, 176, true},     {Q6_K, "q6_K", 256, 210, true},
    {IQ2_XXS, "iq2_xxs", 256, 66, true}, {IQ2_XS, "iq2_xs", 256, 74, true},  {IQ3_XXS, "iq3_xxs", 256, 98, true},
    {IQ1_S, "iq1_s", 256, 50, true},     {IQ4_NL, "iq4_nl", 32, 18, true},   {IQ3_S, "iq3_s", 256, 110, true},
    {IQ2_S, "iq2_s", 256, 82, true},     {IQ4_XS, "iq4_xs", 256, 136, true}, {I8, "i8", 1, 1, false},
    {I16, "i16", 1, 2, false},           {I32, "i32", 1, 4, false},          {I64, "i64", 1, 8, false},
    {F64, "f64", 1, 8, false},           {IQ1_M, "iq1_m", 256, 56, true},    {BF16, "bf16", 1, 2, false},
    {TQ1_0, "tq1_0", 256, 54, true},     {TQ2_0, "tq2_0", 256, 66, true},    {MXFP4, "mxfp4", 32, 17, true},
    {NVFP4, "nvfp4", 64, 36, true},      {Q1_0, "q1_0", 128, 18, true},      {Q2_0, "q2_0", 64, 18, true},
    {F8_E4M3, "f8_e4m3", 1, 1, false},   {F8_E5M2, "f8_e5m2", 1, 1, false},  {U8, "u8", 1, 1, false},
    {Bool, "bool", 1, 1, false},
}};

}  // namespace

std::span<const TensorTypeInfo> knownTensorTypes() { return kTypes; }

const TensorTypeInfo* findTensorType(TensorType type) {
  const auto found = std::lower_bound(kTypes.begin(), kTypes.end(), type,
                                      [](const TensorTypeInfo& info, TensorType id) { return info.type < id; });
  return found != kTypes.end() && found->type == type ? &*found : nullptr;
}

bool isWeightType(TensorType type) {
  const TensorTypeInfo* info = findTensorType(type);
  return (info != nullptr && info->quantized) || type == TensorType::F32 || type == TensorType::F16 ||
         type == TensorType::BF16;
}

std::optional<TensorType> tensorTypeByName(std::string_view name) {
  for (const TensorTypeInfo& info : kTypes)
    if (equalIgnoringCase(info.name, name)) return info.type;
  return std::nullopt;
}

std::string tensorTypeName(TensorType type) {
  if (type == kUnknownSafetensorsType) return "unknown";
  const TensorTypeInfo* info = findTensorType(type);
  return info != nullptr ? std::string(info->name) : fmt::format("type {}", static_cast<std::uint32_t>(type));
}

std::string_view unknownTypeOrigin(TensorType type) {
  if (findTensorType(type) != nullptr) return {};
  const auto id = static_cast<std::uint32_t>(type);
  if (type == kUnknownSafetensorsType) return "a newer safetensors";
  if (id == 9 || id == 15) return "llama.cpp, where it exists only during inference";
  if (id < 43) return "a retired type";
  return id < 128 ? "a newer llama.cpp" : "ik_llama.cpp";
}

Result<Bytes> tensorBytes(TensorType type, std::uint64_t columns, std::uint64_t rows) {
  const std::string doing = "computing a tensor's size";
  const TensorTypeInfo* info = findTensorType(type);
  if (info == nullptr) {
    return failure({ErrorCode::UnsupportedType, doing, "",
                    fmt::format("{} is unknown here; it belongs to {}", tensorTypeName(type), unknownTypeOrigin(type)),
                    "use that runtime for this model, or convert the tensor to a known type there"});
  }
  if (columns % info->blockLength != 0) {
    return failure({ErrorCode::InvalidArgument, doing, "",
                    fmt::format("rows of {} values do not divide into blocks of {} that {} needs", columns,
                                info->blockLength, info->name),
                    "choose a type with smaller blocks"});
  }
  const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t blocks = columns / info->blockLength;
  if (blocks > limit / info->blockBytes || (rows != 0 && blocks * info->blockBytes > limit / rows)) {
    return failure({ErrorCode::InvalidArgument, doing, "",
                    fmt::format("{} rows of {} values take more than 2^64 bytes", rows, columns),
                    "the dimensions are wrong; fetch the file again"});
  }
  return Bytes{blocks * info->blockBytes * rows};
}

}  // namespace halftone
