// Encoding on a device against the CPU's, on the golden inputs and on odd blocks.
#include "gpu/ops/encode.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>

#include "core/codec/codec.h"
#include "gpu/ops/slots.h"
#include "gpu/ops/tables.h"
#include "tests/core/codec/vectors.h"
#include "tests/gpu/support/gpu_test.h"
#include "tests/support/paths.h"

namespace halftone::gpu {
namespace {

// How much more than the CPU's the device's error may be.
constexpr double kMostError = 1.001;

// Types that a device searches in an order of its own: of many blocks the error is the CPU's or less, a few may be
// worse.
bool searchedOtherwise(TensorType type) {
  switch (type) {
    case TensorType::IQ3_S:
    case TensorType::IQ3_XXS:
    case TensorType::IQ2_S:
    case TensorType::IQ2_XS:
    case TensorType::IQ2_XXS: return true;
    default: return false;
  }
}
double mostErrorOfFew(TensorType type) { return searchedOtherwise(type) ? 1.02 : kMostError; }

// What may be more than that, of a block's energy. Those types compare codewords by what these take off the energy:
// where nearly nothing is left, that is rounding.
double roundingOf(TensorType type) { return searchedOtherwise(type) ? 1e-6 : 0; }

std::vector<TensorType> deviceTypes() {
  std::vector<TensorType> types;
  for (const TensorType type : encodableTypes())
    if (canEncode(type, Effort::Normal)) types.push_back(type);
  return types;
}

std::vector<TensorType> searchedTypes() {
  std::vector<TensorType> types;
  for (const TensorType type : deviceTypes())
    if (findTensorType(type)->quantized) types.push_back(type);
  return types;
}

// Those whose search is specialised by whether loops stay loops.
std::vector<TensorType> typesOfLoops() {
  std::vector<TensorType> types;
  for (const TensorType type : searchedTypes())
    if (!searchConstants(type).empty() && !searchedOtherwise(type)) types.push_back(type);
  return types;
}

std::string upperCase(std::string text) {
  for (char& letter : text)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  return text;
}

struct Input {
  std::vector<float> values;
  std::size_t columns = 0;
  std::vector<float> importance = {};
};

class EncodeTest : public GpuTest {
 protected:
  static Lane& sharedLane() {
    static const std::unique_ptr<Lane> lane = [] {
      std::unique_ptr<Lane> made = std::move(*Lane::create(pipelines()));
      prepareTables(*made);
      return made;
    }();
    return *lane;
  }

  static std::vector<std::byte> onDevice(TensorType type, const Input& input) {
    return onLane(sharedLane(), type, input);
  }

  static std::vector<std::byte> onLane(Lane& lane, TensorType type, const Input& input) {
    const TensorTypeInfo& info = *findTensorType(type);
    const std::size_t bytes = input.values.size() / info.blockLength * info.blockBytes;
    std::vector<std::byte> blocks((bytes + 3) / 4 * 4, std::byte{0xaa});
    lane.upload(kBlocks, blocks);  // what is there already must not matter
    lane.upload(kValues, std::as_bytes(std::span(input.values)));
    if (!input.importance.empty()) lane.upload(kImportance, std::as_bytes(std::span(input.importance)));
    addEncode(lane, type, Effort::Normal,
              {input.values.size() / input.columns, input.columns, !input.importance.empty()});
    lane.download(kBlocks, blocks);
    const Status done = lane.run();
    EXPECT_TRUE(done) << done.error().message();
    for (std::size_t i = bytes; i < blocks.size(); ++i) EXPECT_EQ(blocks[i], std::byte{0}) << "the last word's rest";
    blocks.resize(bytes);
    return blocks;
  }

  static std::vector<std::byte> onCpu(TensorType type, const Input& input) {
    const TensorTypeInfo& info = *findTensorType(type);
    std::vector<std::byte> blocks(input.values.size() / info.blockLength * info.blockBytes);
    findCodec(type)->encode({input.values, input.columns, input.importance}, blocks);
    return blocks;
  }

