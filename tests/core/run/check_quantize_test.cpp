// What stands in the way is said before anything is touched, in words that name the file or the tensor.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/codec/codec.h"
#include "core/run/measure.h"
#include "core/run/quantize.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

namespace fs = std::filesystem;

class CheckQuantize : public testing::Test {
 protected:
  void SetUp() override {
    test::writeModel(input(), test::smallModel(TensorType::F16));
    m_model = test::openModel(input());
    m_before = test::fileText(input());
  }
  void TearDown() override { EXPECT_EQ(test::fileText(input()), m_before) << "the input was harmed"; }

  fs::path input() const { return m_folder / "in.gguf"; }

  // The error of a run to `output`; both the check and the run must refuse alike.
  Error refused(const fs::path& output, const Plan& plan, const ImportanceMatrix* importance = nullptr) const {
    QuantizeOptions options;
    options.output = output;
    const Status check = checkQuantize(*m_model, plan, importance, options);
    const Result<QuantizeReport> run = quantize(*m_model, plan, importance, options, nullptr, {});
    EXPECT_FALSE(check) << "the check let it pass";
    EXPECT_FALSE(run) << "the run let it pass";
    if (check || run) return {ErrorCode::InvalidArgument, "", "", "nothing was refused", ""};
    EXPECT_EQ(check.error().code, run.error().code);
    return run.error();
  }
  Error refused(const fs::path& output) const { return refused(output, test::planOf(*m_model, Preset::Q4_K_M)); }

  test::TemporaryFolder m_folder;
  std::shared_ptr<const Model> m_model;
  std::string m_before;
};

TEST_F(CheckQuantize, LetsAGoodRunPass) {
  QuantizeOptions options;
  options.output = m_folder / "out.gguf";
  const Status check = checkQuantize(*m_model, test::planOf(*m_model, Preset::Q4_K_M), nullptr, options);
  EXPECT_TRUE(check) << check.error().message();
  EXPECT_EQ(test::namesIn(m_folder.path()), std::vector<std::string>{"in.gguf"}) << "it leaves nothing behind";
}

TEST_F(CheckQuantize, OutputIsTheInput) {
  EXPECT_EQ(refused(input()).code, ErrorCode::SameFile);
  fs::create_directory(m_folder / "sub");
  EXPECT_EQ(refused(m_folder.path() / "sub" / ".." / "in.gguf").code, ErrorCode::SameFile);
}

TEST_F(CheckQuantize, OutputIsTheInputThroughASymbolicLink) {
  fs::create_symlink(input(), m_folder / "link.gguf");
  const Error error = refused(m_folder / "link.gguf");
  EXPECT_EQ(error.code, ErrorCode::SameFile);
  EXPECT_NE(error.message().find("in.gguf"), std::string::npos);
  EXPECT_TRUE(fs::is_symlink(m_folder / "link.gguf"));
}

TEST_F(CheckQuantize, OutputIsTheInputThroughALinkedFolder) {
  fs::create_directory_symlink(m_folder.path(), m_folder / "door");
  EXPECT_EQ(refused(m_folder.path() / "door" / "in.gguf").code, ErrorCode::SameFile);
}

TEST_F(CheckQuantize, OutputIsTheInputThroughAHardLink) {
  fs::create_hard_link(input(), m_folder / "hard.gguf");
  EXPECT_EQ(refused(m_folder / "hard.gguf").code, ErrorCode::SameFile);
}

TEST_F(CheckQuantize, OneShardWouldBeTheInput) {
  fs::create_hard_link(input(), m_folder / "out-00002-of-00003.gguf");
  PlanRequest request;
  request.preset = Preset::Q8_0;
  request.split.maxTensors = 8;
  EXPECT_EQ(refused(m_folder / "out.gguf", test::planOf(*m_model, request)).code, ErrorCode::SameFile);
}

TEST_F(CheckQuantize, OutputIsTheImportanceMatrix) {
  test::writeImportance(m_folder / "m.dat", {{"blk.0.attn_q.weight", std::vector<float>(256, 1.0F)}});
  const auto importance = ImportanceMatrix::read(m_folder / "m.dat");
  ASSERT_TRUE(importance) << importance.error().message();
  const Error error = refused(m_folder / "m.dat", test::planOf(*m_model, Preset::Q4_K_M), &*importance);
  EXPECT_EQ(error.code, ErrorCode::SameFile);
}

