#include <fmt/format.h>

#include "app/cli/json_output.h"
#include "app/cli/run_command.h"
#include "app/cli/table.h"
#include "core/base/text.h"
#include "gpu/ops/device_choice.h"

namespace halftone::cli {
namespace {

std::string rateText(double weightsPerSecond) { return fmt::format("{:.1f} M/s", weightsPerSecond / 1e6); }

std::string memoryText(const gpu::DeviceInfo& info) {
  return fmt::format("{}{}, {} free", formatBytes(info.memory), info.sharesMemory ? " shared" : "",
                     formatBytes(info.memoryFree));
}

std::string devicesText(const std::vector<gpu::MeasuredDevice>& devices) {
  Table table({{"number", Table::Align::Right},
               {"device"},
               {"kind"},
               {"memory"},
               {"driver"},
               {"encodes", Table::Align::Right},
               {"the CPU", Table::Align::Right},
               {"measured as"}});
  std::string remarks;
  for (const gpu::MeasuredDevice& device : devices) {
    const gpu::DeviceInfo& info = device.info;
    table.addRow({std::to_string(info.index), info.name, std::string(gpu::deviceKindName(info.kind)), memoryText(info),
                  info.driver, device.speed ? rateText(device.speed->there) : "—",
                  device.speed ? rateText(device.speed->here) : "—",
                  device.speed ? tensorTypeName(device.speed->type) : "—"});
    if (!device.info.usable())
      remarks += printable(fmt::format("{} cannot be used: {}.", info.name, info.whyNot)) + "\n";
  }
  return table.text() + remarks;
}

}  // namespace

Status runDevices(const DevicesCommand& command, const Console& console) {
  const Result<std::vector<gpu::MeasuredDevice>> devices = gpu::measureDevices();
  const std::string whyNone =
      devices ? std::string() : "The CPU encodes alone. " + printable(devices.error().message()) + "\n";
  if (command.json) {
    console.tell(whyNone);
    console.print(devicesJson(devices.value_or(std::vector<gpu::MeasuredDevice>())));
    return {};
  }
  console.print(devices ? devicesText(*devices) : whyNone);
  return {};
}

}  // namespace halftone::cli
