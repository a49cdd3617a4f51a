#include "app/cli/help_text.h"

#include <fmt/format.h>

#include "app/cli/exit_codes.h"
#include "core/format/tensor_type.h"
#include "core/plan/preset.h"

namespace halftone::cli {
namespace {

// In columns of four, with the bits of each preset's main type.
std::string presetTable() {
  std::string text = "Presets (bits per weight of the main type):\n";
  std::size_t column = 0;
  for (const PresetInfo& preset : allPresets()) {
    const double bits = findTensorType(preset.baseType)->bitsPerWeight();
    text += fmt::format("  {:<10}{:>6.2f} ", preset.name, bits);
    if (++column % 4 == 0) text += "\n";
  }
  return column % 4 == 0 ? text : text + "\n";
}

}  // namespace

std::string generalHelp() {
  return "Examples:\n"
         "  halftone-cli inspect Model-F16.gguf\n"
         "      what is in a file: sizes, metadata, every tensor\n"
         "  halftone-cli plan Model-F16.gguf Q4_K_M\n"
         "      which type each tensor would get and why, and the exact size, without writing anything\n"
         "  halftone-cli quantize --imatrix imatrix.gguf Model-F16.gguf Model-Q4_K_M.gguf Q4_K_M\n"
         "      write it; the file takes its name only after it was read back and checked\n"
         "  halftone-cli analyze Model-F16.gguf --tensor ffn_down --type q4_K --type q6_K\n"
         "      what each type would do to these tensors\n"
         "  halftone-cli compare Model-F16.gguf Model-Q4_K_M.gguf\n"
         "      what quantizing did, tensor by tensor\n"
         "\n"
         "COMMAND --help explains each of them. With --json, results are one JSON object on standard output.\n"
         "\nExit codes:\n" +
         exitCodeHelp();
}

std::string inspectHelp() {
  return "Any shard of a sharded model opens the whole model; safetensors files and folders of them work too.\n"
         "Bits per weight are computed from the tensors, never taken from the metadata.\n"
         "\nExamples:\n"
         "  halftone-cli inspect model.gguf --metadata tokenizer\n"
         "  halftone-cli inspect model.gguf --tensor 'blk\\.0\\.' --json\n";
}

std::string presetHelp() {
  return presetTable() +
         "\nExamples:\n"
         "  halftone-cli plan model.gguf Q4_K_M\n"
         "  halftone-cli plan model.gguf Q4_K_M --tensor-type 'ffn_down=q6_K' --json\n";
}

std::string quantizeHelp() {
  return presetTable() +
         "\nTypes for --tensor-type and the like are written as q4_K, q8_0, f16, in any case. A pattern is a regular\n"
         "expression found anywhere in a tensor's name; the first that matches wins.\n"
         "\nExamples:\n"
         "  halftone-cli quantize Model-F16.gguf Q4_K_M\n"
         "      writes Model-Q4_K_M.gguf beside the input\n"
         "  halftone-cli quantize --imatrix imatrix.gguf Model-F16.gguf small.gguf Q3_K_L\n"
         "  halftone-cli quantize Model-F16.gguf mix.gguf Q4_K_S --tensor-type 'attn_v=q8_0' \\\n"
         "      --tensor-type 'blk\\.(0|1)\\.ffn_down=q6_K' --output-tensor-type q6_K\n"
         "  halftone-cli quantize --split-max-size 4G Model-F16.gguf shards.gguf Q8_0\n"
         "  halftone-cli quantize --effort thorough Model-F16.gguf best.gguf IQ4_XS\n"
         "      search longer: the same size, a little closer to the original\n"
         "  halftone-cli quantize --dry-run Model-F16.gguf Q4_K_M\n"
         "\nCtrl+C stops cleanly: the output keeps its old content. So do errors, a full disk and a crash.\n";
}

std::string devicesHelp() {
  return "Speeds are measured now, on made-up weights: f16 to the type that is named, with transfers. A GPU helps the\n"
         "CPU and never decides alone: each type is tried out beside the CPU before it is used, and what a GPU\n"
         "cannot do or does wrongly the CPU does. Its codes of iq2 and iq3 types differ from the CPU's; files tell\n"
         "which GPU took part (quantize.backend). With --device cpu a file is the same on every machine.\n"
         "\nExamples:\n"
         "  halftone-cli devices\n"
         "  halftone-cli quantize --device 0 Model-F16.gguf Q4_K_M\n"
         "  halftone-cli quantize --device cpu Model-F16.gguf Q4_K_M\n";
}

std::string analyzeHelp() {
  return "Each tensor is encoded and decoded again in memory; nothing is written. Tensors that cannot have a type are\n"
         "left out of its rows. Without --type the tensors are measured as they are: sizes of weights, outliers, and\n"
         "in which tensors weights are NaN or infinite.\n"
         "\n  SQNR   signal to error in dB: 6 dB is one bit\n"
         "  sign lost   share of non-zero weights that become 0\n"
         "  kurtosis, peak   how far the largest weights stand out\n"
         "\nExamples:\n"
         "  halftone-cli analyze model.gguf\n"
         "  halftone-cli analyze model.gguf --tensor 'blk\\.7\\.' --type q4_K --type q5_K --type q6_K\n"
         "  halftone-cli analyze big.gguf --type q4_K --sample 1000000\n"
         "      on a sample of rows of each tensor; the figures are then approximate\n";
}

std::string compareHelp() {
  return "Tensors are matched by name; both files may be in any type, sharded or not.\n"
         "\nExamples:\n"
         "  halftone-cli compare Model-F16.gguf Model-Q4_K_M.gguf\n"
         "  halftone-cli compare Model-F16.gguf Model-Q4_K_M.gguf --json | jq .total.sqnr_db\n";
}

}  // namespace halftone::cli
