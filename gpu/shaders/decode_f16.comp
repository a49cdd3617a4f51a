#version 460
// f16: IEEE binary16.
#extension GL_GOOGLE_include_directive : require
#define HALF_TO_F32 f16ToF32
#include "decode_halves.glsl"
