#include "app/cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/exit_codes.h"

namespace halftone::cli {
namespace {

using testing::HasSubstr;

template <class T>
T parsed(const std::vector<std::string>& words) {
  const std::variant<Command, Answer> result = parseArguments(words);
  if (const Answer* answer = std::get_if<Answer>(&result)) {
    ADD_FAILURE() << answer->text;
    return T{};
  }
  return std::get<T>(std::get<Command>(result));
}

Answer answer(const std::vector<std::string>& words) {
  const std::variant<Command, Answer> result = parseArguments(words);
  if (const Answer* found = std::get_if<Answer>(&result)) return *found;
  ADD_FAILURE() << "accepted";
  return {};
}

TEST(Arguments, QuantizeReadsPositionalsAsLlamaQuantizeDoes) {
  const struct {
    std::vector<std::string> words;
    const char* output;
    Preset preset;
    unsigned threads;
  } cases[] = {
      {{"in/M-F16.gguf", "Q4_K_M"}, "in/M-Q4_K_M.gguf", Preset::Q4_K_M, 0},
      {{"in/M-F16.gguf", "q8_0", "3"}, "in/M-Q8_0.gguf", Preset::Q8_0, 3},
      {{"in.gguf", "out.gguf", "Q5_K"}, "out.gguf", Preset::Q5_K_M, 0},
      {{"in.gguf", "out.gguf", "15"}, "out.gguf", Preset::Q4_K_M, 0},
      {{"in.gguf", "out.gguf", "Q5_K_S", "8"}, "out.gguf", Preset::Q5_K_S, 8},
      {{"in.gguf", "15"}, "in-Q4_K_M.gguf", Preset::Q4_K_M, 0},
  };
  for (const auto& expected : cases) {
    std::vector<std::string> words = {"quantize"};
    words.insert(words.end(), expected.words.begin(), expected.words.end());
    const auto command = parsed<QuantizeCommand>(words);
    EXPECT_EQ(command.input.string(), expected.words[0]);
    EXPECT_EQ(command.output.string(), expected.output);
    EXPECT_EQ(command.planning.preset, expected.preset);
    EXPECT_EQ(command.threads, expected.threads);
  }
}

TEST(Arguments, QuantizeReadsEveryOptionWhereverItStands) {
  const auto command = parsed<QuantizeCommand>({"quantize",
                                                "--imatrix",
                                                "i.gguf",
                                                "--tensor-type",
                                                "attn_v=q8_0",
                                                "in.gguf",
                                                "--tensor-type",
                                                "[abc]=q6_K",
                                                "--tensor-type-file",
                                                "types.txt",
                                                "--output-tensor-type",
                                                "q6_k",
                                                "--token-embedding-type",
                                                "f16",
                                                "--pure",
                                                "--effort",
                                                "thorough",
                                                "--leave-output-tensor",
                                                "--allow-requantize",
                                                "--override-kv",
                                                "a.b=int:3",
                                                "--override-kv",
                                                "c=str:x y",
                                                "--prune-layers",
                                                "3,7-9",
                                                "--split-max-size",
                                                "4G",
                                                "--split-max-tensors",
                                                "12",
                                                "--dry-run",
                                                "--nonfinite-to-zero",
                                                "--allow-missing-imatrix",
                                                "-t",
                                                "5",
                                                "--json",
                                                "out.gguf",
                                                "Q4_K_S"});
  const PlanningOptions& planning = command.planning;
  EXPECT_EQ(command.output, "out.gguf");
  EXPECT_EQ(planning.imatrix, "i.gguf");
  ASSERT_EQ(planning.overrides.size(), 2u);
  EXPECT_EQ(planning.overrides[1].pattern, "[abc]");
  EXPECT_EQ(planning.overrides[1].type, TensorType::Q6_K);
  EXPECT_EQ(planning.tensorTypeFile, "types.txt");
  EXPECT_EQ(planning.effort, Effort::Thorough);
  EXPECT_EQ(planning.outputType, TensorType::Q6_K);
  EXPECT_EQ(planning.embeddingType, TensorType::F16);
  EXPECT_TRUE(planning.pure && planning.leaveOutput && planning.allowRequantize && !planning.keepSplit);
  ASSERT_EQ(planning.edits.size(), 2u);
  EXPECT_EQ(planning.edits[1].key, "c");
  EXPECT_EQ(planning.prunedLayers,
            (std::vector<LayerIndex>{LayerIndex{3}, LayerIndex{7}, LayerIndex{8}, LayerIndex{9}}));
  EXPECT_EQ(planning.split.maxBytes, 4000000000u);
  EXPECT_EQ(planning.split.maxTensors, 12u);
  EXPECT_TRUE(command.dryRun && command.nonFiniteToZero && command.allowMissingImportance && command.json);
  EXPECT_EQ(command.threads, 5u);
}

TEST(Arguments, NamesInBracketsAreNames) {
  const auto quantize = parsed<QuantizeCommand>({"quantize", "[a,b]", "[c,d]", "Q4_0"});
  EXPECT_EQ(quantize.input, "[a,b]");
  EXPECT_EQ(quantize.output, "[c,d]");
  EXPECT_EQ(parsed<InspectCommand>({"inspect", "[a,b]"}).file, "[a,b]");
  EXPECT_EQ(parsed<AnalyzeCommand>({"analyze", "[a,b]", "--imatrix", "[c,d]"}).imatrix, "[c,d]");
  EXPECT_EQ(parsed<CompareCommand>({"compare", "[a,b]", "[c,d]"}).quantized, "[c,d]");
}

TEST(Arguments, OtherCommandsReadTheirs) {
  const auto inspect = parsed<InspectCommand>({"inspect", "m.gguf", "--metadata", "rope", "--tensor", "[a]", "--full"});
  EXPECT_EQ(inspect.metadataFilter, "rope");
  EXPECT_EQ(inspect.tensorPattern, "[a]");
  EXPECT_TRUE(inspect.full && !inspect.json);
  const auto analyze = parsed<AnalyzeCommand>(
      {"analyze", "--type", "q4_K", "--type", "Q4_k", "m.gguf", "--type", "f16", "--sample", "1000", "--json"});
  EXPECT_EQ(analyze.types, (std::vector<TensorType>{TensorType::Q4_K, TensorType::F16}));
  EXPECT_EQ(analyze.sample, 1000u);
  const auto compare = parsed<CompareCommand>({"compare", "a.gguf", "b.gguf", "--threads", "2"});
  EXPECT_EQ(compare.quantized, "b.gguf");
  EXPECT_EQ(compare.threads, 2u);
  EXPECT_EQ(parsed<PlanCommand>({"plan", "m.gguf", "Q6_K"}).planning.preset, Preset::Q6_K);
}

TEST(Arguments, SaysWhatIsWrong) {
  const struct {
    std::vector<std::string> words;
    const char* says;
  } cases[] = {
      {{}, "Usage"},
      {{"bogus"}, "\"bogus\" is no command"},
      {{"inspect"}, "FILE is required"},
      {{"plan", "m.gguf"}, "PRESET is required"},
      {{"plan", "m.gguf", "Q9"}, "\"Q9\": it is no preset. Choose one of Q1_0"},
      {{"plan", "m.gguf", "Q4_0", "--bogus"}, "--bogus"},
      {{"plan", "m.gguf", "Q4_0", "--effort", "most"}, "quick, normal or thorough"},
      {{"quantize", "m.gguf"}, "required"},
      {{"quantize", "m.gguf", "out.gguf"}, "\"out.gguf\": it is no preset"},
      {{"quantize", "m.gguf", "Q4_0", "many"}, "number of threads"},
      {{"quantize", "m.gguf", "Q4_0", "3", "4"}, "too many"},
      {{"quantize", "m.gguf", "Q4_0", "--tensor-type", "attn_v"}, "REGEX=type"},
      {{"quantize", "m.gguf", "Q4_0", "--tensor-type", "(=q8_0"}, "regular expression"},
      {{"quantize", "m.gguf", "Q4_0", "--tensor-type"}, "--tensor-type"},
      {{"quantize", "m.gguf", "Q4_0", "--output-tensor-type", "i32"}, "no type for weights"},
      {{"quantize", "m.gguf", "Q4_0", "--override-kv", "a=7"}, "KEY=TYPE:VALUE"},
      {{"quantize", "m.gguf", "Q4_0", "--prune-layers", "9-7"}, "list such as"},
      {{"quantize", "m.gguf", "Q4_0", "--prune-layers", "0-4000000000"}, "list such as"},
      {{"quantize", "m.gguf", "Q4_0", "--split-max-size", "4"}, "size such as"},
      {{"quantize", "m.gguf", "Q4_0", "--split-max-size", "99999999999999G"}, "size such as"},
      {{"quantize", "m.gguf", "Q4_0", "--split-max-size", "4G", "--keep-split"}, "contradicts"},
      {{"analyze", "m.gguf", "--type", "q9"}, "no type for weights"},
      {{"analyze", "m.gguf", "--sample", "-4"}, "--sample: \"-4\" is no whole number of 0 or more"},
      {{"analyze", "m.gguf", "--sample", "1.5"}, "--sample: \"1.5\" is no whole number"},
      {{"compare", "m.gguf"}, "QUANTIZED is required"},
      {{"compare", "a", "b", "-t", "9999"}, "--threads"},
  };
  for (const auto& expected : cases) {
    const Answer said = answer(expected.words);
    EXPECT_EQ(said.exitCode, kUsage);
    EXPECT_THAT(said.text, HasSubstr(expected.says));
  }
}

TEST(Arguments, HelpTeaches) {
  for (const char* command : {"inspect", "plan", "quantize", "analyze", "compare"}) {
    const Answer said = answer({command, "--help"});
    EXPECT_EQ(said.exitCode, kOk);
    EXPECT_THAT(said.text, HasSubstr("Examples:")) << command;
    EXPECT_THAT(said.text, HasSubstr("--json")) << command;
  }
  const Answer said = answer({"--help"});
  EXPECT_EQ(said.exitCode, kOk);
  for (const char* part : {"Exit codes:", "130  cancelled", "inspect", "compare"})
    EXPECT_THAT(said.text, HasSubstr(part));
  EXPECT_THAT(answer({"quantize", "--help"}).text, HasSubstr("Q4_K_M      4.50"));
  EXPECT_THAT(answer({"--version"}).text, HasSubstr("halftone-cli "));
}

}  // namespace
}  // namespace halftone::cli
