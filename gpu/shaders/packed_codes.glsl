// Codes of a few bits, four at a time: a byte of a word each, the first in the lowest; and values' signs.
#ifndef HALFTONE_PACKED_CODES
#define HALFTONE_PACKED_CODES

// Of each byte: (byte >> shift) & mask. REQUIRES: the mask has no more bits than remain.
uvec2 masked(uvec2 bytes, uint shift, uint mask) { return bytes >> shift & mask * 0x01010101u; }

// The low nibbles, and the high ones.
uvec2 nibblesOf(uint bytes) { return uvec2(bytes, bytes >> 4) & 0x0f0f0f0fu; }

// The four bytes as numbers, without a sign and with one.
vec4 floatsOf(uint bytes) { return vec4(uvec4(bytes) >> uvec4(0, 8, 16, 24) & 255u); }
vec4 signedOf(uint bytes) { return vec4(ivec4(uvec4(bytes) << uvec4(24, 16, 8, 0)) >> 24); }

// Bits 0 … 3, to 0 or 1. The four shifts that the product adds up do not meet.
uint spreadBits(uint bits) { return (bits & 15u) * 0x00204081u & 0x01010101u; }
uvec2 spreadBits(uvec2 bits) { return (bits & 15u) * 0x00204081u & 0x01010101u; }

// The four pairs of bits of a byte, to 0 … 3.
uint spreadPairs(uint bits) {
  const uint apart = (bits | bits << 12) & 0x000f000fu;
  return (apart | apart << 6) & 0x03030303u;
}

// Eight sign bits from the low seven of `bits`; the eighth makes the number of set bits even.
uint evenParitySigns(uint bits) {
  const uint seven = bits & 127u;
  const uint folded = (seven ^ seven >> 4) & 15u;
  return seven | (0x6996u >> folded & 1u) << 7;
}

// Negated where bit j of `signs` is set.
vec4 withSigns(vec4 quad, uint signs) {
  return uintBitsToFloat(floatBitsToUint(quad) ^ (uvec4(signs) << uvec4(31, 30, 29, 28) & 0x80000000u));
}

#endif
