// A table in aligned columns, for people.
// Thread-safety: one thread at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace halftone::cli {

// Control characters made visible, so that a name from a file cannot steer the terminal.
std::string printable(std::string_view text);

// The first `count` characters of UTF-8 text, whole ones.
std::string firstCharacters(const std::string& text, std::size_t count);

class Table {
 public:
  enum class Align { Left, Right };
  struct Column {
    std::string title;
    Align align = Align::Left;
  };

  explicit Table(std::vector<Column> columns);
  // REQUIRES: as many cells as columns.
  void addRow(std::vector<std::string> cells);
  bool empty() const { return m_rows.empty(); }
  // Title row, rows; two spaces between columns, none at line ends.
  std::string text() const;

 private:
  std::vector<Column> m_columns;
  std::vector<std::vector<std::string>> m_rows;
};

}  // namespace halftone::cli
