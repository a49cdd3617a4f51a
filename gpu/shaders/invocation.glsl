// An invocation's place in its workgroup. A variant for subgroups (SUBGROUPS) is used where these are whole, as long as
// the device says, and as wide as the shader needs: there, neighbours by this number are neighbours in their subgroup.
#ifndef HALFTONE_INVOCATION
#define HALFTONE_INVOCATION

#ifdef SUBGROUPS
#extension GL_KHR_shader_subgroup_arithmetic : require
#extension GL_KHR_shader_subgroup_shuffle : require
uint invocation() { return gl_SubgroupID * gl_SubgroupSize + gl_SubgroupInvocationID; }
// What each neighbour has written to shared memory all of them see.
void meet() { subgroupBarrier(); }
#else
uint invocation() { return gl_LocalInvocationID.x; }
void meet() { barrier(); }
#endif

#endif
