// A slab of rows cut up for measuring: blocks of 32 neighbours in a row, a row's last one shorter, counted row by row;
// quads of four values, eight to a block; 128 blocks to a workgroup. See gpu/ops/metrics_layout.h.
#ifndef HALFTONE_SLAB
#define HALFTONE_SLAB

#include "invocation.glsl"
#include "slots.glsl"

const uint kThreads = 256;
const uint kQuads = 4;  // of each invocation
const uint kQuadsOfBlock = 8;
const uint kBlocksOfGroup = kThreads * kQuads / kQuadsOfBlock;

layout(push_constant) uniform Slab {
  uint rows;
  uint columns;
  uint blocksOfRow;
  uint groups;      // workgroups that cover the slab
  uint headerAt;    // where in sums[]: see MetricsLayout
  uint countersAt;  // of the second pass, its edges before them
  uint columnsAt;   // maxima
  uint rowsAt;
  uint recordsAt;
  uint outliersAt;
  uint candidatesAt;
  float errorBinsPerUnit;  // rough; edges decide
  float weightBinsPerUnit;
  int slabScale;  // exponent of what the second pass multiplies by
};

// The buffers again, four values at a time.
layout(std430, set = 0, binding = 1) readonly buffer ValueQuads { uvec4 valueQuads[]; };
layout(std430, set = 0, binding = 4) readonly buffer DecodedQuads { uvec4 decodedQuads[]; };

struct Quad {
  uint row;
  uint column;  // of its first value
  uint first;   // where that is in the slab
  uint count;   // values that are there: 0 … 4
};

Quad quadOf(uint block, uint quadOfBlock) {
  const uint row = block / blocksOfRow;
  const uint column = ((block - row * blocksOfRow) * kQuadsOfBlock + quadOfBlock) * 4;
  const bool there = row < rows && column < columns;
  return Quad(row, column, row * columns + column, there ? min(columns - column, 4u) : 0);
}

// Quad `index` of this invocation, and its block within the workgroup.
uint blockOfGroup(uint index) { return (index * kThreads + invocation()) / kQuadsOfBlock; }
Quad ownQuad(uint group, uint index) {
  return quadOf(group * kBlocksOfGroup + blockOfGroup(index), invocation() % kQuadsOfBlock);
}

// Bits of the values; zeros for those that are not there.
uvec4 sourceOf(Quad quad) {
  if (quad.count == 4 && (columns & 3) == 0) return valueQuads[quad.first / 4];
  uvec4 bits = uvec4(0);
  for (uint i = 0; i < quad.count; ++i) bits[i] = floatBitsToUint(values[quad.first + i]);
  return bits;
}

uvec4 decodedOf(Quad quad) {
  if (quad.count == 4 && (columns & 3) == 0) return decodedQuads[quad.first / 4];
  uvec4 bits = uvec4(0);
  for (uint i = 0; i < quad.count; ++i) bits[i] = floatBitsToUint(decoded[quad.first + i]);
  return bits;
}

#endif
