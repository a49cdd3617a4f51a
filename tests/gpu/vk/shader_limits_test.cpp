// What our shaders ask for, read from their code: no more than any device that we take has, whatever the device that
// the tests run on has. Vulkan 1.1 promises 16 KiB of shared memory.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "gpu/vk/shader_code.h"

namespace halftone::gpu {
namespace {

constexpr std::uint64_t kMostShared = 16 * 1024;
constexpr std::uint64_t kMostInvocations = 256;

// Capabilities: that of all devices, and those of variants, which only devices are given that have them.
constexpr std::uint32_t kShader = 1, kStorageBuffer16 = 4433, kStorageBuffer8 = 4448;
constexpr std::uint32_t kSubgroups = 61, kSubgroupArithmetic = 63, kSubgroupShuffle = 65;
std::set<std::uint32_t> capabilitiesAllowed(std::string_view shader) {
  if (shader.ends_with(".bytes")) return {kShader, kStorageBuffer16, kStorageBuffer8};
  if (shader.ends_with(".subgroups")) return {kShader, kSubgroups, kSubgroupArithmetic, kSubgroupShuffle};
  return {kShader};
}

// The instructions that matter here; numbers and operands as the SPIR-V specification has them.
enum Instruction : std::uint32_t {
  kExecutionMode = 16,
  kCapability = 17,
  kTypeBool = 20,
  kTypeInt = 21,
  kTypeFloat = 22,
  kTypeVector = 23,
  kTypeArray = 28,
  kTypeStruct = 30,
  kTypePointer = 32,
  kConstant = 43,
  kSpecConstant = 50,
  kSpecConstantOp = 52,
  kVariable = 59,
};
constexpr std::uint32_t kLocalSize = 17, kSelect = 169, kWorkgroup = 4;

class Needs {
 public:
  explicit Needs(std::span<const std::uint32_t> words) {
    for (std::size_t at = 5; at < words.size(); at += words[at] >> 16U)
      read(words[at] & 0xffffU, words.subspan(at + 1, (words[at] >> 16U) - 1));
  }

  std::uint64_t shared = 0;       // bytes
  std::uint64_t invocations = 0;  // of a workgroup
  std::set<std::uint32_t> capabilities;

 private:
  void read(std::uint32_t instruction, std::span<const std::uint32_t> operands) {
    switch (instruction) {
      case kCapability: capabilities.insert(operands[0]); break;
      case kExecutionMode:
        if (operands[1] == kLocalSize) invocations = std::uint64_t{operands[2]} * operands[3] * operands[4];
        break;
      case kTypeBool: m_bytes[operands[0]] = 4; break;
      case kTypeInt:
      case kTypeFloat: m_bytes[operands[0]] = operands[1] / 8; break;
      case kTypeVector: m_bytes[operands[0]] = m_bytes[operands[1]] * operands[2]; break;
      case kTypeArray: m_bytes[operands[0]] = m_bytes[operands[1]] * m_values.at(operands[2]); break;
      case kTypeStruct:
        for (const std::uint32_t member : operands.subspan(1)) m_bytes[operands[0]] += m_bytes[member];
        break;
      case kTypePointer: m_pointees[operands[0]] = operands[2]; break;
      case kConstant:
      case kSpecConstant: m_values[operands[1]] = operands[2]; break;
      case kSpecConstantOp:  // of a choice, the larger
        if (operands[2] == kSelect && m_values.contains(operands[4]) && m_values.contains(operands[5]))
          m_values[operands[1]] = std::max(m_values[operands[4]], m_values[operands[5]]);
        break;
      case kVariable:
        if (operands[2] == kWorkgroup) shared += m_bytes.at(m_pointees.at(operands[0]));
        break;
      default: break;
    }
  }

  std::map<std::uint32_t, std::uint64_t> m_bytes;     // of types; 0 of those without a size
  std::map<std::uint32_t, std::uint64_t> m_values;    // of constants
  std::map<std::uint32_t, std::uint32_t> m_pointees;  // of pointers' types
};

TEST(ShaderLimits, NoShaderAsksForMoreThanADeviceMustHave) {
  std::uint64_t most = 0;
  for (const ShaderCode& shader : allShaders()) {
    const Needs needs(shader.words);
    EXPECT_LE(needs.shared, kMostShared) << shader.name;
    EXPECT_LE(needs.invocations, kMostInvocations) << shader.name;
    EXPECT_GT(needs.invocations, 0U) << shader.name;
    EXPECT_THAT(needs.capabilities, ::testing::IsSubsetOf(capabilitiesAllowed(shader.name))) << shader.name;
    EXPECT_TRUE(needs.capabilities.contains(kShader)) << shader.name;
    most = std::max(most, needs.shared);
  }
  EXPECT_GT(most, kMostShared / 2) << "shared memory is counted";
}

}  // namespace
}  // namespace halftone::gpu
