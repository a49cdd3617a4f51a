// GgufCursor: GGUF's numbers and strings read one after another, with errors that say where in which file.
// Thread-safety: one thread at a time.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/io/byte_reader.h"

namespace halftone {

class GgufCursor {
 public:
  // Reads `bytes` up to `limit`; a file that goes on beyond it is told apart from one that ends. Once `job` is
  // cancelled, every string is the error Cancelled: a header is nearly all strings.
  GgufCursor(std::span<const std::byte> bytes, std::uint64_t limit, const std::string& file, Job job = {});

  // What is read next, for errors: "key general.name", "tensor 12"; empty for the file itself.
  void enter(std::string place) { m_place = std::move(place); }
  std::uint64_t offset() const { return m_reader.offset(); }
  std::uint64_t remaining() const { return m_reader.remaining(); }

  template <class T>
  Result<T> number(std::string_view what) {
    const std::optional<T> value = m_reader.read<T>();
    if (!value) return failure(tooShort(what, sizeof(T)));
    return *value;
  }
  // A length and as many bytes, not copied.
  Result<std::string_view> string(std::string_view what);
  Result<std::span<const std::byte>> bytes(std::string_view what, std::uint64_t length);

  // Errors: Truncated unless `count` things of at least `smallest` bytes each can still follow.
  Status expectRoom(std::string_view what, std::uint64_t count, std::uint64_t smallest) const;

  Error corrupt(std::string reason, std::string advice = "the file is damaged; fetch it again") const;

 private:
  Error tooShort(std::string_view what, std::uint64_t needed) const;
  std::string subject() const;

  ByteReader m_reader;
  bool m_cutByLimit;
  const std::string& m_file;
  Job m_job;
  std::string m_place;
};

}  // namespace halftone
