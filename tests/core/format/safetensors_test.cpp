#include <gtest/gtest.h>

#include <fstream>

#include "core/format/model_files.h"
#include "core/format/safetensors_files.h"
#include "core/format/safetensors_header.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

std::string safetensorsOf(const std::string& json, std::size_t dataBytes) {
  const std::uint64_t length = json.size();
  return std::string(reinterpret_cast<const char*>(&length), sizeof(length)) + json + std::string(dataBytes, '\x5A');
}

std::filesystem::path writeFile(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

Result<SafetensorsFile> parse(const std::string& content) {
  return parseSafetensors(std::as_bytes(std::span(content)), "m.safetensors");
}

TEST(Safetensors, ReadsEveryDtypeAndTurnsShapes) {
  const std::vector<std::pair<const char*, TensorType>> dtypes = {
      {"F64", TensorType::F64},   {"F32", TensorType::F32},         {"F16", TensorType::F16},
      {"BF16", TensorType::BF16}, {"F8_E4M3", TensorType::F8_E4M3}, {"F8_E5M2", TensorType::F8_E5M2},
      {"I64", TensorType::I64},   {"I32", TensorType::I32},         {"I16", TensorType::I16},
      {"I8", TensorType::I8},     {"U8", TensorType::U8},           {"BOOL", TensorType::Bool},
  };
  for (const auto& [dtype, type] : dtypes) {
    SCOPED_TRACE(dtype);
    const std::size_t bytes = 6 * findTensorType(type)->blockBytes;
    const auto file = parse(safetensorsOf(std::string(R"({"__metadata__":{"format":"pt"},"w":{"dtype":")") + dtype +
                                              R"(","shape":[2,3],"data_offsets":[0,)" + std::to_string(bytes) + "]}}",
                                          bytes));
    ASSERT_TRUE(file) << file.error().message();
    ASSERT_EQ(file->tensors.size(), 1u);
    EXPECT_EQ(file->tensors[0].type, type);
    EXPECT_EQ(file->tensors[0].shape.text(), "3 × 2");
    EXPECT_EQ(file->tensors[0].bytes, bytes);
    EXPECT_EQ(file->metadata.string("safetensors.format"), "pt");
  }
}

TEST(Safetensors, ReadsScalarsManyDimensionsAndUnknownDtypes) {
  const auto file = parse(safetensorsOf(
      R"({"b":{"dtype":"F32","shape":[2,1,3,1,2],"data_offsets":[4,52],"extra":{"a":[1,{}]}},)"
      R"("a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"c":{"dtype":"F4","shape":[9],"data_offsets":[52,57]}}   )",
      57));
  ASSERT_TRUE(file) << file.error().message();
  ASSERT_EQ(file->tensors.size(), 3u);
  EXPECT_EQ(file->tensors[0].name, "a");
  EXPECT_EQ(file->tensors[0].shape.rank, 0u);
  EXPECT_EQ(file->tensors[0].shape.elements(), 1u);
  EXPECT_EQ(file->tensors[1].shape.text(), "2 × 1 × 3 × 2");
  EXPECT_EQ(file->tensors[2].type, kUnknownSafetensorsType);
  EXPECT_EQ(file->tensors[2].bytes, 5u);
  EXPECT_EQ(tensorTypeName(file->tensors[2].type), "unknown");
}

constexpr const char* kOne = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
constexpr const char* kTwo = R"({"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";

std::filesystem::path writeSharded(const std::filesystem::path& folder) {
  writeFile(folder / "model-00001-of-00002.safetensors", safetensorsOf(kOne, 4));
  writeFile(folder / "model-00002-of-00002.safetensors", safetensorsOf(kTwo, 8));
  writeFile(folder / "config.json",
            R"({"model_type":"qwen2","hidden_size":64,"rope_scaling":null,"eos_token_id":[1,2],)"
            R"("text_config":{"num_hidden_layers":3},"tie":true,"eps":1e-5,"architectures":["A"],"odd":[1,"x"]})");
  return writeFile(folder / "model.safetensors.index.json",
                   R"({"metadata":{"total_size":12},"weight_map":{"a":"model-00001-of-00002.safetensors",)"
                   R"("b":"model-00002-of-00002.safetensors"}})");
}

