#include <fmt/format.h>

#include <cstring>
#include <utility>

#include "core/calibration/importance_file.h"
#include "core/format/utf8.h"
#include "core/io/byte_reader.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "reading the importance matrix";
constexpr const char* kMakeAgain = "make the importance matrix again with llama-imatrix";
constexpr std::int32_t kMostEntries = 1'000'000;
constexpr std::int32_t kLongestName = 4096;
constexpr std::uint64_t kSmallestEntry = 4 + 1 + 4 + 4 + 4;

class DatReader {
 public:
  DatReader(std::span<const std::byte> bytes, const std::string& file, const Job& job)
      : m_reader(bytes), m_file(file), m_job(job) {}

  Result<ImportanceFile> read();

 private:
  Result<std::int32_t> number(const char* what);
  Result<std::string> name();
  Result<ImportanceEntry> entry(const std::string& name);
  Status about(ImportanceFile& read);
  Error truncated(const char* what) const;
  Error corrupt(std::string subject, std::string reason) const;

  ByteReader m_reader;
  const std::string& m_file;
  const Job& m_job;
};

Error DatReader::truncated(const char* what) const {
  return {ErrorCode::Truncated, kDoing, m_file,
          fmt::format("the file ends at byte {}, in the middle of {}", m_reader.offset() + m_reader.remaining(), what),
          "fetch the file again"};
}

Error DatReader::corrupt(std::string subject, std::string reason) const {
  return {ErrorCode::Corrupt, kDoing, std::move(subject), std::move(reason), kMakeAgain};
}

Result<std::int32_t> DatReader::number(const char* what) {
  const std::optional<std::int32_t> value = m_reader.read<std::int32_t>();
  if (!value) return failure(truncated(what));
  return *value;
}

Result<std::string> DatReader::name() {
  HALFTONE_TRY(const std::int32_t length, number("a name's length"));
  if (length < 1 || length > kLongestName)
    return failure(corrupt(m_file, fmt::format("a tensor's name has a length of {}", length)));
  const auto text = m_reader.text(static_cast<std::uint64_t>(length));
  if (!text) return failure(truncated("a tensor's name"));
  return validUtf8(*text);
}

Result<ImportanceEntry> DatReader::entry(const std::string& name) {
  HALFTONE_TRY(const std::int32_t calls, number("a number of calls"));
  HALFTONE_TRY(const std::int32_t count, number("a number of values"));
  const std::string subject = tensorSubject(m_file, name);
  if (calls < 0) return failure(corrupt(subject, fmt::format("it was called {} times", calls)));
  if (count < 1) return failure(corrupt(subject, fmt::format("it has {} values", count)));
  const auto bytes = m_reader.view(static_cast<std::uint64_t>(count) * sizeof(float));
  if (!bytes) return failure(truncated("a tensor's values"));
  ImportanceEntry entry;
  entry.columns = static_cast<std::uint64_t>(count);
  entry.counts = {static_cast<std::uint64_t>(calls)};
  entry.values.resize(static_cast<std::size_t>(count));
  std::memcpy(entry.values.data(), bytes->data(), bytes->size());
  HALFTONE_TRY_STATUS(checkImportance(entry.values, m_file, name));
  for (float& value : entry.values)
    value = calls == 0 ? 1.0f : static_cast<float>(static_cast<double>(value) / static_cast<double>(calls));
  return entry;
}

Status DatReader::about(ImportanceFile& read) {
  if (m_reader.remaining() == 0) return {};  // the oldest files end here
  HALFTONE_TRY(const std::int32_t chunks, number("the number of chunks"));
  HALFTONE_TRY(const std::int32_t length, number("the dataset's name"));
  if (chunks < 0) return failure(corrupt(m_file, fmt::format("it was made of {} chunks", chunks)));
  if (length < 0) return failure(corrupt(m_file, fmt::format("its dataset's name has a length of {}", length)));
  const auto name = m_reader.text(static_cast<std::uint64_t>(length));
  if (!name) return failure(truncated("the dataset's name"));
  read.chunks = static_cast<std::uint64_t>(chunks);
  if (!name->empty()) read.datasets.push_back(validUtf8(*name));
  return {};
}

Result<ImportanceFile> DatReader::read() {
  HALFTONE_TRY(const std::int32_t count, number("the number of entries"));
  if (count < 1 || count > kMostEntries) return failure(corrupt(m_file, fmt::format("it promises {} entries", count)));
  if (static_cast<std::uint64_t>(count) > m_reader.remaining() / kSmallestEntry)
    return failure(truncated("its entries"));
  ImportanceFile read;
  for (std::int32_t index = 0; index < count; ++index) {
    if (m_job.cancelled()) return failure(Job::cancelledError(kDoing));
    HALFTONE_TRY(std::string tensor, name());
    HALFTONE_TRY(ImportanceEntry values, entry(tensor));
    const std::string subject = tensorSubject(m_file, tensor);
    if (!read.entries.emplace(std::move(tensor), std::move(values)).second)
      return failure(corrupt(subject, "the file has this tensor twice"));
  }
  HALFTONE_TRY_STATUS(about(read));
  return read;
}

}  // namespace

bool looksLikeImportanceDat(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  const std::optional<std::int32_t> entries = reader.read<std::int32_t>();
  const std::optional<std::int32_t> length = reader.read<std::int32_t>();
  return entries && length && *entries >= 1 && *entries <= kMostEntries && *length >= 1 && *length <= kLongestName;
}

Result<ImportanceFile> parseImportanceDat(std::span<const std::byte> bytes, const std::string& file, const Job& job) {
  return DatReader(bytes, file, job).read();
}

}  // namespace halftone
