#version 460
// bf16: the top half of f32.
#extension GL_GOOGLE_include_directive : require
#define F32_TO_HALF f32ToBf16
#include "encode_halves.glsl"
