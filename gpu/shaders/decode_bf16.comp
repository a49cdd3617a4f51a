#version 460
// bf16: the top half of f32.
#extension GL_GOOGLE_include_directive : require
#define HALF_TO_F32 bf16ToF32
#include "decode_halves.glsl"
