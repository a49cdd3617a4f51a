#include "app/cli/console.h"

namespace halftone::cli {

void Console::print(std::string_view text) const { std::fwrite(text.data(), 1, text.size(), output); }

void Console::tell(std::string_view text) const { std::fwrite(text.data(), 1, text.size(), errors); }

Status Console::finish() const {
  if (std::fflush(output) == 0 && std::ferror(output) == 0) return {};
  return failure({ErrorCode::CannotWrite, "writing the result", "standard output", "not everything could be written",
                  "Check where it is redirected to"});
}

}  // namespace halftone::cli
