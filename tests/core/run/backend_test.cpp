// What a backend may do to a run: speed it up, and nothing else.
#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <mutex>

#include "core/run/backend_gate.h"
#include "core/run/backend_plan.h"
#include "core/run/measure.h"
#include "core/run/quantize.h"
#include "tests/core/run/fake_backend.h"
#include "tests/core/run/run_fixture.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

using test::FakeBackend;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class BackendTest : public ::testing::Test {
 protected:
  QuantizeReport mustQuantize(const Model& model, const Plan& plan, const char* name, Backend* backend,
                              const ImportanceMatrix* importance = nullptr, RunObserver* observer = nullptr) {
    QuantizeOptions options;
    options.output = m_folder / name;
    options.threads = 2;
    options.nonFinite = NonFinitePolicy::WriteZeros;
    options.backend = backend;
    const auto report = quantize(model, plan, importance, options, observer, {});
    EXPECT_TRUE(report) << report.error().message();
    return report.value_or(QuantizeReport{});
  }

  // The file is the one that the CPU writes alone.
  QuantizeReport expectTheSameFile(Backend* backend, Preset preset = Preset::Q4_K_M) {
    const auto model = test::sampleModel();
    const Plan plan = test::planOf(*model, preset);
    mustQuantize(*model, plan, "cpu.gguf", nullptr);
    const QuantizeReport report = mustQuantize(*model, plan, "both.gguf", backend);
    EXPECT_TRUE(test::fileBytes(m_folder / "cpu.gguf") == test::fileBytes(m_folder / "both.gguf"));
    return report;
  }

  test::TemporaryFolder m_folder;
  FakeBackend m_backend;
};

TEST_F(BackendTest, TakesSlabsAndIsReported) {
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_EQ(report.backend.name, "a fake GPU");
  EXPECT_GT(report.backend.slabs, 0U);
  EXPECT_LE(report.backend.slabs, report.slabs);
  EXPECT_FALSE(report.backend.lost);
  EXPECT_THAT(report.backend.notes, IsEmpty());
}

TEST_F(BackendTest, NoneIsReportedAsNone) {
  const QuantizeReport report = expectTheSameFile(nullptr);
  EXPECT_EQ(report.backend.name, "");
  EXPECT_EQ(report.backend.slabs, 0U);
  EXPECT_GT(report.slabs, 0U);
}

TEST_F(BackendTest, NoMoreAreInsideThanItWorksOn) {
  m_backend.seats = 1;
  expectTheSameFile(&m_backend);
  EXPECT_EQ(m_backend.mostInside.load(), 1U);
}

TEST_F(BackendTest, OneThatIsLostInMidRunIsReplacedByTheCpu) {
  m_backend.lostAfter = 9;
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_THAT(report.backend.notes, ElementsAre(HasSubstr("it is gone")));
  EXPECT_TRUE(report.backend.lost);
  EXPECT_LT(report.backend.slabs, report.slabs);
  EXPECT_LE(m_backend.calls.load(), 9U + m_backend.seats);
}

TEST_F(BackendTest, OneThatIsLostAtOnceDoesNothing) {
  m_backend.lostAfter = 0;
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_THAT(report.backend.notes, ElementsAre(HasSubstr("it is gone")));
  EXPECT_EQ(report.backend.slabs, 0U);
}

TEST_F(BackendTest, ATypeThatItEncodesBadlyStaysWithTheCpu) {
  m_backend.tamper = [](const RecodeJob& job) {
    if (job.type != TensorType::Q4_K) return;
    for (std::size_t i = 0; i < job.encoded.size(); i += 144) job.encoded[i + 1] ^= std::byte{4};  // of f16 scales
    if (!job.decoded.empty()) findCodec(job.type)->decode(job.encoded, job.decoded);
  };
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_THAT(report.backend.notes, ElementsAre(HasSubstr("its error is")));
  EXPECT_THAT(report.backend.notes.front(), HasSubstr("q4_K"));
  EXPECT_GT(report.backend.slabs, 0U) << "q6_K is right";
}

TEST_F(BackendTest, OneThatDecodesWronglyDoesNothing) {
  m_backend.tamper = [](const RecodeJob& job) {
    if (!job.values.empty()) job.values[7] = std::nextafter(job.values[7], 1.0F);
  };
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_EQ(report.backend.slabs, 0U);
  EXPECT_THAT(report.backend.notes.front(), HasSubstr("decodes the source otherwise"));
}

TEST_F(BackendTest, OneThatTellsOfLittleMemoryGetsNoMore) {
  m_backend.memory = m_backend.toldMemory = 20'000;
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_THAT(report.backend.notes, IsEmpty());
  EXPECT_GT(report.backend.slabs, 0U);
}

TEST_F(BackendTest, OneWithLittleMemoryGetsSmallerSlabs) {
  m_backend.memory = 70'000;
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_GT(report.backend.slabs, 0U);
  EXPECT_THAT(report.backend.notes, ElementsAre(HasSubstr("smaller slabs")));
}

TEST_F(BackendTest, OneWithoutMemoryLeavesAllToTheCpu) {
  m_backend.memory = 0;
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_EQ(report.backend.slabs, 0U);
  EXPECT_THAT(report.backend.notes.front(), HasSubstr("no memory left"));
}

TEST_F(BackendTest, WhatItDoesNotKnowTheCpuDoes) {
  m_backend.knows = [](TensorType type) { return type == TensorType::Q6_K; };
  const QuantizeReport report = expectTheSameFile(&m_backend);
  EXPECT_THAT(report.backend.notes, IsEmpty());
  EXPECT_LT(report.backend.slabs, report.slabs);
}

