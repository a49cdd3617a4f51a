// The sample model has channels that were rescaled by powers of two when it was made; the channel peaks must find them.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <ostream>
#include <string>
#include <vector>

#include "core/analysis/tensor_passes.h"
#include "core/codec/codec.h"
#include "core/model/model.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

struct Rescaled {
  std::size_t column;
  double factor;
};

// A tensor that reads rescaled channels as its columns.
struct RescaledTensor {
  std::string name;
  std::vector<Rescaled> channels;
};

void PrintTo(const RescaledTensor& tensor, std::ostream* out) { *out << tensor.name; }

std::vector<RescaledTensor> rescaledTensors() {
  std::vector<RescaledTensor> tensors;
  const auto attentionInput = [&](const std::string& layer, const std::vector<Rescaled>& channels) {
    for (const char* name : {"attn_q", "attn_k", "attn_v"})
      tensors.push_back({"blk." + layer + "." + name + ".weight", channels});
  };
  const auto feedForwardInput = [&](const std::string& layer, const std::vector<Rescaled>& channels) {
    for (const char* name : {"ffn_gate", "ffn_up"})
      tensors.push_back({"blk." + layer + "." + name + ".weight", channels});
  };
  attentionInput("0", {{33, 16}, {204, 8}, {32, 8}});
  feedForwardInput("0", {{182, 16}, {153, 8}});
  tensors.push_back({"blk.1.ffn_down.weight", {{712, 32}, {113, 16}, {371, 16}, {307, 8}}});
  attentionInput("3", {{33, 8}, {193, 4}});
  tensors.push_back({"blk.4.ffn_down.weight", {{751, 8}, {477, 8}}});
  feedForwardInput("5", {{93, 8}, {130, 4}, {37, 4}});
  tensors.push_back({"blk.5.ffn_down.weight", {{762, 32}, {211, 8}}});
  return tensors;
}

std::vector<double> columnPeaks(const Model& model, const std::string& name) {
  const TensorId id = model.findTensor(name).value();
  const TensorInfo& info = model.tensor(id);
  std::vector<float> values(info.shape.elements());
  findCodec(info.type)->decode(model.bytes(id), values);
  ChannelMaxima maxima;
  maxima.add({0, 0, info.shape.columns(), values, {}, {}});
  return peaksOverMedian(maxima.columns());
}

class SampleChannels : public testing::TestWithParam<RescaledTensor> {};

TEST_P(SampleChannels, TheRescaledColumnsStandOutMost) {
  const auto model = Model::open(test::samplePath("Fireside-6.8M-v1.0-F16.gguf"));
  ASSERT_TRUE(model) << model.error().message();
  const std::vector<double> peaks = columnPeaks(**model, GetParam().name);
  std::vector<std::size_t> order(peaks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return peaks[a] > peaks[b]; });

  std::vector<std::size_t> expected;
  for (const Rescaled& channel : GetParam().channels) {
    expected.push_back(channel.column);
    // Its own maximum before rescaling was between a third and three times the median.
    EXPECT_GT(peaks[channel.column], channel.factor / 3) << "column " << channel.column;
    EXPECT_LT(peaks[channel.column], channel.factor * 3) << "column " << channel.column;
  }
  std::sort(expected.begin(), expected.end());
  std::vector<std::size_t> found(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(expected.size()));
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, expected);
  EXPECT_GT(peaks[order[expected.size() - 1]], 1.15 * peaks[order[expected.size()]]) << "and nothing else comes near";
}

INSTANTIATE_TEST_SUITE_P(Listed, SampleChannels, testing::ValuesIn(rescaledTensors()));

}  // namespace
}  // namespace halftone