TEST(Safetensors, OpensAShardedModelFromIndexFolderOrAnyShard) {
  const test::TemporaryFolder folder;
  const std::filesystem::path index = writeSharded(folder.path());
  for (const std::filesystem::path& path : {index, folder.path(), folder / "model-00001-of-00002.safetensors",
                                            folder / "model-00002-of-00002.safetensors"}) {
    SCOPED_TRACE(path);
    const auto model = openModelFiles(path);
    ASSERT_TRUE(model) << model.error().message();
    EXPECT_EQ(model->format, ModelFormat::Safetensors);
    ASSERT_EQ(model->files.size(), 2u);
    ASSERT_EQ(model->tensors.size(), 2u);
    EXPECT_EQ(model->tensors[1].name, "b");
    EXPECT_EQ(model->tensors[1].file, 1u);
    EXPECT_EQ(model->metadata.string("hf.model_type"), "qwen2");
    EXPECT_EQ(model->metadata.unsignedInteger("hf.hidden_size"), 64u);
    EXPECT_EQ(model->metadata.unsignedInteger("hf.text_config.num_hidden_layers"), 3u);
    EXPECT_EQ(model->metadata.largestInteger("hf.eos_token_id"), 2u);
    EXPECT_EQ(model->metadata.find("hf.rope_scaling"), nullptr);
    EXPECT_EQ(model->metadata.find("hf.odd"), nullptr);
    EXPECT_EQ(*model->metadata.find("hf.tie"), MetadataValue(true));
  }
}

TEST(Safetensors, OpensAFolderWithOneFile) {
  const test::TemporaryFolder folder;
  writeFile(folder / "model.safetensors", safetensorsOf(kOne, 4));
  writeFile(folder / "notes.txt", "notes");
  ASSERT_TRUE(openModelFiles(folder.path()));
  writeFile(folder / "other.safetensors", safetensorsOf(kTwo, 8));
  const auto several = openModelFiles(folder.path());
  ASSERT_FALSE(several);
  EXPECT_EQ(several.error().code, ErrorCode::InvalidArgument);
  EXPECT_NE(several.error().message().find("other.safetensors"), std::string::npos);
}

TEST(Safetensors, FolderWithoutAModelIsNotFound) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory_symlink(folder.path(), folder / "loop.gguf");
  const auto model = openModelFiles(folder.path());
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::NotFound);
}

struct IndexFault {
  const char* index;
  ErrorCode code;
  const char* says;
};

TEST(Safetensors, IndexFaultsAreNamed) {
  const std::vector<IndexFault> faults = {
      {R"({"weight_map":{"a":"../m.safetensors"}})", ErrorCode::Corrupt, "tensor a"},
      {R"({"weight_map":{"a":"/etc/passwd"}})", ErrorCode::Corrupt, "tensor a"},
      {R"({"weight_map":{"a":3}})", ErrorCode::Corrupt, "tensor a"},
      {R"({"weight_map":{}})", ErrorCode::Corrupt, "names no files"},
      {R"({"weight_map":{"a":"gone.safetensors"}})", ErrorCode::MissingShard, "gone.safetensors"},
      {R"({"weight_map":{"z":"model-00001-of-00002.safetensors"}})", ErrorCode::Corrupt, "tensor z"},
      {R"({"weight_map":{"a":"model-00002-of-00002.safetensors","b":"model-00001-of-00002.safetensors"}})",
       ErrorCode::Corrupt, "does not have it"},
      {R"({"weight_map":{"a":"model-00001-of-00002.safetensors","x":"same.safetensors"}})", ErrorCode::Corrupt,
       "has this tensor too"},
      {R"({"weights":{}})", ErrorCode::UnknownFormat, "no index"},
      {R"({"weight_map":)", ErrorCode::UnknownFormat, "JSON"},
      {R"({"weight_map":[]})", ErrorCode::UnknownFormat, "no index"},
  };
  const test::TemporaryFolder folder;
  writeSharded(folder.path());
  writeFile(folder / "same.safetensors", safetensorsOf(kOne, 4));
  for (const IndexFault& fault : faults) {
    SCOPED_TRACE(fault.index);
    const auto model = openModelFiles(writeFile(folder / "model.safetensors.index.json", fault.index));
    ASSERT_FALSE(model);
    const std::string message = model.error().message();
    EXPECT_EQ(errorCodeName(model.error().code), errorCodeName(fault.code)) << message;
    EXPECT_NE(message.find(fault.says), std::string::npos) << message;
    EXPECT_FALSE(model.error().advice.empty());
  }
}

