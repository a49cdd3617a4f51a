#include "core/model/hugging_face_names.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace halftone {
namespace {

constexpr std::array<std::string_view, 8> kLayerPrefixes = {
    "model.layers.",
    "model.language_model.layers.",
    "language_model.model.layers.",
    "language_model.layers.",
    "model.text_model.layers.",
    "transformer.h.",
    "gpt_neox.layers.",
    "layers.",
};

struct Word {
  std::string_view huggingFace;
  std::string_view gguf;
};

constexpr std::array<Word, 68> kWords = {{
    // of the whole model
    {"model.embed_tokens", "token_embd"},
    {"model.language_model.embed_tokens", "token_embd"},
    {"language_model.model.embed_tokens", "token_embd"},
    {"transformer.wte", "token_embd"},
    {"gpt_neox.embed_in", "token_embd"},
    {"transformer.word_embeddings", "token_embd"},
    {"transformer.wpe", "position_embd"},
    {"lm_head", "output"},
    {"language_model.lm_head", "output"},
    {"embed_out", "output"},
    {"model.norm", "output_norm"},
    {"model.language_model.norm", "output_norm"},
    {"language_model.model.norm", "output_norm"},
    {"transformer.ln_f", "output_norm"},
    {"gpt_neox.final_layer_norm", "output_norm"},
    // attention
    {"self_attn.q_proj", "attn_q"},
    {"self_attn.k_proj", "attn_k"},
    {"self_attn.v_proj", "attn_v"},
    {"self_attn.o_proj", "attn_output"},
    {"self_attn.dense", "attn_output"},
    {"self_attn.out_proj", "attn_output"},
    {"self_attn.qkv_proj", "attn_qkv"},
    {"self_attn.query_key_value", "attn_qkv"},
    {"self_attention.query_key_value", "attn_qkv"},
    {"self_attention.dense", "attn_output"},
    {"attention.query_key_value", "attn_qkv"},
    {"attention.dense", "attn_output"},
    {"attn.c_attn", "attn_qkv"},
    {"attn.c_proj", "attn_output"},
    {"self_attn.q_a_proj", "attn_q_a"},
    {"self_attn.q_b_proj", "attn_q_b"},
    {"self_attn.kv_a_proj_with_mqa", "attn_kv_a_mqa"},
    {"self_attn.kv_b_proj", "attn_kv_b"},
    {"self_attn.q_a_layernorm", "attn_q_a_norm"},
    {"self_attn.kv_a_layernorm", "attn_kv_a_norm"},
    {"self_attn.q_norm", "attn_q_norm"},
    {"self_attn.k_norm", "attn_k_norm"},
    {"self_attn.q_layernorm", "attn_q_norm"},
    {"self_attn.k_layernorm", "attn_k_norm"},
    {"self_attn.sinks", "attn_sinks"},
    // feed-forward
    {"mlp.gate_proj", "ffn_gate"},
    {"mlp.up_proj", "ffn_up"},
    {"mlp.down_proj", "ffn_down"},
    {"mlp.gate_up_proj", "ffn_up"},
    {"mlp.fc1", "ffn_up"},
    {"mlp.fc2", "ffn_down"},
    {"mlp.c_fc", "ffn_up"},
    {"mlp.c_proj", "ffn_down"},
    {"mlp.dense_h_to_4h", "ffn_up"},
    {"mlp.dense_4h_to_h", "ffn_down"},
    // experts that share a tensor, and what chooses them
    {"mlp.gate", "ffn_gate_inp"},
    {"mlp.router", "ffn_gate_inp"},
    {"block_sparse_moe.gate", "ffn_gate_inp"},
    {"mlp.shared_expert_gate", "ffn_gate_inp_shexp"},
    {"mlp.shared_expert.gate_proj", "ffn_gate_shexp"},
    {"mlp.shared_expert.up_proj", "ffn_up_shexp"},
    {"mlp.shared_expert.down_proj", "ffn_down_shexp"},
    {"mlp.shared_experts.gate_proj", "ffn_gate_shexp"},
    {"mlp.shared_experts.up_proj", "ffn_up_shexp"},
    {"mlp.shared_experts.down_proj", "ffn_down_shexp"},
    {"mlp.experts.gate_up_proj", "ffn_gate_up_exps"},
    {"mlp.experts.down_proj", "ffn_down_exps"},
    // norms
    {"input_layernorm", "attn_norm"},
    {"ln_1", "attn_norm"},
    {"post_attention_layernorm", "ffn_norm"},
    {"ln_2", "ffn_norm"},
    {"pre_feedforward_layernorm", "pre_ffn_norm"},
    {"post_feedforward_layernorm", "post_ffw_norm"},
}};

}  // namespace

std::optional<LayeredName> splitHuggingFaceLayer(std::string_view name) {
  for (const std::string_view prefix : kLayerPrefixes) {
    if (!name.starts_with(prefix)) continue;
    const std::string_view tail = name.substr(prefix.size());
    LayeredName found;
    const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), found.layer);
    if (error != std::errc() || end == tail.data() + tail.size() || *end != '.') return std::nullopt;
    found.rest = tail.substr(static_cast<std::size_t>(end - tail.data()) + 1);
    return found;
  }
  return std::nullopt;
}

std::string_view ggufWord(std::string_view name) {
  for (const Word& word : kWords)
    if (word.huggingFace == name) return word.gguf;
  return {};
}

}  // namespace halftone
