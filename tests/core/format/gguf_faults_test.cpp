// What a damaged or hostile GGUF file gets: an error with the right code that names the file, the tensor or key, and
// what to do.
#include <gtest/gtest.h>

#include <limits>

#include "core/format/gguf_reader.h"
#include "core/format/model_files.h"
#include "tests/support/gguf_bytes.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

using test::GgufBytes;

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

struct Fault {
  const char* what;
  GgufBytes file;
  ErrorCode code;
  const char* says;
};

void expectFaults(const std::vector<Fault>& faults) {
  const test::TemporaryFolder folder;
  for (const Fault& fault : faults) {
    SCOPED_TRACE(fault.what);
    const auto model = openModelFiles(fault.file.writeTo(folder / "faulty.gguf"));
    ASSERT_FALSE(model);
    const std::string message = model.error().message();
    EXPECT_EQ(errorCodeName(model.error().code), errorCodeName(fault.code)) << message;
    EXPECT_NE(message.find("faulty.gguf"), std::string::npos) << message;
    EXPECT_NE(message.find(fault.says), std::string::npos) << message;
    EXPECT_FALSE(model.error().advice.empty()) << message;
  }
}

GgufBytes text(std::string_view content) { return GgufBytes().raw(content); }

TEST(GgufFaults, OtherFilesAreRecognised) {
  using namespace std::string_view_literals;
  expectFaults({
      {"empty", text(""), ErrorCode::UnknownFormat, "empty"},
      {"three bytes", text("GGU"), ErrorCode::UnknownFormat, "3 bytes"},
      {"GGML", text("lmgg\0\0\0\0\0\0\0\0"sv), ErrorCode::UnknownFormat, "GGML"},
      {"GGMF", text("fmgg\1\0\0\0\0\0\0\0"sv), ErrorCode::UnknownFormat, "GGMF"},
      {"GGJT", text("tjgg\3\0\0\0\0\0\0\0"sv), ErrorCode::UnknownFormat, "GGJT"},
      {"swapped magic", text("FUGG\0\0\0\3\0\0\0\0"sv), ErrorCode::UnknownFormat, "swapped"},
      {"zip", text("PK\3\4 and the rest"), ErrorCode::UnknownFormat, "PyTorch"},
      {"pickle", text("\x80\x02}q\1X\5\0\0\0"sv), ErrorCode::UnknownFormat, "pickle"},
      {"gzip", text("\x1F\x8B\x08\0\0\0\0\0"sv), ErrorCode::UnknownFormat, "gzip"},
      {"HDF5", text("\x89HDF\r\n\x1A\n"), ErrorCode::UnknownFormat, "HDF5"},
      {"web page", text("\n <!DOCTYPE html><html></html>"), ErrorCode::UnknownFormat, "web page"},
      {"Git LFS", text("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), ErrorCode::UnknownFormat,
       "Git LFS"},
      {"anything", text("once upon a time"), ErrorCode::UnknownFormat, "6f 6e 63 65"},
      {"zeros", text(std::string_view("\0\0\0\0\0\0\0\0\0\0", 10)), ErrorCode::UnknownFormat, "00 00 00 00"},
      {"JSON", text("{\"a\": 1, \"b\": 2}"), ErrorCode::UnknownFormat, "JSON"},
  });
}

TEST(GgufFaults, VersionsAndByteOrdersAreTold) {
  expectFaults({
      {"version 1", GgufBytes().start(0, 0, 1), ErrorCode::UnsupportedVersion, "version 1"},
      {"version 4", GgufBytes().start(0, 0, 4), ErrorCode::UnsupportedVersion, "version 4"},
      {"version 0", GgufBytes().start(0, 0, 0), ErrorCode::UnsupportedVersion, "big-endian"},
      {"big-endian 3", GgufBytes().start(0, 0, 0x03000000), ErrorCode::UnsupportedVersion, "big-endian"},
      {"big-endian 2", GgufBytes().start(0, 0, 0x02000000), ErrorCode::UnsupportedVersion, "little-endian"},
  });
}

TEST(GgufFaults, CountsAndLengthsBeyondTheFile) {
  const auto key = [](auto fill) {
    GgufBytes file;
    file.start(0, 1);
    fill(file);
    return file;
  };
  expectFaults({
      {"negative tensors", GgufBytes().start(-1, 0), ErrorCode::Corrupt, "-1 tensors"},
      {"negative keys", GgufBytes().start(0, -5), ErrorCode::Corrupt, "-5 keys"},
      {"many tensors", GgufBytes().start(1 << 30, 0), ErrorCode::Truncated, "1073741824 tensors"},
      {"most tensors", GgufBytes().start(std::numeric_limits<std::int64_t>::max(), 0), ErrorCode::Truncated, "tensors"},
      {"many keys", GgufBytes().start(0, 1 << 30), ErrorCode::Truncated, "1073741824 keys"},
      {"key name", key([](GgufBytes& f) { f.number(kHuge).raw("some name"); }), ErrorCode::Truncated, "key number 1"},
      {"string", key([](GgufBytes& f) { f.key("a.key", MetadataType::String).number(kHuge).raw("text"); }),
       ErrorCode::Truncated, "key a.key"},
      {"string just too long",
       key([](GgufBytes& f) { f.key("a.key", MetadataType::String).number<std::uint64_t>(5).raw("text"); }),
       ErrorCode::Truncated, "needs 5 bytes"},
      {"array", key([](GgufBytes& f) { f.array("a.key", MetadataType::U64, kHuge).number(kHuge); }),
       ErrorCode::Truncated, "key a.key"},
      {"array whose bytes overflow",
       key([](GgufBytes& f) { f.array("a.key", MetadataType::U64, (kHuge >> 3) + 2).number(kHuge); }),
       ErrorCode::Truncated, "key a.key"},
      {"strings", key([](GgufBytes& f) { f.array("a.key", MetadataType::String, 1ull << 40).string("x"); }),
       ErrorCode::Truncated, "1099511627776 strings"},
      {"tensor name", GgufBytes().start(1, 0).number(kHuge).raw(std::string(40, 'n')), ErrorCode::Truncated,
       "tensor number 1"},
  });
}

TEST(GgufFaults, KeysAreChecked) {
  const auto one = [](GgufBytes& file) { return file.data(0); };
  GgufBytes emptyKey = GgufBytes().start(0, 1).text("", "x");
  GgufBytes twice = GgufBytes().start(0, 2).text("a.key", "x").text("a.key", "y");
  GgufBytes type = GgufBytes().start(0, 1).key("a.key", static_cast<MetadataType>(13)).number<std::uint64_t>(0);
  GgufBytes element = GgufBytes().start(0, 1).array("a.key", static_cast<MetadataType>(77), 1).number<std::uint64_t>(0);
  GgufBytes nested = GgufBytes().start(0, 1).array("a.key", MetadataType::Array, 1).number<std::uint64_t>(0);
  GgufBytes boolean = GgufBytes().start(0, 1).key("a.key", MetadataType::Bool).number<std::uint8_t>(2);
  GgufBytes booleans = GgufBytes().start(0, 1).array("a.key", MetadataType::Bool, 3).raw("\1\1\xFF");
  GgufBytes alignment = GgufBytes().start(0, 1).key("general.alignment", MetadataType::U32).number<std::uint32_t>(48);
  GgufBytes noAlignment = GgufBytes().start(0, 1).key("general.alignment", MetadataType::U32).number<std::uint32_t>(0);
  GgufBytes wideAlignment =
      GgufBytes().start(0, 1).key("general.alignment", MetadataType::U64).number<std::uint64_t>(32);
  expectFaults({
      {"empty key", one(emptyKey), ErrorCode::Corrupt, "name is empty"},
      {"duplicate key", one(twice), ErrorCode::Corrupt, "key a.key"},
      {"unknown value type", one(type), ErrorCode::Corrupt, "value type 13"},
      {"unknown element type", one(element), ErrorCode::Corrupt, "value type 77"},
      {"nested array", one(nested), ErrorCode::Corrupt, "array of arrays"},
      {"bool of 2", one(boolean), ErrorCode::Corrupt, "stored as 2"},
      {"bool of 255 in an array", one(booleans), ErrorCode::Corrupt, "stored as 255"},
      {"alignment of 48", one(alignment), ErrorCode::Corrupt, "key general.alignment"},
      {"alignment of 0", one(noAlignment), ErrorCode::Corrupt, "power of two"},
      {"alignment of another type", one(wideAlignment), ErrorCode::Corrupt, "u64"},
  });
}

GgufBytes oneTensor(const std::vector<std::uint64_t>& dimensions, TensorType type, std::uint64_t offset,
                    std::size_t dataBytes) {
  return GgufBytes().start(1, 0).tensor("a.weight", dimensions, type, offset).data(dataBytes);
}

GgufBytes twoTensors(std::string_view second, std::uint64_t offset, TensorType type = TensorType::F32) {
  GgufBytes file;
  file.start(2, 0).tensor("a.weight", {16}, type, 0).tensor(second, {16}, TensorType::F32, offset);
  return file.data(192);
}

TEST(GgufFaults, TensorsAreChecked) {
  constexpr auto kF32 = TensorType::F32;
  const std::uint64_t half = std::uint64_t{1} << 32;
  GgufBytes fiveDimensions = GgufBytes().start(1, 0).tensor("a.weight", {1, 1, 1, 1, 1}, kF32, 0).data(4);
  expectFaults({
      {"no dimensions", oneTensor({}, kF32, 0, 64), ErrorCode::Corrupt, "0 dimensions"},
      {"five dimensions", fiveDimensions, ErrorCode::Corrupt, "5 dimensions"},
      {"zero dimension", oneTensor({4, 0}, kF32, 0, 64), ErrorCode::Corrupt, "dimension 2 is 0"},
      {"negative dimension", oneTensor({static_cast<std::uint64_t>(-4)}, kF32, 0, 64), ErrorCode::Corrupt,
       "dimension 1 is -4"},
      {"dimension overflow", oneTensor({half, half}, kF32, 0, 64), ErrorCode::Corrupt, "2^63"},
      {"byte overflow", oneTensor({half, half / 8}, kF32, 0, 64), ErrorCode::Truncated, "tensor a.weight"},
      {"more bytes than 64 bits", oneTensor({half, half / 2 - 1}, TensorType::F64, 0, 64), ErrorCode::Corrupt, "2^64"},
      {"row does not divide", oneTensor({33, 2}, TensorType::Q8_0, 0, 640), ErrorCode::Corrupt, "blocks of 32"},
      {"misaligned", oneTensor({4}, kF32, 16, 64), ErrorCode::Corrupt, "multiple of the alignment 32"},
      {"out of file", oneTensor({4}, kF32, 1 << 20, 64), ErrorCode::Truncated, "the file ends at byte"},
      {"offset overflow", oneTensor({4}, kF32, kHuge - 31, 64), ErrorCode::Corrupt, "past any file's end"},
      {"too short", oneTensor({17}, kF32, 0, 64), ErrorCode::Truncated, "tensor a.weight"},
      {"impossible type", oneTensor({4}, TensorType::F8_E4M3, 0, 64), ErrorCode::Corrupt, "65536"},
      {"overlap", twoTensors("b.weight", 32), ErrorCode::Corrupt, "overlaps that of b.weight"},
      {"same place", twoTensors("b.weight", 0), ErrorCode::Corrupt, "overlaps"},
      {"unknown type in the same place", twoTensors("b.weight", 0, static_cast<TensorType>(200)), ErrorCode::Corrupt,
       "overlaps"},
      {"duplicate name", twoTensors("a.weight", 64), ErrorCode::Corrupt, "twice"},
      {"empty name", twoTensors("", 64), ErrorCode::Corrupt, "name is empty"},
      {"long name", twoTensors(std::string(64, 'n'), 64), ErrorCode::Corrupt, "64 bytes"},
  });
}

TEST(GgufFaults, WhatLoadersTakeIsTaken) {
  const test::TemporaryFolder folder;
  GgufBytes file;
  file.start(4, 2).text("bad\xFFkey", "bad\xC0value").array("empty", MetadataType::String, 0);
  file.tensor("gap", {4}, TensorType::F32, 256).tensor("bad\xFFname", {16}, TensorType::F32, 128);
  file.tensor("unknown", {7, 3}, static_cast<TensorType>(200), 0)
      .tensor(std::string(63, 'n'), {4}, TensorType::F32, 320);
  file.data(320 + 16);
  const auto model = openModelFiles(file.writeTo(folder / "odd.gguf"));
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_EQ(model->metadata.entries()[0].key, "bad\uFFFDkey");
  EXPECT_EQ(model->metadata.string("bad\uFFFDkey"), "bad\uFFFDvalue");
  EXPECT_EQ(std::get<std::string>(model->metadata.entries()[0].value), "bad\xC0value");  // kept for a faithful copy
  ASSERT_EQ(model->tensors.size(), 4u);
  EXPECT_EQ(model->tensors[0].name, "unknown");
  EXPECT_EQ(model->tensors[0].bytes, 128u);  // up to the next tensor
  EXPECT_EQ(model->tensors[1].name, "bad\uFFFDname");
  EXPECT_EQ(model->tensors[2].name, "gap");
  EXPECT_EQ(model->tensors[3].name, std::string(63, 'n'));
}

TEST(GgufFaults, VersionTwoIsRead) {
  const GgufBytes file = GgufBytes().start(0, 1, 2).text("general.name", "old");
  const auto read = parseGguf(std::as_bytes(std::span(file.bytes())), "m.gguf");
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->version, 2u);
  EXPECT_EQ(read->metadata.string("general.name"), "old");
}

