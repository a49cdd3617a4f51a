// StallMeter: the longest time for which the GUI thread did not return to its event loop.
// A timer that should fire every few milliseconds is late by as long as the thread was busy.
// Thread-safety: GUI thread only.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace halftone::app {

class StallMeter : public QObject {
  Q_OBJECT

 public:
  explicit StallMeter(QObject* parent = nullptr);

  void start();  // forgets what was measured before
  void stop() { m_timer.stop(); }
  double longestMs() const { return m_longestMs; }  // longest gap between two turns of the event loop, in milliseconds
  int turns() const { return m_turns; }             // how many gaps were seen; 0 = longestMs() says nothing

 private:
  void turn();
  QTimer m_timer;
  QElapsedTimer m_sinceLast;
  double m_longestMs = 0;
  int m_turns = 0;
};

}  // namespace halftone::app
