#include "core/format/gguf_writer.h"

#include <array>
#include <cassert>
#include <utility>

#include "core/format/gguf_header.h"

namespace halftone {

Result<Bytes> ggufFileSize(const GgufLayout& layout) {
  HALFTONE_TRY(const GgufPlacement placement, placeGguf(layout));
  return Bytes{placement.fileBytes};
}

Result<GgufWriter> GgufWriter::create(const std::filesystem::path& destination, const GgufLayout& layout) {
  HALFTONE_TRY(GgufPlacement placement, placeGguf(layout));
  HALFTONE_TRY(AtomicFile file, AtomicFile::create(destination, Bytes{placement.fileBytes}));
  HALFTONE_TRY_STATUS(file.write(ggufHeader(layout, placement)));
  return GgufWriter(std::move(file), std::move(placement.tensorBytes), layout.alignment);
}

GgufWriter::GgufWriter(AtomicFile file, std::vector<std::uint64_t> tensorBytes, std::uint32_t alignment)
    : m_file(std::move(file)), m_tensorBytes(std::move(tensorBytes)), m_alignment(alignment) {}

Status GgufWriter::write(std::span<const std::byte> bytes) {
  assert(m_current < m_tensorBytes.size() && bytes.size() <= m_tensorBytes[m_current] - m_writtenOfCurrent);
  HALFTONE_TRY_STATUS(m_file.write(bytes));
  m_writtenOfCurrent += bytes.size();
  if (m_writtenOfCurrent < m_tensorBytes[m_current]) return {};
  HALFTONE_TRY_STATUS(pad(alignUp(m_writtenOfCurrent, m_alignment) - m_writtenOfCurrent));
  ++m_current;
  m_writtenOfCurrent = 0;
  return {};
}

Status GgufWriter::pad(std::uint64_t count) {
  static constexpr std::array<std::byte, 4096> kZeros = {};
  while (count > 0) {
    const std::uint64_t step = std::min<std::uint64_t>(count, kZeros.size());
    HALFTONE_TRY_STATUS(m_file.write(std::span(kZeros).first(static_cast<std::size_t>(step))));
    count -= step;
  }
  return {};
}

Status GgufWriter::finish() {
  assert(m_current == m_tensorBytes.size());
  return m_file.flush();
}

Status GgufWriter::commit() { return m_file.commit(); }

}  // namespace halftone
