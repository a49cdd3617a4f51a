#include "core/format/gguf_shards.h"

#include <gtest/gtest.h>

#include <stop_token>

#include "tests/support/gguf_bytes.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

using test::GgufBytes;

struct Shard {
  std::uint16_t number;
  std::uint16_t count;
  std::int32_t tensors;
  const char* tensor;
  bool hasNumber = true;
};

GgufBytes bytesOf(const Shard& shard) {
  GgufBytes file;
  file.start(1, shard.hasNumber ? 3 : 2);
  if (shard.hasNumber) file.key("split.no", MetadataType::U16).number(shard.number);
  file.key("split.count", MetadataType::U16).number(shard.count);
  file.key("split.tensors.count", MetadataType::I32).number(shard.tensors);
  return file.tensor(shard.tensor, {4}, TensorType::F32, 0).data(16);
}

struct ShardFault {
  const char* what;
  Shard first;
  Shard second;
  ErrorCode code;
  const char* file;
  const char* says;
};

TEST(GgufShards, FaultsAreNamed) {
  const std::vector<ShardFault> faults = {
      {"wrong number", {0, 2, 2, "a"}, {0, 2, 2, "b"}, ErrorCode::Corrupt, "m-00002-of-00002.gguf", "split.no is 0"},
      {"no number", {0, 2, 2, "a"}, {0, 2, 2, "b", false}, ErrorCode::Corrupt, "m-00002-of-00002.gguf", "missing"},
      {"other count", {0, 2, 2, "a"}, {1, 3, 2, "b"}, ErrorCode::Corrupt, "m-00002-of-00002.gguf", "one of 3 shards"},
      {"fewer tensors",
       {0, 2, 3, "a"},
       {1, 2, 3, "b"},
       ErrorCode::Corrupt,
       "m-00001-of-00002.gguf",
       "promises 3 tensors"},
      {"same tensor", {0, 2, 2, "a"}, {1, 2, 2, "a"}, ErrorCode::Corrupt, "m-00002-of-00002.gguf", "tensor a"},
      {"name and count", {0, 5, 2, "a"}, {1, 5, 2, "b"}, ErrorCode::Corrupt, "m-00001-of-00002.gguf", "shard 1 of 5"},
  };
  const test::TemporaryFolder folder;
  for (const ShardFault& fault : faults) {
    SCOPED_TRACE(fault.what);
    bytesOf(fault.first).writeTo(folder / "m-00001-of-00002.gguf");
    bytesOf(fault.second).writeTo(folder / "m-00002-of-00002.gguf");
    const auto model = openModelFiles(folder / "m-00001-of-00002.gguf");
    ASSERT_FALSE(model);
    const std::string message = model.error().message();
    EXPECT_EQ(errorCodeName(model.error().code), errorCodeName(fault.code)) << message;
    EXPECT_NE(message.find(fault.file), std::string::npos) << message;
    EXPECT_NE(message.find(fault.says), std::string::npos) << message;
  }
}

TEST(GgufShards, JoiningStopsWhenItIsCancelled) {
  const test::TemporaryFolder folder;
  bytesOf({0, 2, 2, "a"}).writeTo(folder / "m-00001-of-00002.gguf");
  bytesOf({1, 2, 2, "b"}).writeTo(folder / "m-00002-of-00002.gguf");
  std::stop_source stop;
  double done = 0;
  const Job job(stop.get_token(), [&](double fraction) {
    done = fraction;
    stop.request_stop();
  });
  const auto model = openModelFiles(folder / "m-00001-of-00002.gguf", job);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(done, 0.5);
}

TEST(GgufShards, AMissingShardIsNamed) {
  const test::TemporaryFolder folder;
  bytesOf({0, 3, 3, "a"}).writeTo(folder / "m-00001-of-00003.gguf");
  bytesOf({2, 3, 3, "c"}).writeTo(folder / "m-00003-of-00003.gguf");
  for (const char* name : {"m-00001-of-00003.gguf", "m-00003-of-00003.gguf"}) {
    const auto model = openModelFiles(folder / name);
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, ErrorCode::MissingShard);
    EXPECT_NE(model.error().message().find("m-00002-of-00003.gguf"), std::string::npos) << model.error().message();
    EXPECT_NE(model.error().message().find("shard 2 of 3"), std::string::npos);
  }
}

TEST(GgufShards, ARenamedShardSaysWhatItsNameShouldBe) {
  const test::TemporaryFolder folder;
  const auto model = openModelFiles(bytesOf({1, 3, 3, "b"}).writeTo(folder / "renamed.gguf"));
  ASSERT_FALSE(model);
  EXPECT_NE(model.error().message().find("-00002-of-00003.gguf"), std::string::npos) << model.error().message();
}

TEST(GgufShards, AFolderWithShardsOfOneModelIsThatModel) {
  const test::TemporaryFolder folder;
  bytesOf({0, 2, 2, "a"}).writeTo(folder / "m-00001-of-00002.gguf");
  bytesOf({1, 2, 2, "b"}).writeTo(folder / "m-00002-of-00002.gguf");
  const auto model = openModelFiles(folder.path());
  ASSERT_TRUE(model) << model.error().message();
  EXPECT_EQ(model->tensors.size(), 2u);
  EXPECT_TRUE(model->metadata.entries().empty());
}

TEST(GgufShards, NamesAreTakenApartAndMade) {
  const auto name = parseShardName("/models/a-00002-of-00013.gguf");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->base, "/models/a.gguf");
  EXPECT_EQ(name->index, 1u);
  EXPECT_EQ(name->count, 13u);
  EXPECT_EQ(shardPath(name->base, 1, 13), "/models/a-00002-of-00013.gguf");
  EXPECT_EQ(shardPath("a.gguf", 0, 1), "a.gguf");
  for (const char* other : {"a.gguf", "-00001-of-00002.gguf", "a-00000-of-00002.gguf", "a-00003-of-00002.gguf",
                            "a-0001-of-00002.gguf", "a-00001-of-00002.bin", "a-0000x-of-00002.gguf", ""})
    EXPECT_FALSE(parseShardName(other)) << other;
}

}  // namespace
}  // namespace halftone
