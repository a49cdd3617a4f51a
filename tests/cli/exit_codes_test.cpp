#include "app/cli/exit_codes.h"

#include <gtest/gtest.h>

#include "core/run/quantize.h"

namespace halftone::cli {
namespace {

// As docs/command-line.md promises them.
TEST(ExitCodes, EveryErrorHasItsOwn) {
  const struct {
    ErrorCode error;
    int code;
  } cases[] = {
      {ErrorCode::InvalidArgument, 1},
      {ErrorCode::NotFound, 2},
      {ErrorCode::CannotRead, 2},
      {ErrorCode::UnknownFormat, 3},
      {ErrorCode::UnsupportedVersion, 3},
      {ErrorCode::Truncated, 3},
      {ErrorCode::Corrupt, 3},
      {ErrorCode::MissingShard, 3},
      {ErrorCode::UnsupportedType, 4},
      {ErrorCode::CannotWrite, 5},
      {ErrorCode::DiskFull, 5},
      {ErrorCode::SameFile, 5},
      {ErrorCode::NotFinite, 6},
      {ErrorCode::WrongImportance, 6},
      {ErrorCode::NeedsConsent, 7},
      {ErrorCode::VerificationFailed, 8},
      {ErrorCode::OutOfMemory, 9},
      {ErrorCode::NoDevice, 10},
      {ErrorCode::DeviceLost, 10},
      {ErrorCode::DeviceMemory, 10},
      {ErrorCode::DeviceFailed, 10},
      {ErrorCode::Cancelled, 130},
  };
  ASSERT_EQ(std::size(cases), static_cast<std::size_t>(ErrorCode::DeviceFailed) + 1) << "a code is missing here";
  for (const auto& expected : cases)
    EXPECT_EQ(static_cast<int>(exitCodeOf(expected.error)), expected.code) << errorCodeName(expected.error);
}

}  // namespace
}  // namespace halftone::cli
