// What users write for a plan: overrides, whose patterns are then compiled and matched, and metadata edits.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/plan/plan.h"
#include "core/plan/type_override.h"
#include "tests/fuzz/check_tensors.h"

namespace {

using namespace halftone;

void tryOverrides(std::string_view text) {
  const Result<std::vector<TypeOverride>> overrides = parseTypeOverrides(text);
  if (!overrides) return fuzz::require(!overrides.error().message().empty());
  const Result<CompiledOverrides> compiled = CompiledOverrides::compile(*overrides);
  fuzz::require(compiled.has_value());  // a pattern that cannot be compiled is no override
  for (const std::string_view name : {"token_embd.weight", "blk.31.ffn_down_exps.weight", "", "a\xFF\n"})
    if (const auto match = compiled->firstMatch(name)) fuzz::require(*match < overrides->size());
}

void tryEdit(std::string_view text) {
  const Result<MetadataEdit> edit = parseMetadataEdit(text);
  if (!edit) return fuzz::require(!edit.error().message().empty());
  fuzz::require(!edit->key.empty() && edit->value.has_value());
  (void)metadataText(*edit->value, 40);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  tryOverrides(text);
  tryEdit(text);
  return 0;
}
