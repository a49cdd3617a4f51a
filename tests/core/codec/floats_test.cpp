#include "core/codec/floats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/codec/codec.h"

namespace halftone::codecs {
namespace {

// By the definition of the format, in doubles.
double valueOfHalf(std::uint32_t half) {
  const std::uint32_t exponent = (half >> 10) & 31U;
  const double mantissa = half & 1023U;
  const double magnitude =
      exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024.0 + mantissa, static_cast<int>(exponent) - 25);
  return (half & 0x8000U) != 0 ? -magnitude : magnitude;
}

TEST(F16, DecodesEveryPattern) {
  for (std::uint32_t half = 0; half < 65536; ++half) {
    const float value = f16ToF32(static_cast<std::uint16_t>(half));
    if ((half & 0x7c00U) != 0x7c00U) {
      ASSERT_EQ(static_cast<double>(value), valueOfHalf(half)) << half;
    } else {
      ASSERT_EQ(std::isinf(value), (half & 0x3ffU) == 0) << half;
      ASSERT_EQ(std::isnan(value), (half & 0x3ffU) != 0) << half;
    }
  }
}

TEST(F16, EncodesEveryFinitePatternToItself) {
  for (std::uint32_t half = 0; half < 65536; ++half) {
    if ((half & 0x7c00U) == 0x7c00U) continue;
    ASSERT_EQ(f32ToF16(f16ToF32(static_cast<std::uint16_t>(half))), half);
  }
}

TEST(F16, RoundsToNearestTiesToEven) {
  for (std::uint32_t half = 0; half < 0x7bffU; ++half) {
    const auto low = static_cast<std::uint16_t>(half);
    const auto high = static_cast<std::uint16_t>(half + 1);
    const auto middle = static_cast<float>((valueOfHalf(low) + valueOfHalf(high)) / 2);
    const float infinity = std::numeric_limits<float>::infinity();
    ASSERT_EQ(f32ToF16(middle), half % 2 == 0 ? low : high) << half;
    ASSERT_EQ(f32ToF16(std::nextafter(middle, 0.0F)), low) << half;
    ASSERT_EQ(f32ToF16(std::nextafter(middle, infinity)), high) << half;
    ASSERT_EQ(f32ToF16(-std::nextafter(middle, infinity)), high | 0x8000U) << half;
  }
}

TEST(F16, SaturatesBeyondItsRange) {
  for (const float value : {65504.0F, 65519.0F, 65520.0F, 1e6F, std::numeric_limits<float>::max()}) {
    EXPECT_EQ(roundToF16(value), 65504.0F) << value;
    EXPECT_EQ(roundToF16(-value), -65504.0F) << value;
  }
  EXPECT_TRUE(std::isnan(roundToF16(std::numeric_limits<float>::quiet_NaN())));
}

TEST(Bf16, RoundsToNearestTiesToEvenAndStaysFinite) {
  for (std::uint32_t half = 0; half < 0x7f7fU; ++half) {
    const std::uint32_t middle = half << 16 | 0x8000U;
    ASSERT_EQ(f32ToBf16(std::bit_cast<float>(half << 16)), half);
    ASSERT_EQ(f32ToBf16(std::bit_cast<float>(middle)), half + half % 2);
    ASSERT_EQ(f32ToBf16(std::bit_cast<float>(middle - 1)), half);
    ASSERT_EQ(f32ToBf16(std::bit_cast<float>(middle + 1)), half + 1);
    ASSERT_EQ(f32ToBf16(std::bit_cast<float>((middle + 1) | 0x80000000U)), (half + 1) | 0x8000U);
  }
  EXPECT_EQ(f32ToBf16(std::numeric_limits<float>::max()), 0x7f7fU);
  EXPECT_TRUE(std::isnan(bf16ToF32(f32ToBf16(std::numeric_limits<float>::quiet_NaN()))));
}

// Every number that both formats hold, what lies between neighbours, and both ends; an odd number of them.
std::vector<float> testValues() {
  std::vector<float> values = {0.0F, -0.0F, std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()};
  for (std::uint32_t half = 0; half < 0x7f80U; ++half)
    for (const std::uint32_t low : {0U, 0x7fffU, 0x8000U, 0x8001U})
      values.push_back(std::bit_cast<float>((half << 16 | low) ^ (half & 1U) << 31));
  for (std::uint32_t half = 0; half < 0x7c00U; ++half)
    for (const std::uint32_t low : {0U, 0x0fffU, 0x1000U, 0x1001U})
      values.push_back(
          std::bit_cast<float>(std::bit_cast<std::uint32_t>(f16ToF32(static_cast<std::uint16_t>(half))) + low));
  values.resize(values.size() / 2 * 2 - 1);
  return values;
}

// The codecs' vectors against the functions above.
TEST(HalfCodecs, AgreeWithTheFunctionsOnEveryTarget) {
  const std::vector<float> values = testValues();
  std::vector<std::uint16_t> halves(values.size()), every(65535);
  for (std::size_t i = 0; i < every.size(); ++i) every[i] = static_cast<std::uint16_t>(i);
  std::vector<float> decoded(every.size());
  for (const std::string_view target : simdTargets()) {
    ASSERT_TRUE(forceSimdTarget(target));
    findCodec(TensorType::F16)->encode({values, values.size()}, std::as_writable_bytes(std::span(halves)));
    for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(halves[i], f32ToF16(values[i])) << values[i] << target;
    findCodec(TensorType::BF16)->encode({values, values.size()}, std::as_writable_bytes(std::span(halves)));
    for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(halves[i], f32ToBf16(values[i])) << values[i] << target;
    findCodec(TensorType::F16)->decode(std::as_bytes(std::span(every)), decoded);
    for (std::size_t i = 0; i < every.size(); ++i)
      ASSERT_EQ(std::bit_cast<std::uint32_t>(decoded[i]), std::bit_cast<std::uint32_t>(f16ToF32(every[i])))
          << i << target;
  }
  ASSERT_TRUE(forceSimdTarget({}));
}

TEST(F8, DecodesByDefinition) {
  struct Case {
    std::uint8_t bits;
    float e4m3;
    float e5m2;
  };
  const float infinity = std::numeric_limits<float>::infinity();
  const Case cases[] = {
      {0x00, 0.0F, 0.0F},   {0x01, 0x1p-9F, 0x1p-16F},  {0x07, 0x7p-9F, 0x1.cp-14F}, {0x08, 0x1p-6F, 0x1p-13F},
      {0x38, 1.0F, 0.5F},   {0x3c, 1.5F, 1.0F},         {0x7e, 448.0F, 0},           {0x7c, 384.0F, infinity},
      {0xb8, -1.0F, -0.5F}, {0xfc, -384.0F, -infinity}, {0x81, -0x1p-9F, -0x1p-16F}, {0x7b, 352.0F, 57344.0F},
  };
  for (const Case& item : cases) {
    EXPECT_EQ(f8E4M3ToF32(item.bits), item.e4m3) << int{item.bits};
    if (item.bits != 0x7e) {
      EXPECT_EQ(f8E5M2ToF32(item.bits), item.e5m2) << int{item.bits};
    }
  }
  EXPECT_TRUE(std::isnan(f8E4M3ToF32(0x7f)));
  EXPECT_TRUE(std::isnan(f8E4M3ToF32(0xff)));
  EXPECT_TRUE(std::isnan(f8E5M2ToF32(0x7e)));
}

}  // namespace
}  // namespace halftone::codecs
