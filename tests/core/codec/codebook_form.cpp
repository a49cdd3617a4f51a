#include "tests/core/codec/codebook_form.h"

#include "core/codec/codebooks.h"

namespace halftone::test {
namespace {

template <std::size_t kLength, std::size_t kEntries>
std::vector<std::vector<double>> entriesOf(const codecs::Codebook<kLength, kEntries>& book) {
  std::vector<std::vector<double>> entries;
  for (const auto& entry : book) entries.emplace_back(entry.begin(), entry.end());
  return entries;
}

}  // namespace

CodebookForm codebookForm(TensorType type) {
  switch (type) {
    case TensorType::IQ3_S: return {entriesOf(codecs::kIq3S), 8, 1, 31, true, false, false};
    case TensorType::IQ3_XXS: return {entriesOf(codecs::kIq3Xxs), 8, 0.25, 31, true, true, false};
    case TensorType::IQ2_S: return {entriesOf(codecs::kIq2S), 16, 0.125, 31, true, false, false};
    case TensorType::IQ2_XS: return {entriesOf(codecs::kIq2Xs), 16, 0.125, 31, true, true, false};
    case TensorType::IQ2_XXS: return {entriesOf(codecs::kIq2Xxs), 8, 0.125, 31, true, true, false};
    case TensorType::IQ1_M: return {entriesOf(codecs::kIq1), 16, 1, 15, false, false, false};
    default: return {entriesOf(codecs::kIq1), 8, 1, 15, false, false, true};
  }
}

}  // namespace halftone::test
