// The codebooks in kTables, which gpu/ops/tables.cpp lays out in this order, and how to read them.
#ifndef HALFTONE_TABLES
#define HALFTONE_TABLES

#include "slots.glsl"

// Where each begins, in words. An entry of eight is 16 bits, two to a word: of each value its level's number in 2 bits,
// the first in the lowest. An entry of four is a word: of each value its level in 8 bits. Levels are 16 f32.
const uint kIq2Xxs = 0;                      // 256 entries of eight
const uint kIq2Xs = kIq2Xxs + 128;           // 512
const uint kIq2S = kIq2Xs + 256;             // 1024
const uint kIq1 = kIq2S + 512;               // 2048
const uint kIq3Xxs = kIq1 + 1024;            // 256 entries of four
const uint kIq3S = kIq3Xxs + 256;            // 512
const uint kUnevenLevels = kIq3S + 512;      // of iq4_nl and iq4_xs
const uint kTwiceE2M1 = kUnevenLevels + 16;  // of mxfp4 and nvfp4

// Half an entry of eight: four level numbers. `part` is 0 or 1.
uvec4 levelNumbers(uint table, uint entry, uint part) {
  const uint bits = tables[table + entry / 2] >> (16 * (entry & 1) + 8 * part);
  return uvec4(bits) >> uvec4(0, 2, 4, 6) & 3u;
}

// The same as levels: of the iq2 types, 8, 25 or 43; of the iq1 types, −1, 0 or 1.
vec4 iq2Levels(uint table, uint entry, uint part) {
  return vec4(uvec4(0x2b1908u) >> 8 * levelNumbers(table, entry, part) & 255u);
}
vec4 iq1Levels(uint entry, uint part) { return vec4(levelNumbers(kIq1, entry, part)) - 1.0; }

// An entry of four levels.
vec4 iq3Levels(uint table, uint entry) { return vec4(uvec4(tables[table + entry]) >> uvec4(0, 8, 16, 24) & 255u); }

// Eight sign bits from the low seven of `bits`; the eighth makes the number of set bits even.
uint evenParitySigns(uint bits) {
  const uint seven = bits & 127u;
  const uint folded = (seven ^ seven >> 4) & 15u;
  return seven | (0x6996u >> folded & 1u) << 7;
}

// Negative where bit j of `signs` is set.
vec4 withSigns(vec4 quad, uint signs) {
  return uintBitsToFloat(floatBitsToUint(quad) ^ (uvec4(signs) << uvec4(31, 30, 29, 28) & 0x80000000u));
}

#endif
