// f64, for viewing: rounded to f32, beyond whose range it becomes infinity.
#include <cmath>
#include <limits>

#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

void decodeValue(const std::uint8_t* bytes, float* value) {
  const auto wide = load<double>(bytes);
  // The bound is where rounding to nearest leaves f32's range; C++ leaves the conversion undefined beyond it.
  const double bound = 0x1.ffffffp127;
  const float infinity = std::numeric_limits<float>::infinity();
  *value = std::abs(wide) >= bound ? std::copysign(infinity, wide < 0 ? -1.0F : 1.0F) : static_cast<float>(wide);
}

}  // namespace

const Codec f64 = {TensorType::F64, &decodeBlocks<decodeValue, 8, 1>, nullptr};

}  // namespace halftone::codecs
