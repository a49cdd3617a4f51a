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

Status TensorSource::read(std::uint64_t first, std::span<float> values) const {
  std::vector<std::byte> stored;
  return read(Slab{first, values.size() / columns(), 0, columns(), 0}, stored, values);
}

Status TensorSource::read(const Slab& slab, std::vector<std::byte>& stored, std::span<float> values) const {
  HALFTONE_TRY_STATUS(readStored(slab, stored));
  m_codec->decode(stored, values);
  return {};
}

Status TensorSource::readStored(const Slab& slab, std::vector<std::byte>& stored) const {
  stored.resize(static_cast<std::size_t>(bytesOf(slab)));
  return m_model->read(m_tensor, offsetOf(slab), stored);
}

std::uint64_t TensorSource::offsetOf(const Slab& slab) const {
  return (slab.firstRow * columns() + slab.firstColumn) / m_layout->blockLength * m_layout->blockBytes;
}

std::uint64_t TensorSource::bytesOf(const Slab& slab) const {
  return slab.rows * slab.columns / m_layout->blockLength * m_layout->blockBytes;
}

}  // namespace halftone
