#include "app/cli/exit_codes.h"

#include <fmt/format.h>

#include <string_view>

namespace halftone::cli {
namespace {

struct Meaning {
  ExitCode code;
  std::string_view words;
};

constexpr Meaning kMeanings[] = {
    {kOk, "done"},
    {kUsage, "the arguments make no sense"},
    {kCannotRead, "a file is not there or cannot be read"},
    {kBadFile, "a file is damaged, incomplete, or no model"},
    {kUnsupported, "a tensor type cannot be decoded or encoded here"},
    {kCannotWrite, "the output cannot be written, the disk is full, or it would overwrite an input"},
    {kBadNumbers, "weights are NaN or infinite, or the importance matrix does not fit"},
    {kNeedsConsent, "it would harm quality and needs your consent; the message names the option"},
    {kNotVerified, "what was written does not read back as planned"},
    {kOutOfMemory, "memory ran out"},
    {kNoDevice, "the GPU that was asked for cannot be used"},
    {kCancelled, "cancelled (Ctrl+C)"},
};

}  // namespace

ExitCode exitCodeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidArgument: return kUsage;
    case ErrorCode::NotFound:
    case ErrorCode::CannotRead: return kCannotRead;
    case ErrorCode::UnknownFormat:
    case ErrorCode::UnsupportedVersion:
    case ErrorCode::Truncated:
    case ErrorCode::Corrupt:
    case ErrorCode::MissingShard: return kBadFile;
    case ErrorCode::UnsupportedType: return kUnsupported;
    case ErrorCode::NoDevice:
    case ErrorCode::DeviceLost:
    case ErrorCode::DeviceMemory:
    case ErrorCode::DeviceFailed: return kNoDevice;
    case ErrorCode::CannotWrite:
    case ErrorCode::DiskFull:
    case ErrorCode::SameFile: return kCannotWrite;
    case ErrorCode::NotFinite:
    case ErrorCode::WrongImportance: return kBadNumbers;
    case ErrorCode::NeedsConsent: return kNeedsConsent;
    case ErrorCode::VerificationFailed: return kNotVerified;
    case ErrorCode::OutOfMemory: return kOutOfMemory;
    case ErrorCode::Cancelled: return kCancelled;
  }
  return kUsage;
}

std::string exitCodeHelp() {
  std::string text;
  for (const Meaning& meaning : kMeanings)
    text += fmt::format("  {:>3}  {}\n", static_cast<int>(meaning.code), meaning.words);
  return text;
}

}  // namespace halftone::cli
