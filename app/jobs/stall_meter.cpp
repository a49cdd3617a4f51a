#include "app/jobs/stall_meter.h"

#include <algorithm>

namespace halftone::app {

namespace {
constexpr int kIntervalMs = 2;
}

StallMeter::StallMeter(QObject* parent) : QObject(parent) {
  m_timer.setTimerType(Qt::PreciseTimer);
  m_timer.setInterval(kIntervalMs);
  connect(&m_timer, &QTimer::timeout, this, &StallMeter::turn);
}

void StallMeter::start() {
  m_longestMs = 0;
  m_turns = 0;
  m_sinceLast.start();
  m_timer.start();
}

void StallMeter::turn() {
  m_longestMs = std::max(m_longestMs, static_cast<double>(m_sinceLast.nsecsElapsed()) / 1e6);
  m_sinceLast.start();
  ++m_turns;
}

}  // namespace halftone::app
