#include "core/format/gguf_writer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <random>

#include "core/format/model_files.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

GgufLayout layoutOf(const ModelFiles& files) {
  GgufLayout layout;
  layout.metadata = files.metadata;
  layout.alignment = files.alignment;
  for (const StoredTensor& tensor : files.tensors) layout.tensors.push_back({tensor.name, tensor.shape, tensor.type});
  return layout;
}

std::span<const std::byte> bytesOf(const ModelFiles& files, const StoredTensor& tensor) {
  return files.files[tensor.file]->bytes().subspan(tensor.offset, tensor.bytes);
}

GgufTensor tensorOf(const std::string& name, const std::vector<std::uint64_t>& dimensions, TensorType type) {
  return {name, makeShape(dimensions).value(), type};
}

// Tensors of odd sizes, so that padding shows, and every value type.
GgufLayout smallLayout() {
  GgufLayout layout;
  Metadata& metadata = layout.metadata;
  metadata.set("general.architecture", std::string("llama"));
  metadata.set("a.u8", std::uint8_t{200});
  metadata.set("a.i8", std::int8_t{-100});
  metadata.set("a.u16", std::uint16_t{60000});
  metadata.set("a.i16", std::int16_t{-30000});
  metadata.set("a.u32", std::uint32_t{4000000000u});
  metadata.set("a.i32", std::int32_t{-2000000000});
  metadata.set("a.f32", 0.1f);
  metadata.set("a.bool", true);
  metadata.set("a.u64", std::numeric_limits<std::uint64_t>::max());
  metadata.set("a.i64", std::numeric_limits<std::int64_t>::min());
  metadata.set("a.f64", 0.1);
  metadata.set("a.string", std::string("with a \0 inside", 15));
  metadata.set("b.empty", MetadataArray{MetadataType::F32, std::vector<float>{}});
  metadata.set("b.u8", MetadataArray{MetadataType::U8, std::vector<std::uint8_t>{1, 2, 3}});
  metadata.set("b.i8", MetadataArray{MetadataType::I8, std::vector<std::int8_t>{-1, 2}});
  metadata.set("b.u16", MetadataArray{MetadataType::U16, std::vector<std::uint16_t>{1}});
  metadata.set("b.i16", MetadataArray{MetadataType::I16, std::vector<std::int16_t>{-1}});
  metadata.set("b.u32", MetadataArray{MetadataType::U32, std::vector<std::uint32_t>{1}});
  metadata.set("b.i32", MetadataArray{MetadataType::I32, std::vector<std::int32_t>{-1}});
  metadata.set("b.f32", MetadataArray{MetadataType::F32, std::vector<float>{0.5f}});
  metadata.set("b.bool", MetadataArray{MetadataType::Bool, std::vector<std::uint8_t>{1, 0}});
  metadata.set("b.string", MetadataArray{MetadataType::String, std::vector<std::string>{"", "two", "\xFF"}});
  metadata.set("b.u64", MetadataArray{MetadataType::U64, std::vector<std::uint64_t>{1}});
  metadata.set("b.i64", MetadataArray{MetadataType::I64, std::vector<std::int64_t>{-1}});
  metadata.set("b.f64", MetadataArray{MetadataType::F64, std::vector<double>{0.5}});
  layout.tensors = {tensorOf("one", {5}, TensorType::F32), tensorOf("two", {32, 3}, TensorType::Q8_0),
                    tensorOf("three", {2, 3, 4, 5}, TensorType::F16)};
  return layout;
}

// Random bytes for every tensor, written in uneven pieces; returns all of them.
std::vector<std::byte> writeModel(const std::filesystem::path& path, const GgufLayout& layout) {
  GgufWriter writer = GgufWriter::create(path, layout).value();
  std::mt19937 random(7);
  std::vector<std::byte> all;
  for (const GgufTensor& tensor : layout.tensors) {
    const std::uint64_t size = tensorBytes(tensor.type, tensor.shape.columns(), tensor.shape.rows()).value().count;
    for (std::uint64_t done = 0; done < size;) {
      std::vector<std::byte> piece(std::min<std::uint64_t>(1 + random() % 64, size - done));
      for (std::byte& byte : piece) byte = static_cast<std::byte>(random());
      EXPECT_TRUE(writer.write(piece));
      all.insert(all.end(), piece.begin(), piece.end());
      done += piece.size();
    }
  }
  EXPECT_TRUE(writer.finish());
  EXPECT_TRUE(writer.commit());
  return all;
}

