// Where decoders read and write: blocks as a file holds them to the values, or blocks just encoded to what they decode
// to. Included by every decode_*.comp.
#ifndef HALFTONE_DECODE_SLOTS
#define HALFTONE_DECODE_SLOTS

#include "slots.glsl"

layout(constant_id = 0) const bool encoded = false;  // kBlocks to kDecoded; else kStored to kValues

// The targets again, four values at a time.
layout(std430, set = 0, binding = 1) writeonly buffer ValueQuads { vec4 valueQuads[]; };
layout(std430, set = 0, binding = 4) writeonly buffer DecodedQuads { vec4 decodedQuads[]; };

// Word i of the blocks.
uint word(uint i) { return encoded ? blocks[i] : stored[i]; }

// Values 4i … 4i + 3.
void putQuad(uint i, vec4 quad) {
  if (encoded)
    decodedQuads[i] = quad;
  else
    valueQuads[i] = quad;
}

// Value i.
void putValue(uint i, float value) {
  if (encoded)
    decoded[i] = value;
  else
    values[i] = value;
}

#endif
