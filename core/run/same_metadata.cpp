#include "core/run/same_metadata.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/format/gguf_reader.h"

namespace halftone {
namespace {

template <class T>
bool sameBits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

bool sameArray(const MetadataArray& a, const MetadataArray& b) {
  if (a.elementType() != b.elementType() || a.elements().index() != b.elements().index()) return false;
  if (const auto* floats = std::get_if<std::vector<float>>(&a.elements()))
    return sameBits(*floats, std::get<std::vector<float>>(b.elements()));
  if (const auto* doubles = std::get_if<std::vector<double>>(&a.elements()))
    return sameBits(*doubles, std::get<std::vector<double>>(b.elements()));
  return a.elements() == b.elements();
}

bool sameValue(const MetadataValue& a, const MetadataValue& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&b](const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        const Value& other = std::get<Value>(b);
        if constexpr (std::is_same_v<Value, MetadataArray>)
          return sameArray(value, other);
        else if constexpr (std::is_floating_point_v<Value>)
          return std::memcmp(&value, &other, sizeof(value)) == 0;
        else
          return value == other;
      },
      a);
}

std::vector<const MetadataEntry*> entriesOf(const Metadata& metadata) {
  std::vector<const MetadataEntry*> entries;
  for (const MetadataEntry& entry : metadata.entries())
    if (entry.key != kGgufAlignmentKey) entries.push_back(&entry);
  return entries;
}

}  // namespace

std::optional<std::string> firstDifference(const Metadata& planned, const Metadata& read) {
  const std::vector<const MetadataEntry*> expected = entriesOf(planned);
  const std::vector<const MetadataEntry*> found = entriesOf(read);
  const std::size_t common = std::min(expected.size(), found.size());
  for (std::size_t i = 0; i < common; ++i)
    if (expected[i]->key != found[i]->key || !sameValue(expected[i]->value, found[i]->value)) return expected[i]->key;
  if (expected.size() > common) return expected[common]->key;
  if (found.size() > common) return found[common]->key;
  return std::nullopt;
}

}  // namespace halftone
