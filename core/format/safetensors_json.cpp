#include "core/format/safetensors_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <unordered_set>

#include "core/format/stored_tensor.h"
#include "core/format/utf8.h"

namespace halftone {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostDimensions = 32;

// The header's grammar: {NAME: {"dtype": string, "shape": [n…], "data_offsets": [n, n], …}, "__metadata__": {…}}.
// Values that it does not know inside a tensor are passed over, as other readers do.
class Handler final : public nlohmann::json_sax<Json> {
 public:
  explicit Handler(const std::string& file) : m_file(file) {}

  SafetensorsJson take() { return std::move(m_read); }
  Error error() const {
    const std::string subject = m_name.empty() ? m_file : tensorSubject(m_file, m_name);
    return {ErrorCode::Corrupt, "reading the header", subject, m_reason, "the file is damaged; fetch it again"};
  }

  bool null() override { return other(); }
  bool boolean(bool /*value*/) override { return other(); }
  bool number_float(number_float_t /*value*/, const string_t& text) override {
    return wantsNumbers() ? fail(fmt::format("its {} holds {}, no whole number", m_key, text)) : other();
  }
  bool number_integer(number_integer_t value) override {
    return wantsNumbers() ? fail(fmt::format("its {} holds {}", m_key, value)) : other();
  }
  bool number_unsigned(number_unsigned_t value) override;
  bool string(string_t& value) override;
  bool binary(binary_t& /*value*/) override { return other(); }
  bool start_object(std::size_t /*elements*/) override;
  bool key(string_t& value) override;
  bool end_object() override;
  bool start_array(std::size_t /*elements*/) override;
  bool end_array() override;
  bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& /*error*/) override {
    return fail(fmt::format("its header is no valid JSON at byte {}", position));
  }

 private:
  enum class Place { Start, File, Tensor, Metadata, Numbers, Ignored };

  bool fail(std::string reason) {
    m_reason = std::move(reason);
    return false;
  }
  bool wantsNumbers() const { return m_place == Place::Numbers; }
  // A value that the grammar has no use for: fine inside a tensor, wrong anywhere else.
  bool other();
  bool finishTensor();

  const std::string& m_file;
  SafetensorsJson m_read;
  SafetensorsEntry m_entry;
  std::unordered_set<std::string> m_names;
  std::unordered_set<std::string> m_fields;  // of the tensor being read
  Place m_place = Place::Start;
  Place m_outer = Place::Start;  // where Ignored began
  std::size_t m_ignoredDepth = 0;
  std::string m_name;  // of the tensor being read
  std::string m_key;   // inside it, or inside __metadata__
  std::string m_reason = "its header is incomplete";
};

bool Handler::other() {
  switch (m_place) {
    case Place::Ignored:
    case Place::Metadata: return true;
    case Place::Tensor:
      if (m_key == "dtype" || m_key == "shape" || m_key == "data_offsets")
        return fail(fmt::format("its {} is wrong", m_key));
      return true;
    case Place::File: return fail("its entry in the header is no object");
    case Place::Numbers: return fail(fmt::format("its {} holds something that is no number", m_key));
    case Place::Start: break;
  }
  return fail("its header is no JSON object");
}

bool Handler::number_unsigned(number_unsigned_t value) {
  if (!wantsNumbers()) return other();
  std::vector<std::uint64_t>& numbers = m_key == "shape" ? m_entry.shape : m_entry.offsets;
  if (numbers.size() >= kMostDimensions) return fail(fmt::format("its {} has too many numbers", m_key));
  numbers.push_back(value);
  return true;
}

bool Handler::string(string_t& value) {
  if (m_place == Place::Metadata) {
    m_read.metadata.emplace_back(m_key, std::move(value));
    return true;
  }
  if (m_place != Place::Tensor || m_key != "dtype") return other();
  m_entry.dtype = std::move(value);
  return true;
}

bool Handler::start_object(std::size_t /*elements*/) {
  switch (m_place) {
    case Place::Start: m_place = Place::File; return true;
    case Place::File:
      m_place = m_name == "__metadata__" ? Place::Metadata : Place::Tensor;
      m_fields.clear();
      if (m_place == Place::Metadata) m_name.clear();
      m_entry = {};
      m_entry.name = m_name;
      return true;
    case Place::Ignored: ++m_ignoredDepth; return true;
    default:
      if (!other()) return false;
      m_outer = std::exchange(m_place, Place::Ignored);
      m_ignoredDepth = 1;
      return true;
  }
}

bool Handler::key(string_t& value) {
  if (m_place == Place::Ignored) return true;
  if (m_place != Place::File) {
    m_key = value;
    if (m_place == Place::Tensor && !m_fields.insert(m_key).second) return fail(fmt::format("it has {} twice", m_key));
    return true;
  }
  m_name = value;
  if (m_name.empty()) return fail("a tensor has an empty name");
  if (!m_names.insert(m_name).second) return fail("the file has this tensor twice");
  return true;
}

bool Handler::finishTensor() {
  for (const char* field : {"dtype", "shape", "data_offsets"})
    if (m_fields.count(field) == 0) return fail(fmt::format("it has no {}", field));
  if (m_entry.offsets.size() != 2)
    return fail(fmt::format("its data_offsets has {} numbers, not 2", m_entry.offsets.size()));
  m_read.entries.push_back(std::move(m_entry));
  m_name.clear();
  return true;
}

bool Handler::end_object() {
  switch (m_place) {
    case Place::Ignored:
      if (--m_ignoredDepth == 0) m_place = m_outer;
      return true;
    case Place::Tensor: m_place = Place::File; return finishTensor();
    default: m_place = Place::File; return true;
  }
}

bool Handler::start_array(std::size_t /*elements*/) {
  if (m_place == Place::Tensor && (m_key == "shape" || m_key == "data_offsets")) {
    m_place = Place::Numbers;
    return true;
  }
  if (m_place == Place::Ignored) {
    ++m_ignoredDepth;
    return true;
  }
  if (!other()) return false;
  m_outer = std::exchange(m_place, Place::Ignored);
  m_ignoredDepth = 1;
  return true;
}

bool Handler::end_array() {
  if (m_place == Place::Numbers)
    m_place = Place::Tensor;
  else if (--m_ignoredDepth == 0)
    m_place = m_outer;
  return true;
}

}  // namespace

Result<SafetensorsJson> parseSafetensorsJson(std::string_view json, const std::string& file) {
  Handler handler(file);
  if (!Json::sax_parse(json.begin(), json.end(), &handler)) return failure(handler.error());
  return handler.take();
}

}  // namespace halftone
