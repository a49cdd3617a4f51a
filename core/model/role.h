// Role: what a tensor does in its model, told from its name.
// Thread-safety: all functions are pure.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/ids.h"

namespace halftone {

enum class Role {
  TokenEmbedding,
  Output,
  AttnQ,
  AttnK,
  AttnV,
  AttnQkv,
  AttnKvB,
  AttnOutput,
  FfnGate,
  FfnUp,
  FfnDown,
  Norm,
  Other,
};

// How the map groups roles.
enum class RoleGroup { Embedding, Attention, FeedForward, Experts, Other };

// Told by substring as the presets' rules are written, in their order: "blk.3.ffn_down_exps.weight" is FfnDown, and so
// are its scale and its bias. Hugging Face's names have the roles of their GGUF counterparts, also of single experts.
Role roleOfTensor(std::string_view name);

// The layer in a name ("blk.12.…" or "model.layers.12.…"), if it starts with one.
std::optional<LayerIndex> layerOfTensor(std::string_view name);

// The name without its layer prefix and ".weight", in GGUF's words: "ffn_down_exps", "attn_q", "token_embd"; the map's
// row. Two tensors of one layer have different row names. The view is of `name` or of a constant.
std::string_view rowNameOfTensor(std::string_view name);

// Experts: stacked (ffn_*_exps), shared (…_shexp) and single experts, and their router (ffn_gate_inp).
RoleGroup groupOfTensor(std::string_view name);

}  // namespace halftone