TEST_F(CheckQuantize, OutputIsAFileThatThePlanWasReadFrom) {
  test::writeText(m_folder / "types.txt", "attn_v=q8_0");
  QuantizeOptions options;
  options.output = m_folder / "types.txt";
  options.otherInputs = {m_folder / "types.txt"};
  const Status check = checkQuantize(*m_model, test::planOf(*m_model, Preset::Q4_K_M), nullptr, options);
  ASSERT_FALSE(check);
  EXPECT_EQ(check.error().code, ErrorCode::SameFile);
}

TEST_F(CheckQuantize, FolderThatCannotBeWritten) {
  // Cases that stop root as well: no such folder, a file where a folder should be, a system that takes no files.
  EXPECT_EQ(refused(m_folder.path() / "missing" / "out.gguf").code, ErrorCode::CannotWrite);
  EXPECT_EQ(refused(input() / "out.gguf").code, ErrorCode::CannotWrite);
  EXPECT_EQ(refused("/proc/out.gguf").code, ErrorCode::CannotWrite);
}

TEST_F(CheckQuantize, OutputThatIsNoFile) {
  fs::create_directory(m_folder / "folder.gguf");
  EXPECT_EQ(refused(m_folder / "folder.gguf").code, ErrorCode::CannotWrite);
  EXPECT_EQ(refused("/dev/null").code, ErrorCode::CannotWrite);
  EXPECT_EQ(refused("").code, ErrorCode::InvalidArgument);
}

TEST_F(CheckQuantize, NotEnoughSpace) {
  Plan plan = test::planOf(*m_model, Preset::Q8_0);
  plan.fileBytes = Bytes{std::uint64_t{1} << 60};
  const Error error = refused(m_folder / "out.gguf", plan);
  EXPECT_EQ(error.code, ErrorCode::DiskFull);
  EXPECT_NE(error.message().find("1.15 EB"), std::string::npos) << error.message();
}

TEST_F(CheckQuantize, TypeThatIsNoneForWeights) {
  const TensorId tensor = m_model->findTensor("blk.0.attn_q.weight").value();
  for (const Codec& codec : allCodecs()) {
    if (codec.canEncode() || 256 % findTensorType(codec.type)->blockLength != 0) continue;
    Plan plan = test::planOf(*m_model, Preset::Q8_0);
    for (PlanEntry& entry : plan.entries)
      if (entry.tensor == tensor) entry.type = codec.type;
    const Error error = refused(m_folder / "out.gguf", plan);
    EXPECT_EQ(error.code, ErrorCode::UnsupportedType) << tensorTypeName(codec.type);
    EXPECT_NE(error.message().find("blk.0.attn_q.weight"), std::string::npos);
    EXPECT_NE(error.message().find("is no type for weights"), std::string::npos) << error.message();
  }
}

TEST_F(CheckQuantize, PlanOfAnotherModel) {
  const auto sample = test::sampleModel();
  EXPECT_EQ(refused(m_folder / "out.gguf", test::planOf(*sample, Preset::Q8_0)).code, ErrorCode::InvalidArgument);
}

TEST_F(CheckQuantize, ImportanceOfTheWrongSize) {
  test::writeImportance(m_folder / "m.dat", {{"blk.0.attn_k.weight", std::vector<float>(255, 1.0F)}});
  const auto importance = ImportanceMatrix::read(m_folder / "m.dat");
  ASSERT_TRUE(importance) << importance.error().message();
  const Error error = refused(m_folder / "out.gguf", test::planOf(*m_model, Preset::Q4_K_M), &*importance);
  EXPECT_EQ(error.code, ErrorCode::WrongImportance);
  EXPECT_NE(error.message().find("blk.0.attn_k.weight"), std::string::npos) << error.message();
}

