// What a damaged importance matrix gets: an error that names file and tensor.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/calibration/importance_matrix.h"
#include "tests/support/gguf_bytes.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

using test::GgufBytes;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

struct Fault {
  const char* what;
  GgufBytes file;
  ErrorCode code;
  const char* says;
};

GgufBytes ggufOf(float sum, float count, TensorType type = TensorType::F32, std::uint64_t counts = 1) {
  GgufBytes file;
  file.start(2, 1).text("general.type", "imatrix");
  file.tensor("t.in_sum2", {1}, type, 0).tensor("t.counts", {1, counts}, TensorType::F32, 32);
  return file.data(0).number(sum).number(0.0f).number(0.0).number(0.0).number(0.0).number(count).number(count);
}

GgufBytes datOf(std::int32_t entries, const char* name, std::int32_t calls, float value) {
  GgufBytes file;
  file.number(entries);
  for (std::int32_t index = 0; index < std::min(entries, 2); ++index) {
    file.number(static_cast<std::int32_t>(std::strlen(name))).raw(name);
    file.number(calls).number<std::int32_t>(1).number(value);
  }
  return file;
}

std::vector<Fault> faults() {
  GgufBytes noCounts;
  noCounts.start(1, 1).text("general.type", "imatrix").tensor("t.in_sum2", {1}, TensorType::F32, 0).data(4);
  GgufBytes model;
  model.start(0, 1).text("general.type", "model");
  GgufBytes empty;
  empty.start(0, 1).text("general.type", "imatrix");
  GgufBytes manyValues;
  manyValues.number<std::int32_t>(1).number<std::int32_t>(1).raw("t").number<std::int32_t>(1).number(2000000000);
  manyValues.number(1.0f);
  GgufBytes noValues;
  noValues.number<std::int32_t>(1).number<std::int32_t>(1).raw("t").number<std::int32_t>(1).number(0).number(1.0f);
  return {
      {"GGUF with NaN", ggufOf(kNan, 1), ErrorCode::NotFinite, "tensor t"},
      {"GGUF with infinity", ggufOf(kInfinity, 1), ErrorCode::NotFinite, "tensor t"},
      {"GGUF with a negative sum", ggufOf(-1, 1), ErrorCode::Corrupt, "tensor t"},
      {"GGUF with a negative count", ggufOf(1, -1), ErrorCode::Corrupt, "tensor t"},
      {"GGUF with a count that is NaN", ggufOf(1, kNan), ErrorCode::Corrupt, "count"},
      {"GGUF with an infinite count", ggufOf(1, kInfinity), ErrorCode::Corrupt, "count"},
      {"GGUF with the wrong type", ggufOf(1, 1, TensorType::F16), ErrorCode::Corrupt, "f16"},
      {"GGUF with too many counts", ggufOf(1, 1, TensorType::F32, 2), ErrorCode::Corrupt, "counts for 2"},
      {"GGUF without counts", noCounts, ErrorCode::Corrupt, "no counts"},
      {"GGUF of a model", model, ErrorCode::UnknownFormat, "general.type is model"},
      {"GGUF without entries", empty, ErrorCode::Corrupt, "no importance"},
      {"old form with NaN", datOf(1, "t", 1, kNan), ErrorCode::NotFinite, "tensor t"},
      {"old form with infinity", datOf(1, "t", 1, -kInfinity), ErrorCode::NotFinite, "tensor t"},
      {"old form with a negative value", datOf(1, "t", 1, -1), ErrorCode::Corrupt, "tensor t"},
      {"old form with negative calls", datOf(1, "t", -1, 1), ErrorCode::Corrupt, "tensor t"},
      {"old form with a duplicate", datOf(2, "t", 1, 1), ErrorCode::Corrupt, "twice"},
      {"old form with too many entries", datOf(1000, "t", 1, 1), ErrorCode::Truncated, "ends at byte"},
      {"old form with too many values", manyValues, ErrorCode::Truncated, "values"},
      {"old form with no values", noValues, ErrorCode::Corrupt, "0 values"},
      {"nothing", GgufBytes(), ErrorCode::UnknownFormat, "empty"},
      {"text", GgufBytes().raw("this is a text file"), ErrorCode::UnknownFormat, "llama-imatrix"},
  };
}

TEST(ImportanceFaults, AreRefusedByName) {
  const test::TemporaryFolder folder;
  for (const Fault& fault : faults()) {
    SCOPED_TRACE(fault.what);
    const auto path = fault.file.writeTo(folder / "faulty.imatrix");
    const auto matrix = ImportanceMatrix::read(path);
    ASSERT_FALSE(matrix);
    const std::string message = matrix.error().message();
    EXPECT_EQ(errorCodeName(matrix.error().code), errorCodeName(fault.code)) << message;
    EXPECT_NE(message.find("faulty.imatrix"), std::string::npos) << message;
    EXPECT_NE(message.find(fault.says), std::string::npos) << message;
    EXPECT_FALSE(matrix.error().advice.empty()) << message;
  }
}

TEST(ImportanceFaults, EveryPrefixFailsCleanly) {
  const GgufBytes dat = datOf(1, "tensor", 1, 1).number<std::int32_t>(7).number<std::int32_t>(4).raw("data");
  ASSERT_TRUE(ImportanceMatrix::parse(std::as_bytes(std::span(dat.bytes())), "whole"));
  const std::size_t withoutAbout = dat.bytes().size() - 12;
  for (std::size_t length = 0; length < dat.bytes().size(); ++length) {
    const std::string prefix = dat.bytes().substr(0, length);
    const bool read = ImportanceMatrix::parse(std::as_bytes(std::span(prefix)), "prefix").has_value();
    EXPECT_EQ(read, length == withoutAbout) << length;  // as the oldest files end
  }
  const GgufBytes gguf = ggufOf(1, 1);
  for (std::size_t length = 0; length < gguf.bytes().size() - 4; ++length) {
    const std::string prefix = gguf.bytes().substr(0, length);
    EXPECT_FALSE(ImportanceMatrix::parse(std::as_bytes(std::span(prefix)), "prefix")) << length;
  }
}

TEST(ImportanceFaults, AbsentFileIsNotFound) {
  const auto matrix = ImportanceMatrix::read("/nowhere/imatrix.gguf");
  ASSERT_FALSE(matrix);
  EXPECT_EQ(matrix.error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace halftone
