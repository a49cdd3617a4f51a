#include "app/cli/progress_line.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "app/cli/table.h"
#include "core/base/text.h"

namespace halftone::cli {
namespace {

constexpr double kSecondsBetweenDraws = 0.1;
constexpr double kSecondsBeforeEstimate = 0.5;

std::size_t terminalWidth(std::FILE* stream) {
  winsize size = {};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
  return size.ws_col;
}

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

std::string progressText(Bytes done, Bytes total, double seconds, double secondsLeft) {
  const double fraction = total.count == 0 ? 1 : static_cast<double>(done.count) / static_cast<double>(total.count);
  std::string text = fmt::format("{:3.0f} %  {} of {}", fraction * 100, formatBytes(done), formatBytes(total));
  if (seconds >= kSecondsBeforeEstimate) {
    text += fmt::format("  {}/s", formatBytes({static_cast<std::uint64_t>(static_cast<double>(done.count) / seconds)}));
    if (secondsLeft >= 0) text += fmt::format("  {} left", formatDuration(secondsLeft));
  }
  return text;
}

ProgressLine::ProgressLine(std::FILE* stream, Bytes total)
    : m_stream(stream),
      m_terminal(isatty(fileno(stream)) == 1),
      m_total(total),
      m_start(std::chrono::steady_clock::now()),
      m_passStart(m_start) {}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(double fraction) {
  if (!m_terminal) return;
  const std::scoped_lock lock(m_mutex);
  const double seconds = secondsSince(m_start);
  const double left = fraction > 0 ? seconds * (1 - fraction) / fraction : -1;
  const Bytes done = {static_cast<std::uint64_t>(static_cast<double>(m_total.count) * std::clamp(fraction, 0.0, 1.0))};
  draw(progressText(done, m_total, seconds, left));
}

void ProgressLine::tensorStarted(const PlanEntry& entry) {
  const std::scoped_lock lock(m_mutex);
  m_tensor = printable(entry.name);
}

void ProgressLine::progressed(const RunProgress& progress) {
  if (!m_terminal) return;
  const std::scoped_lock lock(m_mutex);
  if (progress.verifying != m_verifying) m_passStart = std::chrono::steady_clock::now();
  m_verifying = progress.verifying;
  // Each pass counts its bytes from 0, so its rate counts its own time.
  draw(progressText(progress.done, progress.total, secondsSince(m_passStart), progress.secondsLeft) + "  " +
       (progress.verifying ? "checking" : m_tensor));
}

void ProgressLine::draw(const std::string& line) {
  if (m_drawn && secondsSince(m_lastDrawn) < kSecondsBetweenDraws) return;
  m_lastDrawn = std::chrono::steady_clock::now();
  m_drawn = true;
  const std::string shown = firstCharacters(line, terminalWidth(m_stream) - 1);
  fmt::print(m_stream, "\r{}\x1b[K", shown);
  std::fflush(m_stream);
}

void ProgressLine::clear() {
  const std::scoped_lock lock(m_mutex);
  if (!m_drawn) return;
  m_drawn = false;
  fmt::print(m_stream, "\r\x1b[K");
  std::fflush(m_stream);
}

}  // namespace halftone::cli
