#include "core/format/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "core/format/utf8.h"

namespace halftone {
namespace {

// Order of MetadataValue's alternatives.
constexpr std::array<MetadataType, 13> kValueTypes = {
    MetadataType::U8,  MetadataType::I8,  MetadataType::U16,  MetadataType::I16,    MetadataType::U32,
    MetadataType::I32, MetadataType::F32, MetadataType::Bool, MetadataType::String, MetadataType::Array,
    MetadataType::U64, MetadataType::I64, MetadataType::F64,
};

template <class T>
constexpr bool kIsInteger = std::is_integral_v<T> && !std::is_same_v<T, bool>;

template <class T>
std::optional<std::uint64_t> notNegative(T value) {
  if constexpr (std::is_signed_v<T>) {
    if (value < 0) return std::nullopt;
  }
  return static_cast<std::uint64_t>(value);
}

std::string oneLine(std::string_view text) {
  std::string line = validUtf8(text);
  for (char& letter : line)
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) letter = ' ';
  return line;
}

std::string shortened(const std::string& text, std::size_t limit) {
  const std::string_view kept = firstCharacters(text, limit);
  if (kept.size() == text.size()) return text;
  return limit == 0 ? std::string() : std::string(firstCharacters(text, limit - 1)) + "…";
}

// Bytes that hold more than so many characters, since none has more than four; all bytes if there is no such number.
std::size_t bytesBeyond(std::size_t characters) {
  constexpr std::size_t kAll = std::string::npos;
  return characters >= kAll / 4 - 1 ? kAll : 4 * characters + 4;
}

template <class T>
std::string elementText(const T& element, MetadataType type, std::size_t limit) {
  if constexpr (std::is_same_v<T, std::string>)
    return oneLine(std::string_view(element).substr(0, bytesBeyond(limit)));
  else
    return type == MetadataType::Bool ? (element != T{} ? "true" : "false") : fmt::format("{}", element);
}

std::string arrayText(const MetadataArray& array, std::size_t limit) {
  const std::string count = fmt::format(" ({} {})", array.size(), metadataTypeName(array.elementType()));
  const std::size_t room = limit > count.size() + 2 ? limit - count.size() - 2 : 0;
  const auto listed = [&array, room](const auto& elements) {
    std::string list;
    for (const auto& element : elements) {
      if (!list.empty()) list += ", ";
      list += elementText(element, array.elementType(), room);
      if (list.size() > bytesBeyond(room)) break;
    }
    return list;
  };
  return "[" + shortened(std::visit(listed, array.elements()), room) + "]" + count;
}

template <class T>
std::uint64_t encodedSize(const std::vector<T>& values) {
  std::uint64_t size = 0;
  if constexpr (std::is_same_v<T, std::string>)
    for (const std::string& text : values) size += sizeof(std::uint64_t) + text.size();
  else
    size = values.size() * sizeof(T);
  return size;
}

}  // namespace

MetadataArray::MetadataArray(MetadataType elementType, Elements elements) : m_elementType(elementType) {
  const std::uint64_t size = std::visit([](const auto& values) { return encodedSize(values); }, elements);
  m_content = std::make_shared<const Content>(Content{std::move(elements), size});
}

std::size_t MetadataArray::size() const {
  return std::visit([](const auto& values) { return values.size(); }, elements());
}

MetadataType metadataType(const MetadataValue& value) { return kValueTypes[value.index()]; }

std::string_view metadataTypeName(MetadataType type) {
  constexpr std::array<std::string_view, 13> kNames = {"u8",   "i8",     "u16",   "i16", "u32", "i32", "f32",
                                                       "bool", "string", "array", "u64", "i64", "f64"};
  const auto id = static_cast<std::size_t>(type);
  return id < kNames.size() ? kNames[id] : "unknown";
}

std::string metadataText(const MetadataValue& value, std::size_t limit) {
  const auto text = [limit](const auto& held) -> std::string {
    using T = std::decay_t<decltype(held)>;
    if constexpr (std::is_same_v<T, std::string>)
      return oneLine(std::string_view(held).substr(0, bytesBeyond(limit)));
    else if constexpr (std::is_same_v<T, MetadataArray>)
      return arrayText(held, limit);
    else
      return fmt::format("{}", held);
  };
  return shortened(std::visit(text, value), limit);
}

const MetadataValue* Metadata::find(std::string_view key) const {
  const auto found = m_index.find(key);
  return found == m_index.end() ? nullptr : &m_entries[found->second].value;
}

std::optional<std::uint64_t> Metadata::unsignedInteger(std::string_view key) const {
  const MetadataValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  return std::visit(
      [](const auto& held) -> std::optional<std::uint64_t> {
        if constexpr (kIsInteger<std::decay_t<decltype(held)>>) return notNegative(held);
        return std::nullopt;
      },
      *value);
}

std::optional<std::uint64_t> Metadata::largestInteger(std::string_view key) const {
  const MetadataValue* value = find(key);
  const MetadataArray* array = value == nullptr ? nullptr : std::get_if<MetadataArray>(value);
  if (array == nullptr) return unsignedInteger(key);
  return std::visit(
      [](const auto& elements) {
        using T = typename std::decay_t<decltype(elements)>::value_type;
        std::optional<std::uint64_t> largest;
        if constexpr (std::is_integral_v<T>) {
          for (const T element : elements) largest = std::max(largest, notNegative(element));
        }
        return largest;
      },
      array->elements());
}

std::optional<double> Metadata::number(std::string_view key) const {
  const MetadataValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  return std::visit(
      [](const auto& held) -> std::optional<double> {
        using T = std::decay_t<decltype(held)>;
        if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) return static_cast<double>(held);
        return std::nullopt;
      },
      *value);
}

std::optional<std::string> Metadata::string(std::string_view key) const {
  const MetadataValue* value = find(key);
  const std::string* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
  if (text == nullptr) return std::nullopt;
  return validUtf8(*text);
}

void Metadata::set(std::string_view key, MetadataValue value) {
  const auto found = m_index.find(key);
  if (found != m_index.end()) {
    m_entries[found->second].value = std::move(value);
    return;
  }
  m_index.emplace(key, m_entries.size());
  m_entries.push_back({std::string(key), std::move(value)});
}

void Metadata::erase(std::string_view key) {
  const auto found = m_index.find(key);
  if (found == m_index.end()) return;
  const std::size_t place = found->second;
  m_index.erase(found);
  m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(place));
  for (auto& [name, index] : m_index)
    if (index > place) --index;
}

void Metadata::eraseIf(const std::function<bool(const MetadataEntry&)>& goes) {
  if (std::erase_if(m_entries, goes) == 0) return;
  m_index.clear();
  for (std::size_t place = 0; place < m_entries.size(); ++place) m_index.emplace(m_entries[place].key, place);
}

}  // namespace halftone
