#include <algorithm>
#include <array>

#include "core/codec/codec.h"
#include "core/codec/codec_list.h"

namespace halftone {
namespace {

using namespace codecs;

constexpr std::array<const Codec*, 37> kCodecs = {
    &f32,   &f16,     &bf16,  &f64,    &f8E4M3,  &f8E5M2, &i8,    &i16,   &i32,   &i64,   &u8,    &boolean, &q8_0,
    &q4_0,  &q4_1,    &q5_0,  &q5_1,   &q1_0,    &q2_0,   &q2_K,  &q3_K,  &q4_K,  &q5_K,  &q6_K,  &iq4_nl,  &iq4_xs,
    &iq3_s, &iq3_xxs, &iq2_s, &iq2_xs, &iq2_xxs, &iq1_m,  &iq1_s, &tq1_0, &tq2_0, &mxfp4, &nvfp4,
};

// Types of equal density keep the order of their ids.
std::array<Codec, kCodecs.size()> orderedCodecs() {
  std::array<Codec, kCodecs.size()> ordered{};
  std::transform(kCodecs.begin(), kCodecs.end(), ordered.begin(), [](const Codec* codec) { return *codec; });
  std::sort(ordered.begin(), ordered.end(), [](const Codec& a, const Codec& b) {
    const double bitsA = findTensorType(a.type)->bitsPerWeight();
    const double bitsB = findTensorType(b.type)->bitsPerWeight();
    return bitsA != bitsB ? bitsA < bitsB : a.type < b.type;
  });
  return ordered;
}

}  // namespace

std::span<const Codec> allCodecs() {
  static const std::array<Codec, kCodecs.size()> codecs = orderedCodecs();
  return codecs;
}

const Codec* findCodec(TensorType type) {
  for (const Codec& codec : allCodecs())
    if (codec.type == type) return &codec;
  return nullptr;
}

bool canEncode(TensorType type) {
  const Codec* codec = findCodec(type);
  return codec != nullptr && codec->canEncode();
}

std::vector<TensorType> encodableTypes() {
  std::vector<TensorType> types;
  for (const Codec& codec : allCodecs())
    if (codec.canEncode()) types.push_back(codec.type);
  return types;
}

}  // namespace halftone
