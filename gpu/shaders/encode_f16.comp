#version 460
// f16: IEEE binary16.
#extension GL_GOOGLE_include_directive : require
#define F32_TO_HALF f32ToF16
#include "encode_halves.glsl"
