// The one error type of the core, and the codes that clients act on.
// Thread-safety: values.
#pragma once

#include <string>
#include <string_view>

namespace halftone {

// What went wrong, coarse enough to act on: the command line maps codes to exit statuses, the studio to titles.
enum class ErrorCode {
  InvalidArgument,     // a value that the caller or the user gave cannot be used
  NotFound,            // a file, tensor or key that was named is not there
  CannotRead,          // the system refused to open or read
  CannotWrite,         // the system refused to create, write, flush or rename
  DiskFull,            // no space for what is to be written
  UnknownFormat,       // the content is no format that we read
  UnsupportedVersion,  // a known format in a version or byte order that we do not read
  Truncated,           // the file ends before what it promises
  Corrupt,             // the file contradicts itself or its format
  UnsupportedType,     // a tensor type that we cannot decode, or cannot encode
  MissingShard,        // a part of a sharded model is not beside the others
  NotFinite,           // NaN or infinity where numbers are needed
  WrongImportance,     // an importance matrix that does not fit the model
  NeedsConsent,        // possible, but harmful enough that the user must ask for it
  SameFile,            // the output would overwrite an input
  Cancelled,           // the user stopped the work
  VerificationFailed,  // what was written does not read back as planned
  OutOfMemory,         // an allocation failed
  NoDevice,            // no GPU, no driver for it, or it lacks what we need
  DeviceLost,          // the GPU stopped answering
  DeviceMemory,        // the GPU has no memory left
  DeviceFailed,        // the GPU or its driver refused, or computed something wrong
};

// The code's name in kebab-case, stable: used in JSON.
std::string_view errorCodeName(ErrorCode code);

// One failure, in words. Each field is a phrase without a final full stop.
struct Error {
  ErrorCode code;
  std::string doing;    // what was being done: "reading the header"
  std::string subject;  // to what: a path, `tensor blk.0.ffn_up.weight`, `key general.alignment`
  std::string reason;   // what happened: "the file ends after 12 of 40 bytes"
  std::string advice;   // what to do next: "download it again"; may be empty

  // "SUBJECT: REASON (while DOING). ADVICE." with empty parts left out; the advice gets a capital letter.
  std::string message() const;
};

}  // namespace halftone
