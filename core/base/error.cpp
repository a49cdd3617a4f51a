#include "core/base/error.h"

namespace halftone {

std::string_view errorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidArgument: return "invalid-argument";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::CannotRead: return "cannot-read";
    case ErrorCode::CannotWrite: return "cannot-write";
    case ErrorCode::DiskFull: return "disk-full";
    case ErrorCode::UnknownFormat: return "unknown-format";
    case ErrorCode::UnsupportedVersion: return "unsupported-version";
    case ErrorCode::Truncated: return "truncated";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::UnsupportedType: return "unsupported-type";
    case ErrorCode::MissingShard: return "missing-shard";
    case ErrorCode::NotFinite: return "not-finite";
    case ErrorCode::WrongImportance: return "wrong-importance";
    case ErrorCode::NeedsConsent: return "needs-consent";
    case ErrorCode::SameFile: return "same-file";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::VerificationFailed: return "verification-failed";
    case ErrorCode::OutOfMemory: return "out-of-memory";
    case ErrorCode::NoDevice: return "no-device";
    case ErrorCode::DeviceLost: return "device-lost";
    case ErrorCode::DeviceMemory: return "device-memory";
    case ErrorCode::DeviceFailed: return "device-failed";
  }
  return "unknown";
}

std::string Error::message() const {
  std::string text = subject;
  if (!reason.empty()) {
    if (!text.empty()) text += ": ";
    text += reason;
  }
  if (!doing.empty()) text += " (while " + doing + ")";
  text += '.';
  if (advice.empty()) return text;
  const std::size_t start = text.size() + 1;
  text += " " + advice + ".";
  if (text[start] >= 'a' && text[start] <= 'z') text[start] = static_cast<char>(text[start] - 'a' + 'A');
  return text;
}

}  // namespace halftone
