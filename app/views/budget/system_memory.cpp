#include "app/views/budget/system_memory.h"

#include <QtGlobal>

#if defined(Q_OS_WIN)
#include <windows.h>
#elif defined(Q_OS_MACOS)
#include <mach/mach.h>
#include <sys/sysctl.h>
#else
#include <fstream>
#include <string>
#endif

namespace halftone::app {

#if defined(Q_OS_WIN)

std::optional<SystemMemory> readSystemMemory() {
  MEMORYSTATUSEX status{};
  status.dwLength = sizeof(status);
  if (!GlobalMemoryStatusEx(&status)) return std::nullopt;
  return SystemMemory{{status.ullTotalPhys}, {status.ullAvailPhys}};
}

#elif defined(Q_OS_MACOS)

// Free, inactive and purgeable pages are what the system gives away first.
std::optional<SystemMemory> readSystemMemory() {
  std::uint64_t total = 0;
  std::size_t size = sizeof(total);
  if (sysctlbyname("hw.memsize", &total, &size, nullptr, 0) != 0) return std::nullopt;
  vm_statistics64_data_t pages{};
  mach_msg_type_number_t count = HOST_VM_INFO64_COUNT;
  vm_size_t pageSize = 0;
  if (host_page_size(mach_host_self(), &pageSize) != KERN_SUCCESS) return std::nullopt;
  if (host_statistics64(mach_host_self(), HOST_VM_INFO64, reinterpret_cast<host_info64_t>(&pages), &count) !=
      KERN_SUCCESS)
    return std::nullopt;
  const std::uint64_t free =
      static_cast<std::uint64_t>(pages.free_count) + pages.inactive_count + pages.purgeable_count;
  return SystemMemory{{total}, {free * pageSize}};
}

#else

// MemAvailable is the kernel's own estimate (Linux 3.14 and later).
std::optional<SystemMemory> readSystemMemory() {
  std::ifstream file("/proc/meminfo");
  std::optional<std::uint64_t> total;
  std::optional<std::uint64_t> available;
  std::string key;
  std::uint64_t kilobytes = 0;
  std::string unit;
  while ((!total || !available) && file >> key >> kilobytes) {
    if (key == "MemTotal:") total = kilobytes * 1024;
    if (key == "MemAvailable:") available = kilobytes * 1024;
    std::getline(file, unit);
  }
  if (!total || !available) return std::nullopt;
  return SystemMemory{{*total}, {*available}};
}

#endif

}  // namespace halftone::app
