#include "app/jobs/devices.h"

#include <algorithm>
#include <utility>

#include "app/jobs/error_text.h"

namespace halftone::app {

std::shared_ptr<const ActiveDevice> activeDevice(const Devices* devices) {
  return devices == nullptr ? nullptr : devices->active();
}

Devices::Devices(JobQueue& jobs, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_wanted(QString::fromLatin1(gpu::kCpuDevice.data())) {
  connect(&jobs, &JobQueue::jobRemoved, this, [this] { tellNotes(); });
}

Devices::~Devices() {
  if (m_choosing) m_choosing->cancel();
  if (m_measuring) m_measuring->cancel();
}

void Devices::choose(const QString& wanted) {
  if (m_choosing) m_choosing->cancel();
  m_wanted = wanted;
  m_failure.clear();
  m_active.reset();
  const auto work = [name = wanted.toStdString()](const Job&) -> Result<std::shared_ptr<ActiveDevice>> {
    HALFTONE_TRY(gpu::DeviceChoice choice, gpu::chooseDevice(name));
    if (choice.backend == nullptr) return std::shared_ptr<ActiveDevice>();
    auto device = std::make_shared<ActiveDevice>();
    device->backend = std::move(choice.backend);
    device->gate = std::make_shared<BackendGate>(device->backend.get());
    device->speed = choice.speed;
    if (!device->speed) {
      HALFTONE_TRY(device->speed, measureEncodeSpeed(*device->backend));
    }
    return device;
  };
  m_choosing = m_jobs.run<std::shared_ptr<ActiveDevice>>(
      JobQueue::Lane::Device, tr("Open the GPU"), false, this, work,
      [this](Result<std::shared_ptr<ActiveDevice>> device) { opened(std::move(device)); });
  emit changed();
}

void Devices::opened(Result<std::shared_ptr<ActiveDevice>> device) {
  if (!device && device.error().code == ErrorCode::Cancelled) return;
  m_choosing.clear();
  m_notesTold = 0;
  if (device)
    m_active = std::move(*device);
  else
    m_failure = errorText(device.error());
  emit changed();
}

QString Devices::activeName() const {
  return m_active == nullptr ? QString() : QString::fromStdString(m_active->backend->name());
}

QString Devices::wantedFor(const gpu::DeviceInfo& device) const {
  const auto same = std::count_if(m_known.begin(), m_known.end(),
                                  [&](const gpu::MeasuredDevice& other) { return other.info.name == device.name; });
  return QString::fromStdString(same > 1 ? device.identifier() : device.name);
}

void Devices::measureAll() {
  if (m_measuring) return;
  m_measuring = m_jobs.run<std::vector<gpu::MeasuredDevice>>(
      JobQueue::Lane::Device, tr("Measure the GPUs"), false, this, [](const Job&) { return gpu::measureDevices(); },
      [this](Result<std::vector<gpu::MeasuredDevice>> devices) {
        m_measuring.clear();
        m_whyNoneKnown = devices ? QString() : errorText(devices.error());
        m_known = devices ? std::move(*devices) : std::vector<gpu::MeasuredDevice>();
        emit listed();
      });
  emit listed();
}

void Devices::tellNotes() {
  if (m_active == nullptr) return;
  const BackendReport report = m_active->gate->report();
  for (; m_notesTold < report.notes.size(); ++m_notesTold)
    emit noted(QString::fromStdString(report.notes[m_notesTold]));
  dropIfLost(report);
}

// Choosing it again opens it anew.
void Devices::dropIfLost(const BackendReport& report) {
  if (!report.lost) return;
  m_failure = report.notes.empty() ? QString() : QString::fromStdString(report.notes.back());
  m_active.reset();
  emit changed();
}

}  // namespace halftone::app
