// The buffers that every shader may see, by binding. gpu/ops/slots.h says the same to the host.
#ifndef HALFTONE_SLOTS
#define HALFTONE_SLOTS

layout(std430, set = 0, binding = 0) readonly buffer Stored { uint stored[]; };          // the source's bytes
layout(std430, set = 0, binding = 1) buffer Values { float values[]; };                  // rows × columns
layout(std430, set = 0, binding = 2) readonly buffer Importance { float importance[]; };  // one per column
layout(std430, set = 0, binding = 3) buffer Blocks { uint blocks[]; };                   // encoded bytes
layout(std430, set = 0, binding = 4) buffer Decoded { float decoded[]; };                // rows × columns
layout(std430, set = 0, binding = 5) readonly buffer Tables { uint tables[]; };          // codebooks
layout(std430, set = 0, binding = 6) buffer Sums { uint sums[]; };                       // what a pass found
layout(std430, set = 0, binding = 7) buffer Work { uint work[]; };                       // between two dispatches

// Which workgroup this is, of as many as were asked for; see Lane::dispatch.
uint workgroup() { return gl_WorkGroupID.x + gl_WorkGroupID.y * gl_NumWorkGroups.x; }

#endif
