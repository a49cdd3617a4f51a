#include "app/cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <sstream>

#include "app/cli/argument_values.h"
#include "app/cli/exit_codes.h"
#include "app/cli/help_text.h"
#include "app/cli/table.h"
#include "core/plan/output_name.h"

namespace halftone::cli {
namespace {

// What CLI11 fills in: words, made into values afterwards so that errors are ours and name the option.
struct PlanningWords {
  std::string imatrix;
  std::vector<std::string> tensorTypes;
  std::string tensorTypeFile;
  std::string outputType;
  std::string embeddingType;
  std::vector<std::string> overrideKv;
  std::string pruneLayers;
  std::string splitMaxSize;
  std::uint64_t splitMaxTensors = 0;
  std::string effort;
  PlanningOptions flags;
};

struct Words {
  PlanningWords planning;
  std::string preset;
  std::array<std::string, 4> positionals;  // of quantize
  std::vector<std::string> types;
  std::string imatrix;
  std::string effort;
  InspectCommand inspect;
  PlanCommand plan;
  QuantizeCommand quantize;
  AnalyzeCommand analyze;
  CompareCommand compare;
  DevicesCommand devices;
};

// An option's line shows what its value looks like, and nothing of how it is parsed.
class PlainFormatter : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_size() == 0 || option->get_positional() ? "" : " " + option->get_type_name();
  }
  std::string make_option_usage(const CLI::Option* option) const override { return option->get_name(true); }
};

constexpr const char* kOther = "Other";
constexpr const char* kTypes = "Which type each tensor gets";
constexpr const char* kFile = "What is written";

// An option that may be repeated and takes one word each time, so that it swallows no positional.
void repeated(CLI::App& app, const char* names, std::vector<std::string>& words, const char* help, const char* value,
              const char* group) {
  app.add_option(names, words, help)->allow_extra_args(false)->type_name(value)->group(group);
}

// A count. CLI11 alone would take "-1" for the largest number there is.
void count(CLI::App& app, const char* name, std::uint64_t& number, const char* help, const char* group) {
  CLI::Validator whole(
      [](const std::string& word) {
        return parseNumber(word) ? "" : fmt::format("\"{}\" is no whole number of 0 or more", printable(word));
      },
      "");
  app.add_option(name, number, help)->type_name("N")->check(whole)->group(group);
}

void addJson(CLI::App& app, bool& json) {
  app.add_flag("--json", json, "Print one JSON object instead of a table")->group(kOther);
}

void addThreads(CLI::App& app, unsigned& threads) {
  CLI::Validator range(
      [](const std::string& word) {
        const Result<unsigned> threads = parseThreads(word);
        return threads ? "" : threads.error().message();
      },
      "");
  app.add_option("-t,--threads", threads, "Threads to use; 0 = all")->type_name("N")->check(range)->group(kOther);
}

void addDevice(CLI::App& app, std::string& device) {
  app.add_option(
         "--device", device,
         "What encodes: cpu, a GPU's number or a part of its name (see halftone-cli devices), or auto (default): "
         "the GPU that is measured faster than the CPU")
      ->type_name("DEVICE")
      ->group(kOther);
}

void addEffort(CLI::App& app, std::string& effort, const char* group) {
  app.add_option("--effort", effort, "How long to search for codes and scales: quick, normal (default) or thorough")
      ->type_name("EFFORT")
      ->group(group);
}

