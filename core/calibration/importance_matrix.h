// ImportanceMatrix: how much each input column of each weight tensor is used, measured on calibration text.
// Thread-safety: immutable after reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/model/model.h"

namespace halftone {

struct ImportanceEntry {
  std::uint64_t columns = 0;
  std::uint64_t experts = 1;
  std::vector<float> values;          // mean square activation, [experts × columns], column fastest
  std::vector<std::uint64_t> counts;  // per expert; where 0, calibration never reached it and its values are 1
};

class ImportanceMatrix {
 public:
  // Reads either form (GGUF with general.type "imatrix", or the older .dat), told apart by content.
  // Errors: NotFound, CannotRead, UnknownFormat, Truncated, Corrupt, NotFinite (naming the tensor), Cancelled.
  // The older form does not tell experts apart: all their columns are one row here until a model says how many it has.
  static Result<ImportanceMatrix> read(const std::filesystem::path& path, const Job& job = {});

  // The same for use with `model`: the older form's experts are told apart, and everything fits.
  // Errors: also WrongImportance, as checkFits().
  static Result<ImportanceMatrix> read(const std::filesystem::path& path, const Model& model, const Job& job = {});

  // The same from a file's bytes; `path` names it in errors.
  static Result<ImportanceMatrix> parse(std::span<const std::byte> bytes, const std::filesystem::path& path,
                                        const Job& job = {});

  const std::filesystem::path& path() const { return m_path; }
  const std::vector<std::string>& datasets() const { return m_datasets; }
  std::uint64_t chunks() const { return m_chunks; }
  const std::map<std::string, ImportanceEntry, std::less<>>& entries() const { return m_entries; }

  // Importance of the columns of matrix `expert` of the tensor; empty if the matrix has no entry for it.
  std::span<const float> columns(std::string_view tensor, std::uint64_t expert = 0) const;
  bool has(std::string_view tensor) const { return !columns(tensor).empty(); }

  // Checks every entry that names a tensor of `model` against its shape, and that some entry does. Errors:
  // WrongImportance naming tensor and sizes.
  Status checkFits(const Model& model) const;

 private:
  void splitExperts(const Model& model);
  std::filesystem::path m_path;
  std::vector<std::string> m_datasets;
  std::uint64_t m_chunks = 0;
  std::map<std::string, ImportanceEntry, std::less<>> m_entries;
  bool m_expertsUnknown = false;  // read from the older form
};

}  // namespace halftone
