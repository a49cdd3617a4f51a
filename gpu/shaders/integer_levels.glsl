// Levels that are the integers LOW … HIGH, coded from 0.
#include "lanes.glsl"

vec4 nearestLevel(vec4 v) { return nearestWithin(v, LOW, HIGH); }
uint codeOf(float v) { return uint(int(nearestLevel(vec4(v)).x) - LOW); }