void addPlanning(CLI::App& app, PlanningWords& words) {
  app.add_option("--imatrix", words.imatrix, "Importance matrix (GGUF or .dat): columns that matter get less error")
      ->type_name("FILE")
      ->group(kTypes);
  repeated(app, "--tensor-type", words.tensorTypes, "Give tensors whose names match this type (repeatable)",
           "REGEX=TYPE", kTypes);
  app.add_option("--tensor-type-file", words.tensorTypeFile, "Read such lines from a file, after those given here")
      ->type_name("FILE")
      ->group(kTypes);
  app.add_option("--output-tensor-type", words.outputType, "Type of output.weight")->type_name("TYPE")->group(kTypes);
  app.add_option("--token-embedding-type", words.embeddingType, "Type of the token embedding")
      ->type_name("TYPE")
      ->group(kTypes);
  app.add_flag("--pure", words.flags.pure, "The preset's base type everywhere, no mixture")->group(kTypes);
  addEffort(app, words.effort, kFile);
  app.add_flag("--leave-output-tensor", words.flags.leaveOutput, "Keep output.weight as it is")->group(kTypes);
  app.add_flag("--allow-requantize", words.flags.allowRequantize,
               "Quantize tensors that are quantized already; this loses quality a second time")
      ->group(kTypes);
  repeated(app, "--override-kv", words.overrideKv, "Set a metadata key; TYPE is int, float, bool or str (repeatable)",
           "KEY=TYPE:VALUE", kFile);
  app.add_option("--prune-layers", words.pruneLayers, "Leave layers out, such as 3,7-9; later ones are renumbered")
      ->type_name("LIST")
      ->group(kFile);
  app.add_flag("--keep-split", words.flags.keepSplit, "Shards as the input has them")->group(kFile);
  app.add_option("--split-max-size", words.splitMaxSize, "Shards of at most this much tensor data (M = 10^6, G = 10^9)")
      ->type_name("N(M|G)")
      ->group(kFile);
  count(app, "--split-max-tensors", words.splitMaxTensors, "Shards of at most this many tensors", kFile);
}

void addInspect(CLI::App& root, Words& words) {
  CLI::App& app = *root.add_subcommand("inspect", "Show what is in a model file");
  app.add_option("FILE", words.inspect.file, "GGUF or safetensors file, or a folder that holds one model")->required();
  app.add_option("--tensor", words.inspect.tensorPattern, "Only tensors whose names match")->type_name("REGEX");
  app.add_option("--metadata", words.inspect.metadataFilter, "Only metadata keys that contain this")->type_name("TEXT");
  app.add_flag("--full", words.inspect.full, "Metadata lists with all their elements");
  addJson(app, words.inspect.json);
  app.footer(inspectHelp());
}

void addPlan(CLI::App& root, Words& words) {
  CLI::App& app = *root.add_subcommand("plan", "Show which type each tensor would get, and the exact size");
  app.add_option("FILE", words.plan.file, "The model")->required();
  app.add_option("PRESET", words.preset, "See below; any case")->required();
  addPlanning(app, words.planning);
  addJson(app, words.plan.json);
  app.footer(presetHelp());
}

void addQuantize(CLI::App& root, Words& words) {
  CLI::App& app = *root.add_subcommand("quantize", "Write a quantized GGUF, read it back and check it");
  // Words in this order; which is which is told from them. One option each, for CLI11 takes a list apart at the commas
  // of a word in brackets, which is a file name like any other.
  const std::array<std::pair<const char*, const char*>, 4> positionals = {
      {{"IN", "The model"},
       {"[OUT]", "The file to write; without it, named after the preset beside the input"},
       {"PRESET", "See below; any case"},
       {"[THREADS]", "As --threads"}}};
  for (std::size_t i = 0; i < positionals.size(); ++i)
    app.add_option(positionals[i].first, words.positionals[i], positionals[i].second)->required(i == 0);
  addPlanning(app, words.planning);
  app.add_flag("--dry-run", words.quantize.dryRun, "Show the plan and the size, write nothing")->group(kFile);
  app.add_flag("--nonfinite-to-zero", words.quantize.nonFiniteToZero,
               "Write 0 for weights that are NaN or infinite, instead of refusing them")
      ->group(kFile);
  app.add_flag("--allow-missing-imatrix", words.quantize.allowMissingImportance,
               "Write very small types without an importance matrix; quality suffers")
      ->group(kTypes);
  addThreads(app, words.quantize.threads);
  addDevice(app, words.quantize.device);
  addJson(app, words.quantize.json);
  app.footer(quantizeHelp());
}