TEST_F(BackendTest, IsNamedInThePlanOnlyIfItKnowsOneOfItsTypes) {
  const auto model = test::sampleModel();
  PlanRequest request;
  request.preset = Preset::Q4_K_M;
  EXPECT_EQ(makePlanWith(*model, request, &m_backend)->backend, "a fake GPU");
  EXPECT_NE(makePlanWith(*model, request, &m_backend)->metadata.find("quantize.backend"), nullptr);
  m_backend.knows = [](TensorType type) { return type == TensorType::Q8_0; };
  EXPECT_EQ(makePlanWith(*model, request, &m_backend)->backend, "");
  EXPECT_EQ(makePlanWith(*model, request, &m_backend)->metadata.find("quantize.backend"), nullptr);
  EXPECT_THAT(makePlanWith(*model, request, &m_backend)->warnings,
              Contains(HasSubstr("a fake GPU encodes none of these types at effort normal")));
  EXPECT_EQ(makePlanWith(*model, request, nullptr)->backend, "");
  EXPECT_THAT(makePlanWith(*model, request, nullptr)->warnings, Not(Contains(HasSubstr("none of these types"))));
}

TEST_F(BackendTest, SlabsWithNanGoToTheCpu) {
  auto tensors = test::smallModel(TensorType::F32);
  for (test::TestTensor& tensor : tensors)
    if (tensor.dimensions.size() > 1) tensor.values[5] = std::numeric_limits<float>::quiet_NaN();
  test::writeModel(m_folder / "in.gguf", tensors);
  const auto model = test::openModel(m_folder / "in.gguf");
  const Plan plan = test::planOf(*model, Preset::Q8_0);
  const QuantizeReport alone = mustQuantize(*model, plan, "cpu.gguf", nullptr);
  const QuantizeReport both = mustQuantize(*model, plan, "both.gguf", &m_backend);
  EXPECT_GT(alone.zeroedValues, 0U);
  EXPECT_EQ(both.zeroedValues, alone.zeroedValues);
  EXPECT_THAT(both.backend.notes, ElementsAre(HasSubstr("NaN"))) << "nothing could be tried out";
  EXPECT_TRUE(test::fileBytes(m_folder / "cpu.gguf") == test::fileBytes(m_folder / "both.gguf"));
}

TEST_F(BackendTest, ObserversGetWhatItDecoded) {
  class Errors : public RunObserver {
   public:
    bool wantsDecoded() const override { return true; }
    void rowsEncoded(const PlanEntry&, const RowSlab& slab, std::span<const std::byte>) override {
      ErrorSums sums;
      sums.add(slab);
      const std::scoped_lock lock(m_mutex);
      values += sums.values;
      lost += sums.signLost;
    }
    std::uint64_t values = 0;
    std::uint64_t lost = 0;

   private:
    std::mutex m_mutex;
  };
  const auto model = test::sampleModel();
  const Plan plan = test::planOf(*model, Preset::Q2_K);
  Errors alone, both;
  mustQuantize(*model, plan, "cpu.gguf", nullptr, nullptr, &alone);
  mustQuantize(*model, plan, "both.gguf", &m_backend, nullptr, &both);
  EXPECT_EQ(both.values, alone.values);
  EXPECT_EQ(both.lost, alone.lost);
}

class BackendMeasureTest : public BackendTest {
 protected:
  TensorId tensor(std::string_view name) const {
    for (const TensorInfo& info : m_model->tensors())
      if (info.name == name) return info.id;
    throw std::runtime_error("no such tensor");
  }
  std::shared_ptr<const Model> m_model = test::sampleModel();
};

TEST_F(BackendMeasureTest, CandidatesAreTheCpus) {
  const TensorId id = tensor("blk.2.ffn_up.weight");
  const std::vector<TensorType> types = {TensorType::Q4_K, TensorType::Q8_0, TensorType::F16};
  BackendGate gate(&m_backend);
  const auto here = measureCandidates(*m_model, id, types, nullptr, {}, {});
  const auto there = measureCandidates(*m_model, id, types, nullptr, {}, {}, Effort::Normal, &gate);
  ASSERT_TRUE(here && there);
  ASSERT_EQ(there->size(), here->size());
  for (std::size_t i = 0; i < here->size(); ++i) {
    EXPECT_EQ((*there)[i].type, (*here)[i].type);
    EXPECT_EQ((*there)[i].error.mse, (*here)[i].error.mse);
    EXPECT_EQ((*there)[i].error.signLost, (*here)[i].error.signLost);
  }
  EXPECT_GT(gate.report().slabs, 0U);
}

TEST_F(BackendMeasureTest, AnAnalysisIsTheCpusAlsoWhereItIsLost) {
  const TensorId id = tensor("blk.2.ffn_up.weight");
  const auto here = analyzeTensor(*m_model, id, TensorType::Q4_K, nullptr, {}, {});
  for (const std::size_t lostAfter : {std::size_t{1000}, std::size_t{5}}) {
    FakeBackend backend;
    backend.lostAfter = lostAfter;
    BackendGate gate(&backend);
    const auto there = analyzeTensor(*m_model, id, TensorType::Q4_K, nullptr, {}, {}, Effort::Normal, &gate);
    ASSERT_TRUE(here && there);
    EXPECT_EQ(there->error.mse, here->error.mse);
    EXPECT_EQ(there->source.kurtosis, here->source.kurtosis);
    EXPECT_EQ(there->errors.bins, here->errors.bins);
    EXPECT_EQ(there->outliers, here->outliers);
    EXPECT_EQ(gate.report().notes.empty(), lostAfter == 1000);
  }
}

}  // namespace
}  // namespace halftone
