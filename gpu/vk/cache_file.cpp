#include "gpu/vk/cache_file.h"

#include <fmt/format.h>

#include <cstring>
#include <fstream>
#include <system_error>

#include "core/base/checksum.h"
#include "core/io/atomic_file.h"

namespace halftone::gpu {
namespace {

constexpr std::uint32_t kMagic = 0x43564b48;  // "HKVC"
constexpr std::uint32_t kVersion = 1;
constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20;

struct Header {
  std::uint32_t magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;
  std::array<std::uint8_t, VK_UUID_SIZE> device{};
  std::array<std::uint8_t, VK_UUID_SIZE> driver{};
};

Header headerOf(std::span<const std::byte> cache, const DeviceTraits& traits) {
  return {kMagic, kVersion, cache.size(), checksumOf(cache), traits.info.uuid, traits.cacheUuid};
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace

std::filesystem::path cacheFileOf(const DeviceTraits& traits, const std::filesystem::path& folder) {
  return folder / fmt::format("pipelines-{}-{}.bin", traits.info.identifier(), hexadecimal(traits.cacheUuid));
}

std::vector<std::byte> readCacheFile(const std::filesystem::path& file, const DeviceTraits& traits) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file, error);
  if (error || size < sizeof(Header) || size > kMostBytes) return {};
  std::ifstream stream(file, std::ios::binary);
  Header header;
  std::vector<std::byte> cache(static_cast<std::size_t>(size) - sizeof(Header));
  if (!stream.read(reinterpret_cast<char*>(&header), sizeof(Header)) ||
      !stream.read(reinterpret_cast<char*>(cache.data()), static_cast<std::streamsize>(cache.size())))
    return {};
  const Header expected = headerOf(cache, traits);
  if (std::memcmp(&header, &expected, sizeof(Header)) != 0) return {};
  return cache;
}

Status writeCacheFile(const std::filesystem::path& file, std::span<const std::byte> cache, const DeviceTraits& traits) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);  // create() tells if there is none
  const Header header = headerOf(cache, traits);
  HALFTONE_TRY(AtomicFile output, AtomicFile::create(file, {sizeof(Header) + cache.size()}));
  HALFTONE_TRY_STATUS(output.write(std::as_bytes(std::span(&header, 1))));
  HALFTONE_TRY_STATUS(output.write(cache));
  return output.commit();
}

}  // namespace halftone::gpu