void addAnalyze(CLI::App& root, Words& words) {
  CLI::App& app = *root.add_subcommand("analyze", "Measure what encoding tensors as other types would do");
  app.add_option("FILE", words.analyze.file, "The model")->required();
  app.add_option("--tensor", words.analyze.tensorPattern, "Only tensors whose names match")->type_name("REGEX");
  repeated(app, "--type", words.types, "Measure this type (repeatable)", "TYPE", "Options");
  app.add_option("--imatrix", words.imatrix, "Encode with this importance matrix")->type_name("FILE");
  addEffort(app, words.effort, "Options");
  count(app, "--sample", words.analyze.sample, "At most this many values of each tensor", "Options");
  addThreads(app, words.analyze.threads);
  addDevice(app, words.analyze.device);
  addJson(app, words.analyze.json);
  app.footer(analyzeHelp());
}

void addCompare(CLI::App& root, Words& words) {
  CLI::App& app = *root.add_subcommand("compare", "Measure what quantizing did, tensor by tensor");
  app.add_option("ORIGINAL", words.compare.original, "The model before")->required();
  app.add_option("QUANTIZED", words.compare.quantized, "The same model after")->required();
  count(app, "--sample", words.compare.sample, "At most this many values of each tensor", "Options");
  addThreads(app, words.compare.threads);
  addJson(app, words.compare.json);
  app.footer(compareHelp());
}

void addDevices(CLI::App& root, Words& words) {
  CLI::App& app = *root.add_subcommand("devices", "List what can encode here, and how fast");
  addJson(app, words.devices.json);
  app.footer(devicesHelp());
}

Result<Effort> effortOf(const std::string& word) {
  if (word.empty()) return Effort::Normal;
  if (const std::optional<Effort> effort = parseEffort(word)) return *effort;
  return failure({ErrorCode::InvalidArgument, "", "--effort", fmt::format("\"{}\" is no effort", printable(word)),
                  "Write quick, normal or thorough"});
}

Result<PlanningOptions> planningOptions(const PlanningWords& words, const std::string& preset) {
  PlanningOptions options = words.flags;
  HALFTONE_TRY(options.preset, parsePreset(preset));
  HALFTONE_TRY(options.effort, effortOf(words.effort));
  if (!words.imatrix.empty()) options.imatrix = words.imatrix;
  if (!words.tensorTypeFile.empty()) options.tensorTypeFile = words.tensorTypeFile;
  for (const std::string& text : words.tensorTypes) {
    HALFTONE_TRY(TypeOverride override, parseTypeOverride(text));
    options.overrides.push_back(std::move(override));
  }
  for (const std::string& text : words.overrideKv) {
    HALFTONE_TRY(MetadataEdit edit, parseMetadataEdit(text));
    options.edits.push_back(std::move(edit));
  }
  if (!words.outputType.empty()) {
    HALFTONE_TRY(options.outputType, parseTargetType(words.outputType));
  }
  if (!words.embeddingType.empty()) {
    HALFTONE_TRY(options.embeddingType, parseTargetType(words.embeddingType));
  }
  HALFTONE_TRY(options.prunedLayers, parseLayers(words.pruneLayers));
  HALFTONE_TRY(options.split.maxBytes, parseSplitSize(words.splitMaxSize));
  options.split.maxTensors = words.splitMaxTensors;
  if (options.keepSplit && (options.split.maxBytes != 0 || options.split.maxTensors != 0))
    return failure({ErrorCode::InvalidArgument, "", "--keep-split", "it contradicts --split-max-size and the like",
                    "Use one of them"});
  return options;
}

