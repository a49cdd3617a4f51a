#include "core/format/file_kind.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

#include "core/base/text.h"
#include "core/format/safetensors_limits.h"
#include "core/io/byte_reader.h"

namespace halftone {
namespace {

struct Lookalike {
  std::string_view start;
  std::string_view what;
  std::string_view advice;
};

constexpr std::string_view kConvertOld = "convert the original model to GGUF with a current llama.cpp";
constexpr std::string_view kConvertTorch = "save the model as safetensors, or convert it to GGUF with llama.cpp";
constexpr std::string_view kOpenOriginal = "open a GGUF or safetensors version of the model";

constexpr std::array<Lookalike, 15> kLookalikes = {{
    {"lmgg", "an unversioned GGML file from before GGUF", kConvertOld},
    {"fmgg", "a GGMF file from before GGUF", kConvertOld},
    {"tjgg", "a GGJT file from before GGUF", kConvertOld},
    {"algg", "a GGLA adapter from before GGUF", kConvertOld},
    {"FUGG", "a GGUF file whose bytes are swapped", "fetch the little-endian version of the file"},
    {"PK\x03\x04", "a zip archive, such as a PyTorch .pt or .bin checkpoint", kConvertTorch},
    {"\x80\x02", "a Python pickle, such as an old PyTorch checkpoint", kConvertTorch},
    {"\x80\x04", "a Python pickle", kConvertTorch},
    {"\x1F\x8B", "a gzip archive", "unpack it first"},
    {"\xFD"
     "7zXZ",
     "an xz archive", "unpack it first"},
    {"\x28\xB5\x2F\xFD", "a zstd archive", "unpack it first"},
    {"\x89HDF", "an HDF5 file", kOpenOriginal},
    {"\x93NUMPY", "a NumPy array", kOpenOriginal},
    {"version https://git-lfs", "a Git LFS pointer: the text that stands for the file, not the file",
     "run git lfs pull in its repository, or download the file itself"},
    {"%PDF", "a PDF document", "choose a model file"},
}};

std::string_view startOf(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 512)};
}

std::string_view withoutSpace(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool looksLikeHtml(std::string_view text) {
  const std::string lower = lowerCased(text.substr(0, 16));
  return lower.starts_with("<!doctype") || lower.starts_with("<html") || lower.starts_with("<head");
}

std::string firstBytes(std::string_view start) {
  std::string hex;
  for (const char letter : start.substr(0, 4)) hex += fmt::format(" {:02x}", static_cast<unsigned char>(letter));
  return hex;
}

}  // namespace

FileKind fileKind(std::span<const std::byte> bytes) {
  const std::string_view start = startOf(bytes);
  if (start.starts_with("GGUF")) return FileKind::Gguf;
  ByteReader reader(bytes);
  const std::optional<std::uint64_t> headerLength = reader.read<std::uint64_t>();
  if (headerLength && *headerLength <= kSafetensorsHeaderLimit && start.size() > 8 && start[8] == '{')
    return FileKind::Safetensors;
  return withoutSpace(start).starts_with('{') ? FileKind::Json : FileKind::Other;
}

Error unknownFormat(std::span<const std::byte> bytes, const std::filesystem::path& path) {
  const std::string doing = "recognising the file";
  const std::string_view start = startOf(bytes);
  if (bytes.size() < 8) {
    return {ErrorCode::UnknownFormat, doing, path.string(),
            bytes.empty() ? "the file is empty" : fmt::format("the file has only {} bytes", bytes.size()),
            "fetch the file again"};
  }
  for (const Lookalike& lookalike : kLookalikes) {
    if (start.starts_with(lookalike.start)) {
      return {ErrorCode::UnknownFormat, doing, path.string(), fmt::format("this is {}", lookalike.what),
              std::string(lookalike.advice)};
    }
  }
  if (looksLikeHtml(withoutSpace(start))) {
    return {ErrorCode::UnknownFormat, doing, path.string(), "this is a web page that was saved instead of a model",
            "download the file itself; the site may ask you to sign in first"};
  }
  return {ErrorCode::UnknownFormat, doing, path.string(),
          fmt::format("this is neither GGUF nor safetensors; it starts with the bytes{}", firstBytes(start)),
          "choose a .gguf or .safetensors file"};
}

}  // namespace halftone
