#include "app/jobs/devices.h"

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

void Devices::measureAll() {
  if (m_measuring) return;
  m_measuring = m_jobs.run<std::vector<gpu::MeasuredDevice>>(
      JobQueue::Lane::Device, tr("Measure the GPUs"), false, this,
      [](const Job&) -> Result<std::vector<gpu::MeasuredDevice>> { return gpu::measureDevices(); },
      [this](Result<std::vector<gpu::MeasuredDevice>> devices) {
        m_measuring.clear();
        if (devices) m_known = std::move(*devices);
        emit listed();
      });
  emit listed();
}

void Devices::tellNotes() {
  if (m_active == nullptr) return;
  const std::vector<std::string> notes = m_active->gate->report().notes;
  for (; m_notesTold < notes.size(); ++m_notesTold) emit noted(QString::fromStdString(notes[m_notesTold]));
}

}  // namespace halftone::app
