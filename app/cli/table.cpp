#include "app/cli/table.h"

#include <algorithm>

namespace halftone::cli {
namespace {

bool startsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

// Characters, not bytes: UTF-8's continuation bytes do not count.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), startsCharacter));
}

void appendCell(std::string& line, const std::string& cell, std::size_t columnWidth, Table::Align align) {
  const std::string padding(columnWidth - width(cell), ' ');
  line += align == Table::Align::Right ? padding + cell : cell + padding;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;  // U+0080 to U+009F: control characters of two bytes
    result += byte < 0x20 || byte == 0x7F || c1 ? '?' : text[i];
  }
  return result;
}

std::string firstCharacters(const std::string& text, std::size_t count) {
  std::size_t end = 0;
  while (end < text.size() && (count > 0 || !startsCharacter(text[end])))
    if (startsCharacter(text[end++])) --count;
  return text.substr(0, end);
}

Table::Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}

void Table::addRow(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  m_rows.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  std::vector<std::string> titles;
  for (const Column& column : m_columns) {
    widths.push_back(width(column.title));
    titles.push_back(column.title);
  }
  for (const std::vector<std::string>& row : m_rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));

  std::string text;
  const auto appendRow = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i != 0) line += "  ";
      appendCell(line, row[i], widths[i], m_columns[i].align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  appendRow(titles);
  for (const std::vector<std::string>& row : m_rows) appendRow(row);
  return text;
}

}  // namespace halftone::cli