TEST(GgufFaults, EveryPrefixFailsCleanly) {
  GgufBytes file;
  file.start(2, 3)
      .text("general.architecture", "llama")
      .array("tokens", MetadataType::String, 2)
      .string("a")
      .string("b");
  file.array("numbers", MetadataType::F32, 2).number(1.0f).number(2.0f);
  file.tensor("a.weight", {4, 2}, TensorType::F32, 0).tensor("b.weight", {32}, TensorType::Q8_0, 32).data(32 + 34);
  const std::string& whole = file.bytes();
  ASSERT_TRUE(parseGguf(std::as_bytes(std::span(whole)), "whole.gguf"));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string prefix = whole.substr(0, length);
    const auto read = parseGguf(std::as_bytes(std::span(prefix)), "prefix.gguf");
    ASSERT_FALSE(read) << length;
    EXPECT_EQ(read.error().code, length < 4 ? ErrorCode::UnknownFormat : ErrorCode::Truncated)
        << length << ": " << read.error().message();
    EXPECT_NE(read.error().message().find("prefix.gguf"), std::string::npos);
  }
}

// Every byte of a small file, changed in several ways: never a crash, and what is accepted holds together.
TEST(GgufFaults, EveryChangedByteIsSurvived) {
  GgufBytes file;
  file.start(2, 2)
      .text("general.architecture", "llama")
      .array("tokens", MetadataType::String, 2)
      .string("a")
      .string("b");
  file.tensor("a.weight", {4, 2}, TensorType::F32, 0).tensor("b.weight", {32}, TensorType::Q8_0, 32).data(32 + 34);
  for (std::size_t place = 0; place < file.bytes().size(); ++place) {
    for (const int change : {0x01, 0x20, 0x80, 0xFF}) {
      std::string changed = file.bytes();
      changed[place] = static_cast<char>(changed[place] ^ change);
      const auto read = parseGguf(std::as_bytes(std::span(changed)), "changed.gguf");
      if (!read) {
        EXPECT_FALSE(read.error().reason.empty());
        continue;
      }
      for (const StoredTensor& tensor : read->tensors) EXPECT_LE(tensor.offset + tensor.bytes, changed.size());
    }
  }
}

}  // namespace
}  // namespace halftone
