#include "core/model/role.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace halftone {
namespace {

struct NameCase {
  const char* name;
  Role role;
  std::optional<std::uint32_t> layer;
  const char* row;
  RoleGroup group;
};

TEST(Role, IsToldFromTheName) {
  using enum Role;
  const std::optional<std::uint32_t> none;
  const std::vector<NameCase> cases = {
      {"token_embd.weight", TokenEmbedding, none, "token_embd", RoleGroup::Embedding},
      {"per_layer_token_embd.weight", TokenEmbedding, none, "per_layer_token_embd", RoleGroup::Embedding},
      {"output.weight", Output, none, "output", RoleGroup::Embedding},
      {"output_norm.weight", Norm, none, "output_norm", RoleGroup::Other},
      {"rope_freqs.weight", Other, none, "rope_freqs", RoleGroup::Other},
      {"blk.0.attn_q.weight", AttnQ, 0, "attn_q", RoleGroup::Attention},
      {"blk.7.attn_q.bias", Other, 7, "attn_q.bias", RoleGroup::Attention},
      {"blk.7.attn_q_norm.weight", Norm, 7, "attn_q_norm", RoleGroup::Attention},
      {"blk.12.attn_k.weight", AttnK, 12, "attn_k", RoleGroup::Attention},
      {"blk.12.attn_v.weight", AttnV, 12, "attn_v", RoleGroup::Attention},
      {"blk.12.attn_qkv.weight", AttnQkv, 12, "attn_qkv", RoleGroup::Attention},
      {"blk.12.attn_kv_b.weight", AttnKvB, 12, "attn_kv_b", RoleGroup::Attention},
      {"blk.79.attn_output.weight", AttnOutput, 79, "attn_output", RoleGroup::Attention},
      {"blk.3.attn_norm.weight", Norm, 3, "attn_norm", RoleGroup::Attention},
      {"blk.3.ffn_norm.weight", Norm, 3, "ffn_norm", RoleGroup::FeedForward},
      {"blk.3.ffn_up.weight", FfnUp, 3, "ffn_up", RoleGroup::FeedForward},
      {"blk.3.ffn_gate.weight", FfnGate, 3, "ffn_gate", RoleGroup::FeedForward},
      {"blk.3.ffn_down.weight", FfnDown, 3, "ffn_down", RoleGroup::FeedForward},
      {"blk.3.ffn_down_exps.weight", FfnDown, 3, "ffn_down_exps", RoleGroup::Experts},
      {"blk.3.ffn_gate_inp.weight", FfnGate, 3, "ffn_gate_inp", RoleGroup::Experts},
      {"blk.3.ffn_up_shexp.weight", FfnUp, 3, "ffn_up_shexp", RoleGroup::Experts},
      {"blk.3.ssm_a", Other, 3, "ssm_a", RoleGroup::Other},
      {"blk.x.attn_q.weight", AttnQ, none, "blk.x.attn_q", RoleGroup::Attention},
      {"blk.99999999999.attn_q.weight", AttnQ, none, "blk.99999999999.attn_q", RoleGroup::Attention},
      {"enc.blk.3.attn_q.weight", AttnQ, none, "enc.blk.3.attn_q", RoleGroup::Attention},
      {"model.embed_tokens.weight", TokenEmbedding, none, "token_embd", RoleGroup::Embedding},
      {"lm_head.weight", Output, none, "output", RoleGroup::Embedding},
      {"model.norm.weight", Norm, none, "output_norm", RoleGroup::Other},
      {"model.layers.3.self_attn.q_proj.weight", AttnQ, 3, "attn_q", RoleGroup::Attention},
      {"model.layers.3.self_attn.q_proj.bias", Other, 3, "self_attn.q_proj.bias", RoleGroup::Other},
      {"model.layers.3.self_attn.qkv_proj.weight", AttnQkv, 3, "attn_qkv", RoleGroup::Attention},
      {"model.layers.3.self_attn.o_proj.weight", AttnOutput, 3, "attn_output", RoleGroup::Attention},
      {"model.layers.3.self_attn.kv_b_proj.weight", AttnKvB, 3, "attn_kv_b", RoleGroup::Attention},
      {"model.layers.3.input_layernorm.weight", Norm, 3, "attn_norm", RoleGroup::Attention},
      {"model.layers.10.mlp.down_proj.weight", FfnDown, 10, "ffn_down", RoleGroup::FeedForward},
      {"model.layers.10.mlp.gate_up_proj.weight", FfnUp, 10, "ffn_up", RoleGroup::FeedForward},
      {"model.layers.10.mlp.experts.5.up_proj.weight", FfnUp, 10, "mlp.experts.5.up_proj", RoleGroup::Experts},
      {"model.layers.1.block_sparse_moe.experts.7.w2.weight", FfnDown, 1, "block_sparse_moe.experts.7.w2",
       RoleGroup::Experts},
      {"model.layers.1.block_sparse_moe.gate.weight", FfnGate, 1, "ffn_gate_inp", RoleGroup::Experts},
      {"transformer.h.2.attn.c_attn.weight", AttnQkv, 2, "attn_qkv", RoleGroup::Attention},
      {"vision_tower.encoder.layers.2.mlp.fc1.weight", Other, none, "vision_tower.encoder.layers.2.mlp.fc1",
       RoleGroup::Other},
      {"", Other, none, "", RoleGroup::Other},
  };
  for (const NameCase& expected : cases) {
    SCOPED_TRACE(expected.name);
    EXPECT_EQ(roleOfTensor(expected.name), expected.role);
    const std::optional<LayerIndex> layer = layerOfTensor(expected.name);
    EXPECT_EQ(layer.has_value(), expected.layer.has_value());
    EXPECT_EQ(layer ? layer->value : 0, expected.layer.value_or(0));
    EXPECT_EQ(rowNameOfTensor(expected.name), expected.row);
    EXPECT_EQ(groupOfTensor(expected.name), expected.group);
  }
}

}  // namespace
}  // namespace halftone
