#include "core/format/gguf_cursor.h"

#include <algorithm>

namespace halftone {
namespace {

constexpr const char* kDoing = "reading the header";

}  // namespace

GgufCursor::GgufCursor(std::span<const std::byte> bytes, std::uint64_t limit, const std::string& file, Job job)
    : m_reader(bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), limit)))),
      m_cutByLimit(bytes.size() > limit),
      m_file(file),
      m_job(std::move(job)) {}

Result<std::string_view> GgufCursor::string(std::string_view what) {
  if (m_job.cancelled()) return failure(Job::cancelledError(kDoing));
  HALFTONE_TRY(const std::uint64_t length, number<std::uint64_t>(fmt::format("the length of {}", what)));
  const std::optional<std::string_view> text = m_reader.text(length);
  if (!text) return failure(tooShort(what, length));
  return *text;
}

Result<std::span<const std::byte>> GgufCursor::bytes(std::string_view what, std::uint64_t length) {
  const auto found = m_reader.view(length);
  if (!found) return failure(tooShort(what, length));
  return *found;
}

Status GgufCursor::expectRoom(std::string_view what, std::uint64_t count, std::uint64_t smallest) const {
  if (count <= remaining() / smallest) return {};
  Error error = tooShort(what, 0);
  error.reason = fmt::format("it promises {} {}, but only {} bytes follow", count, what, remaining());
  if (m_cutByLimit) error.reason = fmt::format("it promises {} {}, more than any model has", count, what);
  return failure(std::move(error));
}

Error GgufCursor::corrupt(std::string reason, std::string advice) const {
  return {ErrorCode::Corrupt, kDoing, subject(), std::move(reason), std::move(advice)};
}

Error GgufCursor::tooShort(std::string_view what, std::uint64_t needed) const {
  if (m_cutByLimit) return corrupt(fmt::format("{} would make the header longer than any model's", what));
  return {ErrorCode::Truncated, kDoing, subject(),
          fmt::format("{} needs {} bytes at byte {}, but only {} are left", what, needed, offset(), remaining()),
          "the download is incomplete; fetch the file again"};
}

std::string GgufCursor::subject() const { return m_place.empty() ? m_file : m_file + ", " + m_place; }

}  // namespace halftone
