// Every codec, each defined in the file of its name. A new type is a file and a line here and in registry.cpp.
// Thread-safety: constants.
#pragma once

#include "core/codec/codec.h"

namespace halftone::codecs {

extern const Codec f32, f16, bf16, f64, f8E4M3, f8E5M2;
extern const Codec i8, i16, i32, i64, u8, boolean;
extern const Codec q8_0, q4_0, q4_1, q5_0, q5_1, q1_0, q2_0;
extern const Codec q2_K, q3_K, q4_K, q5_K, q6_K;
extern const Codec iq4_nl, iq4_xs, iq3_s, iq3_xxs, iq2_s, iq2_xs, iq2_xxs, iq1_m, iq1_s;
extern const Codec tq1_0, tq2_0, mxfp4, nvfp4;

}  // namespace halftone::codecs