TEST(GgufWriter, CopiesTheSampleByteForByte) {
  const test::TemporaryFolder folder;
  const ModelFiles source = openModelFiles(test::samplePath("Fireside-6.8M-v1.0-F16.gguf")).value();
  GgufWriter writer = GgufWriter::create(folder / "copy.gguf", layoutOf(source)).value();
  for (const StoredTensor& tensor : source.tensors) ASSERT_TRUE(writer.write(bytesOf(source, tensor)));
  ASSERT_TRUE(writer.finish());
  ASSERT_TRUE(writer.commit());
  const MappedFile copy = MappedFile::open(folder / "copy.gguf").value();
  ASSERT_EQ(copy.size(), source.files[0]->size());
  EXPECT_EQ(std::memcmp(copy.bytes().data(), source.files[0]->bytes().data(), copy.size().count), 0);
}

TEST(GgufWriter, ReadsBackWhatItWroteAtEveryAlignment) {
  for (const std::uint32_t alignment : {1u, 8u, 32u, 64u, 4096u, 65536u}) {
    SCOPED_TRACE(alignment);
    const test::TemporaryFolder folder;
    GgufLayout layout = smallLayout();
    layout.alignment = alignment;
    const std::vector<std::byte> written = writeModel(folder / "m.gguf", layout);
    EXPECT_EQ(std::filesystem::file_size(folder / "m.gguf"), ggufFileSize(layout).value().count);
    const ModelFiles read = openModelFiles(folder / "m.gguf").value();
    EXPECT_EQ(read.alignment, alignment);
    if (alignment != 32) layout.metadata.set("general.alignment", alignment);
    EXPECT_EQ(read.metadata, layout.metadata);
    ASSERT_EQ(read.tensors.size(), layout.tensors.size());
    std::vector<std::byte> bytes;
    for (std::size_t index = 0; index < read.tensors.size(); ++index) {
      EXPECT_EQ(read.tensors[index].name, layout.tensors[index].name);
      EXPECT_EQ(read.tensors[index].shape, layout.tensors[index].shape);
      EXPECT_EQ(read.tensors[index].type, layout.tensors[index].type);
      EXPECT_EQ(read.tensors[index].offset % alignment, 0u);
      const auto stored = bytesOf(read, read.tensors[index]);
      bytes.insert(bytes.end(), stored.begin(), stored.end());
    }
    EXPECT_EQ(bytes, written);
  }
}

TEST(GgufWriter, CorrectsTheAlignmentKeyOfItsInput) {
  const test::TemporaryFolder folder;
  GgufLayout layout = smallLayout();
  layout.metadata.set("general.alignment", std::uint32_t{64});
  layout.alignment = 32;
  writeModel(folder / "m.gguf", layout);
  const ModelFiles read = openModelFiles(folder / "m.gguf").value();
  EXPECT_EQ(read.alignment, 32u);
  EXPECT_EQ(read.metadata.unsignedInteger("general.alignment"), 32u);
}

struct BadLayout {
  const char* why;
  GgufTensor tensor;
  std::uint32_t alignment;
  const char* says;
};

