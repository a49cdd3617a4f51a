// What the invocations of a workgroup count together in shared memory; in the variant for subgroups one of each speaks
// for all. All invocations are in it.
#ifndef HALFTONE_TOGETHER
#define HALFTONE_TOGETHER

#include "invocation.glsl"

#ifdef SUBGROUPS
#define ADD_TOGETHER(counter, own)                       \
  {                                                      \
    const uint ofSubgroup = subgroupAdd(own);            \
    if (subgroupElect()) atomicAdd(counter, ofSubgroup); \
  }
#define RAISE_TOGETHER(counter, own)                     \
  {                                                      \
    const uint ofSubgroup = subgroupMax(own);            \
    if (subgroupElect()) atomicMax(counter, ofSubgroup); \
  }

// Of eight neighbours.
uint largestOfEight(uint own) {
  for (uint apart = 1; apart < 8; apart *= 2) own = max(own, subgroupShuffleXor(own, apart));
  return own;
}
int sumOfEight(int own) {
  for (uint apart = 1; apart < 8; apart *= 2) own += subgroupShuffleXor(own, apart);
  return own;
}
float sumOfEight(float own) {
  for (uint apart = 1; apart < 8; apart *= 2) own += subgroupShuffleXor(own, apart);
  return own;
}
bool isFirstOfEight() { return invocation() % 8 == 0; }
#else
#define ADD_TOGETHER(counter, own) atomicAdd(counter, own)
#define RAISE_TOGETHER(counter, own) atomicMax(counter, own)
#endif

#endif