TEST(Safetensors, DamagedConfigurationIsNamed) {
  const test::TemporaryFolder folder;
  writeFile(folder / "config.json", "{\"model_type\":");
  const auto model = openModelFiles(writeFile(folder / "m.safetensors", safetensorsOf(kOne, 4)));
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::Corrupt);
  EXPECT_NE(model.error().message().find("config.json"), std::string::npos);
}

struct HeaderFault {
  const char* what;
  const char* json;
  std::size_t dataBytes;
  ErrorCode code;
  const char* says;
};

TEST(Safetensors, HeaderFaultsAreNamed) {
  const std::vector<HeaderFault> faults = {
      {"no JSON", "{\"a\":{", 0, ErrorCode::Corrupt, "JSON"},
      {"bad UTF-8", "{\"\xFF\":{}}", 0, ErrorCode::Corrupt, "JSON"},
      {"trailing text", "{}x", 0, ErrorCode::Corrupt, "JSON"},
      {"entry no object", R"({"a":3})", 0, ErrorCode::Corrupt, "tensor a"},
      {"entry array", R"({"a":[1]})", 0, ErrorCode::Corrupt, "tensor a"},
      {"no dtype", R"({"a":{"shape":[1],"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt, "no dtype"},
      {"no shape", R"({"a":{"dtype":"F32","data_offsets":[0,4]}})", 4, ErrorCode::Corrupt, "no shape"},
      {"no offsets", R"({"a":{"dtype":"F32","shape":[1]}})", 4, ErrorCode::Corrupt, "no data_offsets"},
      {"one offset", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4, ErrorCode::Corrupt, "1 numbers"},
      {"dtype number", R"({"a":{"dtype":5,"shape":[1],"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt, "tensor a"},
      {"shape text", R"({"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt, "tensor a"},
      {"shape nested", R"({"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt,
       "tensor a"},
      {"shape scalar", R"({"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt, "tensor a"},
      {"negative", R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt, "-1"},
      {"fraction", R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt, "1.5"},
      {"zero values", R"({"a":{"dtype":"F32","shape":[2,0],"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt,
       "no values"},
      {"zero values past the end", R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[5,5]}})", 4, ErrorCode::Corrupt,
       "no values"},
      {"overflow", R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}})", 4,
       ErrorCode::Corrupt, "2^63"},
      {"wrong size", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4, ErrorCode::Corrupt,
       "needs 8 bytes"},
      {"backwards", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4, ErrorCode::Corrupt, "4 and 0"},
      {"huge offset", R"({"a":{"dtype":"F4","shape":[1],"data_offsets":[0,18446744073709551615]}})", 4,
       ErrorCode::Corrupt, "data_offsets"},
      {"past the end", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4, ErrorCode::Truncated,
       "tensor a"},
      {"hole", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", 2, ErrorCode::Corrupt, "1 bytes before"},
      {"rest", kOne, 5, ErrorCode::Corrupt, "1 bytes at its end"},
      {"overlap",
       R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
       3, ErrorCode::Corrupt, "overlaps that of b"},
      {"duplicate",
       R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
       2, ErrorCode::Corrupt, "twice"},
      {"duplicate field", R"({"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}})", 1, ErrorCode::Corrupt,
       "shape twice"},
      {"empty name", R"({"":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 1, ErrorCode::Corrupt, "empty name"},
  };
  const test::TemporaryFolder folder;
  for (const HeaderFault& fault : faults) {
    SCOPED_TRACE(fault.what);
    const auto model = openModelFiles(writeFile(folder / "faulty.bin", safetensorsOf(fault.json, fault.dataBytes)));
    ASSERT_FALSE(model);
    const std::string message = model.error().message();
    EXPECT_EQ(errorCodeName(model.error().code), errorCodeName(fault.code)) << message;
    EXPECT_NE(message.find("faulty.bin"), std::string::npos) << message;
    EXPECT_NE(message.find(fault.says), std::string::npos) << message;
    EXPECT_FALSE(model.error().advice.empty()) << message;
  }
}