TEST(GgufWriter, RefusesWhatNoLoaderReads) {
  GgufTensor noDimensions = tensorOf("flat", {1}, TensorType::F32);
  noDimensions.shape.rank = 0;
  const std::vector<BadLayout> cases = {
      {"row", tensorOf("odd", {33}, TensorType::Q8_0), 32, "tensor odd"},
      {"long", tensorOf(std::string(64, 'n'), {1}, TensorType::F32), 32, "64 bytes"},
      {"empty", tensorOf("", {1}, TensorType::F32), 32, "0 bytes"},
      {"twice", tensorOf("one", {1}, TensorType::F32), 32, "twice"},
      {"unknown", tensorOf("u", {1}, static_cast<TensorType>(200)), 32, "ik_llama.cpp"},
      {"safetensors", tensorOf("f8", {1}, TensorType::F8_E4M3), 32, "f8_e4m3"},
      {"rank", noDimensions, 32, "0 dimensions"},
      {"huge", tensorOf("huge", {std::uint64_t{1} << 61}, TensorType::F32), 32, "tensor huge"},
      {"alignment", tensorOf("fine", {1}, TensorType::F32), 48, "48"},
      {"no alignment", tensorOf("fine", {1}, TensorType::F32), 0, "power of two"},
  };
  const test::TemporaryFolder folder;
  for (const BadLayout& bad : cases) {
    SCOPED_TRACE(bad.why);
    GgufLayout layout = smallLayout();
    layout.tensors.push_back(bad.tensor);
    layout.alignment = bad.alignment;
    const auto size = ggufFileSize(layout);
    ASSERT_FALSE(size);
    EXPECT_EQ(size.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(size.error().message().find(bad.says), std::string::npos) << size.error().message();
    EXPECT_FALSE(GgufWriter::create(folder / "m.gguf", layout));
  }
}

TEST(GgufWriter, SaysHowMuchSpaceIsMissing) {
  const test::TemporaryFolder folder;
  GgufLayout layout;
  layout.tensors = {tensorOf("huge", {std::uint64_t{1} << 58}, TensorType::F32)};
  const auto writer = GgufWriter::create(folder / "m.gguf", layout);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, ErrorCode::DiskFull);
}

std::vector<std::size_t> counts(const std::vector<GgufLayout>& shards) {
  std::vector<std::size_t> found;
  for (const GgufLayout& shard : shards) found.push_back(shard.tensors.size());
  return found;
}

TEST(SplitLayout, ClosesAShardBeforeTheTensorThatWouldPassALimit) {
  GgufLayout layout;
  for (int index = 0; index < 5; ++index)
    layout.tensors.push_back(tensorOf("t" + std::to_string(index), {25}, TensorType::F32));  // 100 bytes, 128 padded
  layout.tensors.push_back(tensorOf("large", {1000}, TensorType::F32));
  using Counts = std::vector<std::size_t>;
  EXPECT_EQ(counts(splitLayout(layout, {0, 0})), Counts({6}));
  EXPECT_EQ(counts(splitLayout(layout, {256, 0})), Counts({2, 2, 1, 1}));
  EXPECT_EQ(counts(splitLayout(layout, {255, 0})), Counts({1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(counts(splitLayout(layout, {1, 0})), Counts({1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(counts(splitLayout(layout, {0, 4})), Counts({4, 2}));
  EXPECT_EQ(counts(splitLayout(layout, {384, 2})), Counts({2, 2, 1, 1}));
  EXPECT_EQ(counts(splitLayout(layout, {1 << 20, 100})), Counts({6}));
  EXPECT_EQ(splitLayout(layout, {1 << 20, 100})[0].metadata, layout.metadata);
}

TEST(SplitLayout, ShardsOpenAsOneModelFromAnyOfThem) {
  const test::TemporaryFolder folder;
  const GgufLayout whole = smallLayout();
  const std::vector<std::size_t> perShard = {0, 2, 1};
  const std::vector<GgufLayout> shards = splitLayout(whole, perShard);
  for (std::size_t index = 0; index < shards.size(); ++index)
    writeModel(shardPath(folder / "m.gguf", index, shards.size()), shards[index]);
  for (const char* name : {"m-00001-of-00003.gguf", "m-00002-of-00003.gguf", "m-00003-of-00003.gguf"}) {
    SCOPED_TRACE(name);
    const ModelFiles read = openModelFiles(folder / name).value();
    EXPECT_EQ(read.files.size(), 3u);
    EXPECT_EQ(read.metadata, whole.metadata);
    ASSERT_EQ(read.tensors.size(), 3u);
    EXPECT_EQ(read.tensors[0].file, 1u);
    EXPECT_EQ(read.tensors[2].file, 2u);
    EXPECT_EQ(read.tensors[2].name, "three");
  }
}

}  // namespace
}  // namespace halftone
