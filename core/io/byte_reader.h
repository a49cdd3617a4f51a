// ByteReader: a cursor over bytes that never leaves them; numbers are little-endian.
// Thread-safety: one thread at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace halftone {

static_assert(std::endian::native == std::endian::little, "tensor bytes are used as they lie in the file");

class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

  std::uint64_t offset() const { return m_offset; }
  std::uint64_t remaining() const { return m_bytes.size() - m_offset; }

  // The next number; nothing, and no step, if fewer bytes than it needs are left.
  template <class T>
  std::optional<T> read() {
    static_assert(std::is_arithmetic_v<T>);
    if (remaining() < sizeof(T)) return std::nullopt;
    T value = 0;
    std::memcpy(&value, m_bytes.data() + m_offset, sizeof(T));
    m_offset += sizeof(T);
    return value;
  }

  // The next `length` bytes, not copied; nothing, and no step, if fewer are left.
  std::optional<std::span<const std::byte>> view(std::uint64_t length) {
    if (remaining() < length) return std::nullopt;
    const std::span<const std::byte> found = m_bytes.subspan(m_offset, static_cast<std::size_t>(length));
    m_offset += static_cast<std::size_t>(length);
    return found;
  }

  // The next `length` bytes as characters.
  std::optional<std::string_view> text(std::uint64_t length) {
    const auto found = view(length);
    if (!found) return std::nullopt;
    return std::string_view(reinterpret_cast<const char*>(found->data()), found->size());
  }

 private:
  std::span<const std::byte> m_bytes;
  std::size_t m_offset = 0;
};

}  // namespace halftone
