#include "app/jobs/error_text.h"

#include <QCoreApplication>

namespace halftone::app {

namespace {
struct Errors {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Errors)
};
}  // namespace

QString errorTitle(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidArgument: return Errors::tr("This cannot be used");
    case ErrorCode::NotFound: return Errors::tr("Nothing is there");
    case ErrorCode::CannotRead: return Errors::tr("The file cannot be read");
    case ErrorCode::CannotWrite: return Errors::tr("The file cannot be written");
    case ErrorCode::DiskFull: return Errors::tr("There is not enough space");
    case ErrorCode::UnknownFormat: return Errors::tr("This is not a model that Halftone reads");
    case ErrorCode::UnsupportedVersion: return Errors::tr("This version of the format is not supported");
    case ErrorCode::Truncated: return Errors::tr("The file is incomplete");
    case ErrorCode::Corrupt: return Errors::tr("The file is damaged");
    case ErrorCode::UnsupportedType: return Errors::tr("A tensor's type is not supported");
    case ErrorCode::MissingShard: return Errors::tr("A part of the model is missing");
    case ErrorCode::NotFinite: return Errors::tr("The model holds values that are no numbers");
    case ErrorCode::WrongImportance: return Errors::tr("The importance matrix does not fit this model");
    case ErrorCode::NeedsConsent: return Errors::tr("This needs your consent");
    case ErrorCode::SameFile: return Errors::tr("The output would overwrite the input");
    case ErrorCode::Cancelled: return Errors::tr("Cancelled");
    case ErrorCode::VerificationFailed: return Errors::tr("The written file does not read back as planned");
    case ErrorCode::OutOfMemory: return Errors::tr("There is not enough memory");
    case ErrorCode::NoDevice: return Errors::tr("This GPU cannot be used");
    case ErrorCode::DeviceLost: return Errors::tr("The GPU stopped answering");
    case ErrorCode::DeviceMemory: return Errors::tr("The GPU has no memory left");
    case ErrorCode::DeviceFailed: return Errors::tr("The GPU failed");
  }
  return Errors::tr("Something went wrong");
}

QString errorText(const Error& error) { return QString::fromStdString(error.message()); }

}  // namespace halftone::app
