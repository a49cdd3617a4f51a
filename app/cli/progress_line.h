// ProgressLine: one line on a terminal that tells how far the work is; nothing when the output is not a terminal.
// Thread-safety: show() from any thread; the rest from one.
#pragma once

#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>

#include "core/base/units.h"
#include "core/run/run_observer.h"

namespace halftone::cli {

class ProgressLine : public RunObserver {
 public:
  // `total`: what a fraction of 1 stands for, for the rate.
  ProgressLine(std::FILE* stream, Bytes total);
  ~ProgressLine() override;  // clears the line

  // Work without a run: at most about ten times a second on the screen.
  void show(double fraction);
  void clear();

  void tensorStarted(const PlanEntry& entry) override;
  void progressed(const RunProgress& progress) override;

 private:
  void draw(const std::string& line);

  std::FILE* m_stream;
  bool m_terminal;
  Bytes m_total;
  std::chrono::steady_clock::time_point m_start;
  std::chrono::steady_clock::time_point m_passStart;  // of the pass that m_verifying tells
  std::chrono::steady_clock::time_point m_lastDrawn;
  bool m_verifying = false;
  std::string m_tensor;
  bool m_drawn = false;
  std::mutex m_mutex;
};

// "43 %  1.23 GB of 2.86 GB  210.0 MB/s  8 s left". REQUIRES: seconds >= 0; secondsLeft < 0 = unknown.
std::string progressText(Bytes done, Bytes total, double seconds, double secondsLeft);

}  // namespace halftone::cli