  // Σw·e²
  static double errorOf(TensorType type, const Input& input, std::span<const std::byte> blocks) {
    std::vector<float> decoded(input.values.size());
    findCodec(type)->decode(blocks, decoded);
    double error = 0;
    for (std::size_t i = 0; i < decoded.size(); ++i) {
      const double e = static_cast<double>(input.values[i]) - static_cast<double>(decoded[i]);
      error += e * e * (input.importance.empty() ? 1.0 : static_cast<double>(input.importance[i % input.columns]));
    }
    return error;
  }

  static std::size_t blocksAlike(TensorType type, std::span<const std::byte> a, std::span<const std::byte> b) {
    const std::size_t length = findTensorType(type)->blockBytes;
    std::size_t alike = 0;
    for (std::size_t at = 0; at < a.size(); at += length)
      alike += std::memcmp(a.data() + at, b.data() + at, length) == 0 ? 1U : 0U;
    return alike;
  }
};

struct Case {
  TensorType type;
  const char* input;
  bool weighted;
};

std::vector<Case> goldenCases() {
  std::vector<Case> cases;
  for (const TensorType type : searchedTypes())
    for (const char* input : {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"})
      for (const bool weighted : {false, true}) cases.push_back({type, input, weighted});
  return cases;
}

class GoldenEncode : public EncodeTest, public ::testing::WithParamInterface<Case> {};

TEST_P(GoldenEncode, ErrsAsTheCpuAndNoMoreThanTheReference) {
  const auto& [type, name, weighted] = GetParam();
  const auto vectors = test::readVectors("encode_inputs.gguf");
  const test::Vector& vector = vectors.at(name);
  Input input{vector.floats(), vector.columns};
  if (weighted) input.importance = vectors.at("importance").floats();
  const std::vector<std::byte> here = onCpu(type, input), there = onDevice(type, input);
  const double errorHere = errorOf(type, input, here), errorThere = errorOf(type, input, there);
  const std::size_t alike = blocksAlike(type, here, there), all = here.size() / findTensorType(type)->blockBytes;
  std::printf("%-8s %-17s %-9s %.6f of the CPU's error, %zu of %zu blocks alike\n", tensorTypeName(type).c_str(), name,
              weighted ? "weighted" : "plain", errorThere / errorHere, alike, all);
  EXPECT_LE(errorThere, kMostError * errorHere);
  EXPECT_TRUE(searchedOtherwise(type) || alike == all);

  const auto references = nlohmann::json::parse(std::ifstream(test::goldenPath("encode_reference.json")));
  const auto& reference = references.at(upperCase(tensorTypeName(type))).at(name);
  const char* key = weighted ? "relative_weighted_mse" : "relative_mse";
  if (!reference.contains(key)) return;
  const double energy = errorOf(type, input, std::vector<std::byte>(here.size()));  // of zeros
  EXPECT_LE(errorThere / energy, reference.at(key).get<double>() * (1 + 1e-9));
}

INSTANTIATE_TEST_SUITE_P(Types, GoldenEncode, ::testing::ValuesIn(goldenCases()), [](const auto& info) {
  return tensorTypeName(info.param.type) + "_" + info.param.input + (info.param.weighted ? "_weighted" : "");
});
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GoldenEncode);

class AnyType : public EncodeTest, public ::testing::WithParamInterface<TensorType> {
 protected:
  static std::size_t blockLength() { return findTensorType(GetParam())->blockLength; }
};

// Zeros, a constant, one spike, numbers near f32's ends, and all of them after one another.
std::vector<float> oddBlocks(std::size_t length) {
  std::vector<float> values;
  const auto add = [&](float value) { values.insert(values.end(), length, value); };
  add(0.0F);
  add(1.0F);
  add(-0.25F);
  add(1e-41F);
  add(1e-9F);
  add(1e9F);
  add(-3e38F);
  const std::size_t spike = values.size();
  add(0.0F);
  values[spike + length / 3] = -2.5F;
  for (std::size_t i = 0; i < length; ++i) values.push_back(i % 2 == 0 ? 65504.0F : -65504.0F);
  for (std::size_t i = 0; i < length; ++i) values.push_back(static_cast<float>(i) * 1e-7F);
  for (std::size_t i = 0; i < length; ++i) values.push_back(static_cast<float>(i % 3) - 1.0F);
  return values;
}

TEST_P(AnyType, OddBlocksErrAsTheCpusAndDecodeFinite) {
  for (const bool weighted : {false, true}) {
    Input input{oddBlocks(blockLength()), blockLength()};
    if (weighted) {
      for (std::size_t i = 0; i < blockLength(); ++i)
        input.importance.push_back(i % 4 == 0 ? 0.0F : 1e-5F * static_cast<float>(i));
    }
    const std::vector<std::byte> here = onCpu(GetParam(), input), there = onDevice(GetParam(), input);
    const std::size_t bytes = findTensorType(GetParam())->blockBytes;
    for (std::size_t block = 0; block < here.size() / bytes; ++block) {
      Input one{{input.values.begin() + static_cast<std::ptrdiff_t>(block * blockLength()),
                 input.values.begin() + static_cast<std::ptrdiff_t>((block + 1) * blockLength())},
                blockLength(),
                input.importance};
      const double errorHere = errorOf(GetParam(), one, std::span(here).subspan(block * bytes, bytes));
      const double errorThere = errorOf(GetParam(), one, std::span(there).subspan(block * bytes, bytes));
      EXPECT_TRUE(std::isfinite(errorThere)) << "block " << block;
      const double energy = errorOf(GetParam(), one, std::vector<std::byte>(bytes));  // of zeros
      // Denormal numbers may count as zeros there.
      EXPECT_LE(errorThere, mostErrorOfFew(GetParam()) * errorHere + roundingOf(GetParam()) * energy + 1e-60)
          << "block " << block << (weighted ? ", weighted" : "");
    }
  }
}

TEST_P(AnyType, AnyNumberOfBlocksAndRowsIsAsTheCpus) {
  std::mt19937 random(5);
  std::normal_distribution<float> normal;
  double allHere = 0, allThere = 0;
  for (const std::size_t blocks : {1U, 2U, 3U, 5U, 17U, 33U}) {
    for (const std::size_t rows : {1U, 3U}) {
      Input input{std::vector<float>(blocks * blockLength() * rows), blocks * blockLength()};
      for (float& value : input.values) value = normal(random);
      for (std::size_t i = 0; i < input.columns; ++i) input.importance.push_back(std::exp(normal(random)));
      const double errorHere = errorOf(GetParam(), input, onCpu(GetParam(), input));
      const double errorThere = errorOf(GetParam(), input, onDevice(GetParam(), input));
      EXPECT_LE(errorThere, mostErrorOfFew(GetParam()) * errorHere) << blocks << " blocks, " << rows << " rows";
      allHere += errorHere;
      allThere += errorThere;
    }
  }
  EXPECT_LE(allThere, kMostError * allHere);
}

// Blocks of zeros among others, and blocks with weights that are all the same or all 0.
TEST_P(AnyType, BlocksOfNothingAndEvenWeightsAreTheCpus) {
  const std::size_t length = blockLength(), blocks = 40, bytes = findTensorType(GetParam())->blockBytes;
  std::mt19937 random(11);
  std::normal_distribution<float> normal;
  Input input{std::vector<float>(3 * blocks * length), blocks * length};
  for (std::size_t i = 0; i < input.values.size(); ++i) input.values[i] = i / length % 3 == 0 ? 0.0F : normal(random);
  for (const bool weighted : {false, true}) {
    for (std::size_t i = 0; weighted && i < input.columns; ++i) {
      const std::size_t kind = i / length % 5;
      input.importance.push_back(kind == 1 ? 0.3F : (kind == 2 ? 0.0F : std::exp(normal(random))));
    }
    const std::vector<std::byte> here = onCpu(GetParam(), input), there = onDevice(GetParam(), input);
    for (std::size_t block = 0; block < 3 * blocks; ++block) {
      if (searchedOtherwise(GetParam()) && block % 3 != 0) continue;
      EXPECT_EQ(std::memcmp(here.data() + block * bytes, there.data() + block * bytes, bytes), 0)
          << "block " << block << (weighted ? ", weighted" : "");
    }
  }
}

// From nearly flat blocks to those of which a few values are all; some columns of no importance.
TEST_P(AnyType, ValuesAndWeightsOfAnySpreadErrAsTheCpus) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> uniform(-1, 1);
  for (const float spread : {0.5F, 2.0F, 10.0F, 40.0F}) {
    for (const float weightSpread : {0.0F, 2.0F, 10.0F}) {
      Input input{std::vector<float>(64 * blockLength()), 64 * blockLength()};
      for (float& value : input.values) value = std::copysign(std::exp(spread * uniform(random)), uniform(random));
      for (std::size_t i = 0; weightSpread > 0 && i < input.columns; ++i)
        input.importance.push_back(i % 10 == 0 ? 0.0F : std::exp(weightSpread * uniform(random)));
      const double errorHere = errorOf(GetParam(), input, onCpu(GetParam(), input));
      const double errorThere = errorOf(GetParam(), input, onDevice(GetParam(), input));
      EXPECT_LE(errorThere, mostErrorOfFew(GetParam()) * errorHere)
          << "values within e^±" << spread << ", weights within e^±" << weightSpread;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Types, AnyType, ::testing::ValuesIn(deviceTypes()),
                         [](const auto& info) { return tensorTypeName(info.param); });

// The search on a device with other traits.
class OtherSearch : public EncodeTest, public ::testing::WithParamInterface<TensorType> {
 protected:
  static void expectTheCpusBlocks(const std::shared_ptr<Pipelines>& pipelines) {
    ASSERT_TRUE(pipelines);
    auto lane = Lane::create(pipelines);
    ASSERT_TRUE(lane) << lane.error().message();
    prepareTables(**lane);
    const auto vectors = test::readVectors("encode_inputs.gguf");
    for (const char* name : {"heavy_tailed", "uneven_rows"}) {
      for (const bool weighted : {false, true}) {
        Input input{vectors.at(name).floats(), vectors.at(name).columns};
        if (weighted) input.importance = vectors.at("importance").floats();
        const std::vector<std::byte> here = onCpu(GetParam(), input), there = onLane(**lane, GetParam(), input);
        EXPECT_EQ(blocksAlike(GetParam(), here, there), here.size() / findTensorType(GetParam())->blockBytes)
            << name << (weighted ? ", weighted" : "");
      }
    }
  }
};

// Where a device is no processor, loops of a known length are unrolled, so that values stay in registers.
class UnrolledSearch : public OtherSearch {};

TEST_P(UnrolledSearch, FindsTheCpusBlocks) {
  expectTheCpusBlocks(pipelinesWith([](DeviceTraits& traits) { traits.keepsLoops = false; }));
}

INSTANTIATE_TEST_SUITE_P(Types, UnrolledSearch, ::testing::ValuesIn(typesOfLoops()),
                         [](const auto& info) { return tensorTypeName(info.param); });

// Types of which a super-block lies in a subgroup of eight, as the software driver has them: that is how all other
// tests encode them there.
class SearchWithoutSubgroups : public OtherSearch {};

TEST_P(SearchWithoutSubgroups, FindsTheCpusBlocks) {
  expectTheCpusBlocks(pipelinesWith([](DeviceTraits& traits) { traits.subgroupSize = 0; }));
}

INSTANTIATE_TEST_SUITE_P(Types, SearchWithoutSubgroups,
                         ::testing::Values(TensorType::Q4_K, TensorType::Q5_K, TensorType::IQ4_XS),
                         [](const auto& info) { return tensorTypeName(info.param); });

class FloatType : public EncodeTest, public ::testing::WithParamInterface<TensorType> {};

TEST_P(FloatType, EveryBitIsTheCpus) {
  std::mt19937 random(9);
  Input input{std::vector<float>(100'001), 100'001};
  for (std::size_t i = 0; i < input.values.size(); ++i) {
    std::uint32_t bits =
        i < 65536 ? static_cast<std::uint32_t>(i) << 16U | (random() & 0x1fffU) : static_cast<std::uint32_t>(random());
    if ((bits & 0x7f800000U) == 0x7f800000U) bits &= 0xbfffffffU;  // values are finite
    std::memcpy(&input.values[i], &bits, sizeof(bits));
  }
  EXPECT_EQ(onDevice(GetParam(), input), onCpu(GetParam(), input));
}

INSTANTIATE_TEST_SUITE_P(Types, FloatType, ::testing::Values(TensorType::F32, TensorType::F16, TensorType::BF16),
                         [](const auto& info) { return tensorTypeName(info.param); });

}  // namespace
}  // namespace halftone::gpu