TEST(Safetensors, TensorsWithoutValuesAreLeftOut) {
  const auto file = parse(safetensorsOf(
      R"({"e":{"dtype":"F4","shape":[3,0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
      R"("z":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}})",
      4));
  ASSERT_TRUE(file) << file.error().message();
  ASSERT_EQ(file->tensors.size(), 1u);
  EXPECT_EQ(file->tensors[0].name, "a");
  EXPECT_EQ(file->withoutValues, (std::vector<std::string>{"e", "z"}));
  const test::TemporaryFolder folder;
  writeSharded(folder.path());
  writeFile(
      folder / "model-00001-of-00002.safetensors",
      safetensorsOf(R"({"e":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},)" + std::string(kOne).substr(1), 4));
  const auto model = openModelFiles(
      writeFile(folder / "model.safetensors.index.json",
                R"({"weight_map":{"e":"model-00001-of-00002.safetensors","a":"model-00001-of-00002.safetensors",)"
                R"("b":"model-00002-of-00002.safetensors"}})"));
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_EQ(model->tensors.size(), 2u);
}

TEST(Safetensors, OneShardWithoutItsIndexIsNoModel) {
  const test::TemporaryFolder folder;
  const std::filesystem::path index = writeSharded(folder.path());
  const std::filesystem::path shard = folder / "model-00001-of-00002.safetensors";
  writeFile(index, R"({"weight_map":{"b":"model-00002-of-00002.safetensors"}})");
  const auto unnamed = openModelFiles(shard);
  ASSERT_FALSE(unnamed);
  EXPECT_EQ(unnamed.error().code, ErrorCode::MissingShard);
  writeFile(index, R"({"weight_map")");
  const auto damaged = openModelFiles(shard);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::UnknownFormat);
  EXPECT_EQ(damaged.error().subject, index.string());
  std::filesystem::remove(index);
  for (const std::filesystem::path& path : {shard, folder.path()}) {
    const auto alone = openModelFiles(path);
    ASSERT_FALSE(alone) << path;
    EXPECT_EQ(alone.error().code, ErrorCode::MissingShard);
    EXPECT_EQ(alone.error().subject, index.string());
  }
  EXPECT_TRUE(openModelFiles(writeFile(folder / "other-00001-of-00001.safetensors", safetensorsOf(kOne, 4))));
}

TEST(Safetensors, AFolderThatCannotBeListedIsToldSo) {
  const test::TemporaryFolder folder;
  const auto model = openModelFolder(writeFile(folder / "no folder", "text"));
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::CannotRead);
  EXPECT_EQ(model.error().subject, (folder / "no folder").string());
}

TEST(Safetensors, DeepNestingIsNoDanger) {
  const std::string deep(1 << 20, '[');
  EXPECT_FALSE(parse(safetensorsOf("{\"a\":{\"x\":" + deep, 0)));
  const test::TemporaryFolder folder;
  EXPECT_FALSE(openModelFiles(writeFile(folder / "i.json", "{\"weight_map\":" + deep)));
  writeFile(folder / "config.json", "{\"a\":" + deep + std::string(deep.size(), ']') + "}");
  EXPECT_TRUE(openModelFiles(writeFile(folder / "m.safetensors", safetensorsOf(kOne, 4))));
}

TEST(Safetensors, EveryPrefixFailsCleanly) {
  const std::string whole = safetensorsOf(kTwo, 8);
  ASSERT_TRUE(parse(whole));
  for (std::size_t length = 0; length < whole.size(); ++length) EXPECT_FALSE(parse(whole.substr(0, length))) << length;
}

}  // namespace
}  // namespace halftone
