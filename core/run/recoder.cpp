#include "core/run/recoder.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/analysis/finite.h"
#include "core/run/not_finite.h"

namespace halftone {

Result<Recoder> Recoder::make(const TensorInfo& tensor, TensorType type, Effort effort) {
  Recoder recoder;
  recoder.m_effort = effort;
  if (type == tensor.type) return recoder;
  recoder.m_codec = findCodec(type);
  recoder.m_layout = findTensorType(type);
  if (recoder.m_codec == nullptr || recoder.m_layout == nullptr || !recoder.m_codec->canEncode())
    return failure({ErrorCode::UnsupportedType, "measuring", "tensor " + tensor.name,
                    fmt::format("{} is no type for weights", tensorTypeName(type)),
                    "Choose a type such as q4_K, q8_0 or f16"});
  if (tensor.shape.columns() % recoder.m_layout->blockLength != 0)
    return failure({ErrorCode::InvalidArgument, "measuring", "tensor " + tensor.name,
                    fmt::format("its rows of {} values do not divide into blocks of {}", tensor.shape.columns(),
                                tensorTypeName(type)),
                    "Choose a type with shorter blocks, such as q8_0"});
  return recoder;
}

void Recoder::encode(std::span<const float> values, std::size_t columns, std::span<const float> importance,
                     Scratch& scratch) const {
  scratch.encoded.clear();
  if (keepsValues()) return;
  if (countNotFinite(values) > 0) {
    scratch.finite.assign(values.begin(), values.end());
    zeroNotFinite(scratch.finite);
    values = scratch.finite;
  }
  scratch.encoded.resize(values.size() / m_layout->blockLength * m_layout->blockBytes);
  m_codec->encode({values, columns, importance, m_effort}, scratch.encoded);
}

void Recoder::decode(std::span<const std::byte> encoded, std::span<const float> values,
                     std::span<float> decoded) const {
  if (keepsValues())
    std::copy(values.begin(), values.end(), decoded.begin());
  else
    m_codec->decode(encoded, decoded);
}

}  // namespace halftone
