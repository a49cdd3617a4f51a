// Devices: what encodes and measures beside the CPU, as the user chose it: found, opened and timed by jobs.
// Thread-safety: GUI thread only; what active() gives may be used on any thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "app/jobs/job_queue.h"
#include "core/run/backend_gate.h"
#include "gpu/ops/device_choice.h"

namespace halftone::app {

// A backend in use. It lives as long as anyone works with it.
struct ActiveDevice {
  std::shared_ptr<Backend> backend;
  std::shared_ptr<BackendGate> gate;  // for measuring; exports have their own
  std::optional<EncodeSpeed> speed;
};

class Devices;

// What is in use; `devices` may be null. And the way to it, for measuring: null where the CPU works alone.
std::shared_ptr<const ActiveDevice> activeDevice(const Devices* devices);
inline BackendGate* gateOf(const std::shared_ptr<const ActiveDevice>& device) {
  return device == nullptr ? nullptr : device->gate.get();
}

class Devices : public QObject {
  Q_OBJECT

 public:
  // REQUIRES: the jobs outlive the devices.
  explicit Devices(JobQueue& jobs, QObject* parent = nullptr);
  ~Devices() override;

  // "cpu", "auto" or a device's name; see gpu::chooseDevice. Until it is opened, and if it cannot be, the CPU works
  // alone.
  void choose(const QString& wanted);
  const QString& wanted() const { return m_wanted; }
  bool choosing() const { return !m_choosing.isNull(); }
  QString failure() const { return m_failure; }  // why the wanted one is not, or no more, in use; empty if it is

  std::shared_ptr<const ActiveDevice> active() const { return m_active; }  // null: the CPU alone
  QString activeName() const;                                              // empty: the CPU alone

  // What choose() takes for one of known(): its name, or, where others have the same, what tells them apart.
  QString wantedFor(const gpu::DeviceInfo& device) const;

  // Finds and times all devices; listed() tells when known() is complete.
  void measureAll();
  bool measuring() const { return !m_measuring.isNull(); }
  const std::vector<gpu::MeasuredDevice>& known() const { return m_known; }
  QString whyNoneKnown() const { return m_whyNoneKnown; }  // empty unless looking for them failed

 signals:
  void changed();                   // active(), choosing() or failure()
  void listed();                    // known() or measuring()
  void noted(const QString& what);  // what the device in use failed to do while measuring, once each

 private:
  void opened(Result<std::shared_ptr<ActiveDevice>> device);
  void tellNotes();
  void dropIfLost(const BackendReport& report);

  JobQueue& m_jobs;
  QString m_wanted;
  QString m_failure;
  std::shared_ptr<const ActiveDevice> m_active;
  std::vector<gpu::MeasuredDevice> m_known;
  QString m_whyNoneKnown;
  QPointer<JobHandle> m_choosing;
  QPointer<JobHandle> m_measuring;
  std::size_t m_notesTold = 0;
};

}  // namespace halftone::app
