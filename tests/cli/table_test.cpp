#include "app/cli/table.h"

#include <gtest/gtest.h>

#include "app/cli/progress_line.h"

namespace halftone::cli {
namespace {

TEST(Table, AlignsCharactersNotBytes) {
  Table table({{"name"}, {"shape"}, {"bytes", Table::Align::Right}});
  table.addRow({"a", "1 × 2", "7"});
  table.addRow({"longer", "3", "1024"});
  EXPECT_EQ(table.text(),
            "name    shape  bytes\n"
            "a       1 × 2      7\n"
            "longer  3       1024\n");
}

TEST(Table, ShowsControlCharactersAsQuestionMarks) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\x7f"), "a?[31mb?c?");
  EXPECT_EQ(printable("\xc2\x9b[2J é ×"), "?[2J é ×");
}

TEST(Table, CutsBetweenCharacters) {
  EXPECT_EQ(firstCharacters("aé×b", 2), "aé");
  EXPECT_EQ(firstCharacters("aé×b", 3), "aé×");
  EXPECT_EQ(firstCharacters("aé", 9), "aé");
  EXPECT_EQ(firstCharacters("é", 0), "");
}

TEST(ProgressLine, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(progressText({430000000}, {1000000000}, 2, 3), " 43 %  430.0 MB of 1.00 GB  215.0 MB/s  3 s left");
  EXPECT_EQ(progressText({0}, {1000}, 0.1, 50), "  0 %  0 bytes of 1.00 kB");
  EXPECT_EQ(progressText({0}, {0}, 1, -1), "100 %  0 bytes of 0 bytes  0 bytes/s");
}

}  // namespace
}  // namespace halftone::cli
