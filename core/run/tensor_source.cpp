#include "core/run/tensor_source.h"

#include <fmt/format.h>

#include <string>

namespace halftone {
namespace {

Error unknownType(const TensorInfo& info) {
  return {ErrorCode::UnsupportedType, "reading its values", "tensor " + info.name,
          fmt::format("its type, {}, is not known here ({})", tensorTypeName(info.type), unknownTypeOrigin(info.type)),
          "Use a file of this model in another type"};
}

}  // namespace

TensorSource::TensorSource(const Model& model, TensorId tensor, const Codec& codec, const TensorTypeInfo& layout)
    : m_model(&model), m_tensor(tensor), m_codec(&codec), m_layout(&layout) {}

Result<TensorSource> TensorSource::open(const Model& model, TensorId tensor) {
  const TensorInfo& info = model.tensor(tensor);
  const Codec* codec = findCodec(info.type);
  const TensorTypeInfo* layout = findTensorType(info.type);
  if (codec == nullptr || layout == nullptr) return failure(unknownType(info));
  const Result<Bytes> expected = tensorBytes(info.type, info.shape.columns(), info.shape.rows());
  const std::uint64_t found = model.bytes(tensor).size();
  if (!expected || expected->count != found)
    return failure({ErrorCode::Corrupt, "reading its values", "tensor " + info.name,
                    fmt::format("{} values of {} do not take the {} bytes that the file holds for it",
                                info.shape.text(), tensorTypeName(info.type), found),
                    "Download or convert the model again"});
  return TensorSource(model, tensor, *codec, *layout);
}

void TensorSource::read(std::uint64_t first, std::span<float> values) const {
  read(Slab{first, values.size() / columns(), 0, columns(), 0}, values);
}

void TensorSource::read(const Slab& slab, std::span<float> values) const { m_codec->decode(bytes(slab), values); }

std::span<const std::byte> TensorSource::bytes(const Slab& slab) const {
  return m_model->bytes(m_tensor).subspan(offsetOf(slab), bytesOf(slab));
}

void TensorSource::release(const Slab& slab) const { m_model->release(m_tensor, offsetOf(slab), bytesOf(slab)); }

std::uint64_t TensorSource::offsetOf(const Slab& slab) const {
  return (slab.firstRow * columns() + slab.firstColumn) / m_layout->blockLength * m_layout->blockBytes;
}

std::uint64_t TensorSource::bytesOf(const Slab& slab) const {
  return slab.rows * slab.columns / m_layout->blockLength * m_layout->blockBytes;
}

}  // namespace halftone
