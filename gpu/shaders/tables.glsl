// The codebooks in kTables, which gpu/ops/tables.cpp lays out in this order, and how to read them.
#ifndef HALFTONE_TABLES
#define HALFTONE_TABLES

#include "packed_codes.glsl"
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
const uint kUnevenSums = kTwiceE2M1 + 16;    // of kUnevenLevels: each and the next
const uint kUnevenGuess = kUnevenSums + 16;  // 5 f32, as UnevenGuess has them
// 256 rows of 8 words, by signs: which supports the codebook of iq1 has under them, as TernarySupports has it.
const uint kTernarySupports = kUnevenGuess + 5;
// Depths of searches follow; where, shaders are told.

// Half an entry of eight, 0 or 1: four level numbers, a byte each.
uint levelNumbers(uint table, uint entry, uint part) {
  return spreadPairs(tables[table + entry / 2] >> (16 * (entry & 1) + 8 * part) & 255u);
}

// The same as levels: of the iq2 types, 8, 25 or 43; of the iq1 types, −1, 0 or 1, to which `delta` is added.
vec4 iq2Levels(uint table, uint entry, uint part) {
  const uint numbers = levelNumbers(table, entry, part);
  return floatsOf(17 * numbers + (numbers >> 1 & 0x01010101u) + 0x08080808u);
}
vec4 iq1Levels(uint entry, uint part, float delta) {
  return floatsOf(levelNumbers(kIq1, entry, part)) + (delta - 1.0);
}

// An entry of four levels.
vec4 iq3Levels(uint table, uint entry) { return floatsOf(tables[table + entry]); }

#endif
