// The best scale for a lane whose scale is itself a small code, so that it is tried as the decoder sees it: see
// core/codec/candidate_scales-inl.h. Four codes are tried at a time. A type's file says how codes run, after this one:
//   startCode(most)  the code to begin with, from the bits of the lane's largest magnitude
//   scaleOf(code)    the scale that the decoder sees, divided by the lane's unit
//   kSmallest        bits of what no value of a lane reaches if all is lost
#include "divide.glsl"
#include "independent_blocks.glsl"

int startCode(uint most);
float scaleOf(int code);

// Which codes are tried: places from the start down, in tables[] at depthAt, without weights and with them.
int firstTried() { return int(tables[depthAt + (even ? 0 : 2)]); }
int endOfTried() { return int(tables[depthAt + (even ? 1 : 3)]); }

// Σ w·(x − scale·q)² for q = the level nearest to x/scale.
vec4 errorsAt(vec4 scale, vec4 inverse) {
  vec4 total = vec4(0);
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
    const float value = x(i);
    const vec4 r = value - scale * nearestLevel(value * inverse);
    total += r * weigh(r, i);
  }
  return total;
}

// The code of least error, of equal ones the first, and what its values are multiplied by to give levels.
int chooseCode(int start, out float factor) {
  int best = 0;
  float bestError = 3e38;
  factor = 0;
  const int last = endOfTried() - 1;
  [[dont_unroll]] for (int k = firstTried(); k <= last; k += 4) {
    const ivec4 codes = max(start - min(ivec4(k) + ivec4(0, 1, 2, 3), ivec4(last)), ivec4(0));
    const vec4 scale = vec4(scaleOf(codes.x), scaleOf(codes.y), scaleOf(codes.z), scaleOf(codes.w));
    const vec4 inverse = inverseOrZero(scale);
    const vec4 error = errorsAt(scale, inverse);
    [[dont_unroll]] for (uint j = 0; j < 4; ++j) {
      const bool better = error[j] < bestError;
      best = better ? codes[j] : best;
      factor = better ? inverse[j] : factor;
      bestError = better ? error[j] : bestError;
    }
  }
  return best;
}
