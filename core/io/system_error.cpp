#include "core/io/system_error.h"

#include <cerrno>
#include <system_error>

namespace halftone {
namespace {

std::string adviceFor(int errorNumber, ErrorCode code) {
  switch (errorNumber) {
    case ENOSPC: return "free some space on this disk or choose another folder";
    case EDQUOT: return "your quota on this disk is used up; free some space or choose another folder";
    case ENOENT:
      return code == ErrorCode::NotFound ? "check the path" : "create the folder first or choose another one";
    case EACCES:
    case EPERM:
      return code == ErrorCode::CannotRead ? "ask its owner for permission to read it"
                                           : "choose a folder that you may write to";
    case EROFS: return "this disk is read-only; choose another folder";
    case EFBIG: return "the file system does not take files of this size; split the model or choose another disk";
    case EIO: return "the disk reports a fault; check it before you trust this file";
    default: return {};
  }
}

}  // namespace

Error systemError(int errorNumber, ErrorCode otherwise, std::string doing, const std::filesystem::path& path) {
  ErrorCode code = otherwise;
  if (errorNumber == ENOSPC || errorNumber == EDQUOT) code = ErrorCode::DiskFull;
  if (errorNumber == ENOENT && otherwise == ErrorCode::CannotRead) code = ErrorCode::NotFound;
  return {code, std::move(doing), path.string(), std::generic_category().message(errorNumber),
          adviceFor(errorNumber, code)};
}

}  // namespace halftone
