#include "gpu/shaders/tools/spirv.h"

#include <cstddef>

namespace halftone::gpu {
namespace {

constexpr std::uint32_t kMagic = 0x07230203;
constexpr std::size_t kHeaderWords = 5;
constexpr std::uint32_t kNoContraction = 42;

// Opcodes, section 3.49.
enum : std::uint32_t {
  kOpTypeVoid = 19,  // declarations of types begin at it, where annotations have ended
  kOpTypeForwardPointer = 39,
  kOpConstantTrue = 41,
  kOpSpecConstantOp = 52,
  kOpDecorate = 71,
  kOpFAdd = 129,
  kOpFSub = 131,
  kOpFMul = 133,
  kOpVectorTimesScalar = 142,
};

bool isContractible(std::uint32_t opcode) {
  return opcode == kOpFAdd || opcode == kOpFSub || opcode == kOpFMul || opcode == kOpVectorTimesScalar;
}

bool isDeclaration(std::uint32_t opcode) {
  return (opcode >= kOpTypeVoid && opcode <= kOpTypeForwardPointer) ||
         (opcode >= kOpConstantTrue && opcode <= kOpSpecConstantOp);
}

}  // namespace

std::optional<std::vector<std::uint32_t>> withoutContraction(const std::vector<std::uint32_t>& module) {
  if (module.size() < kHeaderWords || module[0] != kMagic) return std::nullopt;
  std::size_t declarations = 0;
  std::vector<std::uint32_t> results;
  for (std::size_t at = kHeaderWords; at < module.size();) {
    const std::uint32_t opcode = module[at] & 0xffffU;
    const std::size_t length = module[at] >> 16U;
    if (length == 0 || length > module.size() - at) return std::nullopt;
    if (declarations == 0 && isDeclaration(opcode)) declarations = at;
    if (isContractible(opcode) && length > 2) results.push_back(module[at + 2]);
    at += length;
  }
  if (declarations == 0) return std::nullopt;
  std::vector<std::uint32_t> decorated(module.begin(), module.begin() + static_cast<std::ptrdiff_t>(declarations));
  for (const std::uint32_t result : results) {
    decorated.push_back(3U << 16U | kOpDecorate);
    decorated.push_back(result);
    decorated.push_back(kNoContraction);
  }
  decorated.insert(decorated.end(), module.begin() + static_cast<std::ptrdiff_t>(declarations), module.end());
  return decorated;
}

}  // namespace halftone::gpu
