#include "core/plan/exclusion.h"

#include <algorithm>
#include <array>

namespace halftone {
namespace {

struct Exclusion {
  std::string_view part;  // of the name
  std::string_view why;
};

constexpr std::string_view kRouter = "it routes tokens to experts";
constexpr std::string_view kPosition = "position and token-type embeddings stay as they are";
constexpr std::string_view kConvolution = "a small convolution";
constexpr std::string_view kRecurrent = "a small recurrent tensor";
constexpr std::string_view kSmall = "too small to gain anything";
constexpr std::string_view kMedia = "a small tensor of the image or audio part";

// Found anywhere in the name. The second group of routers is how Hugging Face's models name them.
constexpr Exclusion kExclusions[] = {
    {"_norm.weight", "a norm"},
    {"ffn_gate_inp.weight", kRouter},
    {"ffn_gate_tid2eid.weight", kRouter},
    {"mlp.gate.weight", kRouter},
    {"block_sparse_moe.gate.weight", kRouter},
    {"mlp.router.weight", kRouter},
    {"position_embd", kPosition},
    {"position_embeddings", kPosition},
    {"token_types", kPosition},
    {"token_type_embeddings", kPosition},
    {"attn_rel_b.weight", "relative positions stay as they are"},
    {".rel_pos", "relative positions stay as they are"},
    {"ssm_conv1d", kConvolution},
    {"shortconv.conv.weight", kConvolution},
    {"altup", kSmall},
    {"laurel", kSmall},
    {"per_layer_model_proj", kSmall},
    {"indexer.k_proj.weight", kSmall},
    {"indexer.q_proj.weight", kSmall},
    {"time_mix_first.weight", kRecurrent},
    {"time_mix_w0.weight", kRecurrent},
    {"time_mix_w1.weight", kRecurrent},
    {"time_mix_w2.weight", kRecurrent},
    {"time_mix_v0.weight", kRecurrent},
    {"time_mix_v1.weight", kRecurrent},
    {"time_mix_v2.weight", kRecurrent},
    {"time_mix_a0.weight", kRecurrent},
    {"time_mix_a1.weight", kRecurrent},
    {"time_mix_a2.weight", kRecurrent},
    {"time_mix_g1.weight", kRecurrent},
    {"time_mix_g2.weight", kRecurrent},
    {"time_mix_decay_w1.weight", kRecurrent},
    {"time_mix_decay_w2.weight", kRecurrent},
    {"time_mix_lerp_fused.weight", kRecurrent},
    {"sam.pos_embd", kMedia},
    {"sam.neck.", kMedia},
    {"sam.net_", kMedia},
    {".patch_embd", kMedia},
    {".patch_merger", kMedia},
    {"a.rvq.codebook", kMedia},
    {"mm.a.code_embd", kMedia},
};

constexpr std::array<TensorType, 6> kNotWeights = {TensorType::I8,  TensorType::I16, TensorType::I32,
                                                   TensorType::I64, TensorType::U8,  TensorType::Bool};

// Trailing dimensions of 1 do not make a matrix.
bool isMatrix(const Shape& shape) { return shape.rows() > 1; }

}  // namespace

std::string_view whyNeverQuantized(const TensorInfo& tensor) {
  if (!isMatrix(tensor.shape)) return "one dimension";
  const std::string_view name = tensor.name;
  if (!name.ends_with("weight")) return "its name does not end in \"weight\"";
  for (const Exclusion& exclusion : kExclusions)
    if (name.find(exclusion.part) != std::string_view::npos) return exclusion.why;
  if (std::find(kNotWeights.begin(), kNotWeights.end(), tensor.type) != kNotWeights.end())
    return "it holds whole numbers";
  return {};
}

}  // namespace halftone
