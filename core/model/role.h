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

// Matches presets.md: by substring, in its order ("blk.3.ffn_down_exps.weight" is FfnDown).
Role roleOfTensor(std::string_view name);

// The layer in a name ("blk.12.…" or "model.layers.12.…"), if it has one.
std::optional<LayerIndex> layerOfTensor(std::string_view name);

// The name without its layer prefix and ".weight": "ffn_down_exps", "attn_q", "token_embd"; the map's row.
std::string_view rowNameOfTensor(std::string_view name);

RoleGroup groupOfTensor(std::string_view name);

}  // namespace halftone
