// Integers and booleans, for viewing: rounded to the nearest f32.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

template <class T>
void decodeInteger(const std::uint8_t* bytes, float* value) {
  *value = static_cast<float>(load<T>(bytes));
}

// Any byte but 0 is true.
void decodeBoolean(const std::uint8_t* bytes, float* value) { *value = *bytes != 0 ? 1.0F : 0.0F; }

template <class T>
constexpr Codec integerCodec(TensorType type) {
  return {type, &decodeBlocks<decodeInteger<T>, sizeof(T), 1>, nullptr};
}

}  // namespace

const Codec i8 = integerCodec<std::int8_t>(TensorType::I8);
const Codec i16 = integerCodec<std::int16_t>(TensorType::I16);
const Codec i32 = integerCodec<std::int32_t>(TensorType::I32);
const Codec i64 = integerCodec<std::int64_t>(TensorType::I64);
const Codec u8 = integerCodec<std::uint8_t>(TensorType::U8);
const Codec boolean = {TensorType::Bool, &decodeBlocks<decodeBoolean, 1, 1>, nullptr};

}  // namespace halftone::codecs