TEST_F(CheckQuantize, NotFiniteWeightsAreCountedAndNamed) {
  std::vector<test::TestTensor> tensors = test::smallModel(TensorType::F32);
  std::vector<float>& values = tensors[2].values;  // blk.0.attn_q.weight
  values[5] = std::numeric_limits<float>::quiet_NaN();
  values[256 * 200] = -std::numeric_limits<float>::infinity();
  values[256 * 255 + 255] = std::numeric_limits<float>::infinity();
  test::writeModel(m_folder / "nan.gguf", tensors);
  const auto model = test::openModel(m_folder / "nan.gguf");
  test::writeText(m_folder / "out.gguf", "old");
  for (const Preset preset : {Preset::Q4_K_M, Preset::F32}) {  // encoded, and copied
    QuantizeOptions options;
    options.output = m_folder / "out.gguf";
    const Result<QuantizeReport> run = quantize(*model, test::planOf(*model, preset), nullptr, options, nullptr, {});
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().code, ErrorCode::NotFinite);
    EXPECT_NE(run.error().message().find("blk.0.attn_q.weight"), std::string::npos) << run.error().message();
    EXPECT_NE(run.error().message().find("3 of its 65536 values"), std::string::npos) << run.error().message();
    EXPECT_EQ(test::fileText(m_folder / "out.gguf"), "old");
    EXPECT_EQ(test::namesIn(m_folder.path()), (std::vector<std::string>{"in.gguf", "nan.gguf", "out.gguf"}));
  }
}

TEST_F(CheckQuantize, NotFiniteWeightsBecomeZerosByConsent) {
  std::vector<test::TestTensor> clean = test::smallModel(TensorType::F32);
  clean[2].values[5] = 0;
  clean[3].values[7] = 0;
  std::vector<test::TestTensor> dirty = clean;
  dirty[2].values[5] = std::numeric_limits<float>::quiet_NaN();
  dirty[3].values[7] = std::numeric_limits<float>::infinity();
  test::writeModel(m_folder / "clean.gguf", clean);
  test::writeModel(m_folder / "dirty.gguf", dirty);
  for (const Preset preset : {Preset::Q4_K_M, Preset::F32}) {
    QuantizeOptions options;
    options.nonFinite = NonFinitePolicy::WriteZeros;
    const auto exported = [&](const char* input) {
      const auto model = test::openModel(m_folder / input);
      options.output = m_folder / "out.gguf";
      const auto report = quantize(*model, test::planOf(*model, preset), nullptr, options, nullptr, {});
      EXPECT_TRUE(report) << report.error().message();
      return *report;
    };
    EXPECT_EQ(exported("clean.gguf").zeroedValues, 0U);
    const std::string expected = test::fileText(m_folder / "out.gguf");
    const QuantizeReport report = exported("dirty.gguf");
    EXPECT_EQ(report.zeroedValues, 2U);
    EXPECT_EQ(report.zeroedTensors, (std::vector<std::string>{dirty[2].name, dirty[3].name}));
    EXPECT_EQ(test::fileText(m_folder / "out.gguf"), expected) << "as if the values had been 0";
  }
}

TEST(CheckQuantizeSafetensors, CanBeMeasuredButNotExportedYet) {
  const test::TemporaryFolder folder;
  const std::string header = R"({"blk.0.ffn_up.weight":{"dtype":"F32","shape":[4,64],"data_offsets":[0,1024]}})";
  const std::vector<float> values = test::weights(256, 5);
  const std::uint64_t length = header.size();
  test::writeText(folder / "model.safetensors", std::string(reinterpret_cast<const char*>(&length), sizeof(length)) +
                                                    header +
                                                    std::string(reinterpret_cast<const char*>(values.data()), 1024));
  const auto model = test::openModel(folder / "model.safetensors");
  const auto analysis = analyzeTensor(*model, TensorId{0}, TensorType::Q8_0, nullptr, {}, {});
  ASSERT_TRUE(analysis) << analysis.error().message();
  EXPECT_EQ(analysis->error.values, 256U);
  EXPECT_GT(analysis->error.sqnrDb, 40);

  QuantizeOptions options;
  options.output = folder / "out.gguf";
  const Result<QuantizeReport> run =
      quantize(*model, test::planOf(*model, Preset::Q8_0), nullptr, options, nullptr, {});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::UnsupportedType);
  EXPECT_NE(run.error().message().find("convert_hf_to_gguf.py"), std::string::npos);
  EXPECT_EQ(test::namesIn(folder.path()), std::vector<std::string>{"model.safetensors"});
}

}  // namespace
}  // namespace halftone
