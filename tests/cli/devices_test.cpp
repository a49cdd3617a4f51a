// What encodes: listed, chosen, and told.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/cli/program.h"
#include "tests/support/paths.h"

namespace halftone::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(DevicesCommand, ListsThemWithTheirSpeeds) {
  const json listed = cliJson({"devices", "--json"});
  for (const json& device : listed.at("devices")) {
    EXPECT_FALSE(device.at("name").get<std::string>().empty());
    EXPECT_GT(device.at("memory_bytes").get<std::uint64_t>(), 0U);
    EXPECT_LE(device.at("free_memory_bytes").get<std::uint64_t>(), device.at("memory_bytes").get<std::uint64_t>());
    if (!device.at("usable").get<bool>()) continue;
    EXPECT_GT(device.at("weights_per_second").get<double>(), 0.0);
    EXPECT_GT(device.at("cpu_weights_per_second").get<double>(), 0.0);
    EXPECT_THAT(runCli({"devices"}).output, HasSubstr(device.at("name").get<std::string>()));
  }
}

TEST(DevicesCommand, OneThatIsNotThereIsRefusedBeforeAnyWork) {
  const TemporaryFolder folder;
  const std::string output = (folder / "out.gguf").string();
  const ProgramResult result = runCli({"quantize", "--device", "no such GPU", sampleModel(), output, "Q8_0"});
  EXPECT_EQ(result.exitCode, 10);
  EXPECT_FALSE(result.errors.empty());
  EXPECT_FALSE(std::filesystem::exists(output));
}

TEST(DevicesCommand, TheOneThatIsChosenEncodesAndTheFileSaysSo) {
  const TemporaryFolder folder;
  const std::string output = (folder / "out.gguf").string(), alone = (folder / "cpu.gguf").string();
  EXPECT_EQ(cliJson({"quantize", "--device", "cpu", "--json", sampleModel(), alone, "BF16"}).at("device"), "cpu");
  const json listed = cliJson({"devices", "--json"});
  for (const json& device : listed.at("devices")) {
    if (!device.at("usable").get<bool>()) continue;
    const std::string number = std::to_string(device.at("number").get<int>());
    const json report = cliJson({"quantize", "--device", number, "--json", sampleModel(), output, "BF16"});
    EXPECT_EQ(report.at("device"), device.at("name"));
    EXPECT_GT(report.at("device_slabs").get<int>(), 0);
    EXPECT_TRUE(report.at("device_notes").empty()) << report.at("device_notes");
    EXPECT_THAT(runCli({"inspect", output, "--metadata", "quantize.backend"}).output,
                HasSubstr(device.at("name").get<std::string>()));
    EXPECT_EQ(cliJson({"compare", alone, output, "--json"}).at("total").at("max_error"), 0.0);
    const json planned =
        cliJson({"quantize", "--device", number, "--json", "--dry-run", sampleModel(), output, "BF16"});
    EXPECT_EQ(planned.at("file_bytes"), report.at("file_bytes"));
  }
}

}  // namespace
}  // namespace halftone::test
