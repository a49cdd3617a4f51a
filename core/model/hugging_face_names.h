// The names that Hugging Face's models give their tensors, in GGUF's words.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace halftone {

// A layered name taken apart: "model.layers.12.self_attn.q_proj.weight" -> 12, "self_attn.q_proj.weight".
struct LayeredName {
  std::uint32_t layer = 0;
  std::string_view rest;
};

// Nothing for a name without one of the known layer prefixes ("model.layers.", "transformer.h.", …).
std::optional<LayeredName> splitHuggingFaceLayer(std::string_view name);

// GGUF's word for a tensor of a layer or of the whole model: "self_attn.q_proj" -> "attn_q", "model.embed_tokens" ->
// "token_embd". `name` is without layer prefix and ".weight". Empty for a name that has none.
std::string_view ggufWord(std::string_view name);

}  // namespace halftone