// IN PRESET [THREADS] or IN OUT PRESET [THREADS]: the second word tells which, as for llama-quantize.
Result<Command> quantizeCommand(const Words& words) {
  QuantizeCommand command = words.quantize;
  std::vector<std::string> given(words.positionals.begin(), words.positionals.end());
  while (!given.empty() && given.back().empty()) given.pop_back();
  if (given.size() < 2)
    return failure(
        {ErrorCode::InvalidArgument, "", "PRESET", "it is required", "Write quantize IN [OUT] PRESET [THREADS]"});
  const bool named = !presetByName(given[1]).has_value();
  const std::size_t presetAt = named ? 2 : 1;
  if (given.size() <= presetAt) return failure(parsePreset(given[1]).error());
  HALFTONE_TRY(command.planning, planningOptions(words.planning, given[presetAt]));
  command.input = given[0];
  command.output = named ? std::filesystem::path(given[1])
                         : command.input.parent_path() / conventionalFileName(command.input, command.planning.preset);
  if (given.size() > presetAt + 2)
    return failure({ErrorCode::InvalidArgument, "", given.back(), "there is one argument too many",
                    "Write quantize IN [OUT] PRESET [THREADS]"});
  if (given.size() == presetAt + 2) {
    HALFTONE_TRY(command.threads, parseThreads(given.back()));
  }
  return Command(std::move(command));
}

Result<Command> planCommand(const Words& words) {
  PlanCommand command = words.plan;
  HALFTONE_TRY(command.planning, planningOptions(words.planning, words.preset));
  return Command(std::move(command));
}

Result<Command> analyzeCommand(const Words& words) {
  AnalyzeCommand command = words.analyze;
  if (!words.imatrix.empty()) command.imatrix = words.imatrix;
  HALFTONE_TRY(command.effort, effortOf(words.effort));
  for (const std::string& name : words.types) {
    HALFTONE_TRY(const TensorType type, parseTargetType(name));
    if (std::find(command.types.begin(), command.types.end(), type) == command.types.end())
      command.types.push_back(type);
  }
  return Command(std::move(command));
}

Result<Command> commandOf(const CLI::App& root, const Words& words) {
  const std::string name = root.get_subcommands().front()->get_name();
  if (name == "inspect") return Command(words.inspect);
  if (name == "plan") return planCommand(words);
  if (name == "quantize") return quantizeCommand(words);
  if (name == "analyze") return analyzeCommand(words);
  if (name == "devices") return Command(words.devices);
  return Command(words.compare);
}

bool isCommand(const CLI::App& root, const std::string& word) {
  const std::vector<const CLI::App*> all = root.get_subcommands([](const CLI::App*) { return true; });
  return std::any_of(all.begin(), all.end(), [&word](const CLI::App* app) { return app->get_name() == word; });
}

// Help is a success; whatever else CLI11 throws is a usage error.
Answer answerOf(const CLI::App& root, const CLI::ParseError& error) {
  std::ostringstream text;
  if (root.exit(error, text, text) == 0) return {kOk, text.str()};
  const std::vector<CLI::App*> chosen = root.get_subcommands();
  const std::string command = chosen.empty() ? "" : chosen.front()->get_name() + " ";
  return {kUsage, fmt::format("halftone-cli: {}.\nhalftone-cli {}--help explains.\n", error.what(), command)};
}

}  // namespace

std::variant<Command, Answer> parseArguments(const std::vector<std::string>& words) {
  CLI::App root("Halftone: see what quantizing does to a language model, and do it.", "halftone-cli");
  root.set_version_flag("--version", "halftone-cli " HALFTONE_VERSION, "Print the version");
  root.require_subcommand(1);
  root.formatter(std::make_shared<PlainFormatter>());
  root.footer(generalHelp());
  Words filled;
  addInspect(root, filled);
  addPlan(root, filled);
  addQuantize(root, filled);
  addAnalyze(root, filled);
  addCompare(root, filled);
  addDevices(root, filled);
  if (words.empty()) return Answer{kUsage, root.help()};
  if (!words[0].starts_with('-') && !isCommand(root, words[0]))
    return Answer{kUsage, fmt::format("halftone-cli: \"{}\" is no command. It is one of inspect, plan, quantize, "
                                      "analyze, compare and devices.\nhalftone-cli --help explains.\n",
                                      printable(words[0]))};
  try {
    root.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes the words from the back
  } catch (const CLI::ParseError& error) {
    return answerOf(root, error);
  }
  Result<Command> command = commandOf(root, filled);
  if (!command) return Answer{kUsage, "halftone-cli: " + printable(command.error().message()) + "\n"};
  return std::move(*command);
}

}  // namespace halftone::cli
