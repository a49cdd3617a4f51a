// Sums that lose nothing, and scales by powers of two, with nothing but f32.
#ifndef HALFTONE_EXACT
#define HALFTONE_EXACT

const uint kMagnitude = 0x7fffffff;    // of a float's bits: |x|
const uint kInfinity = 0x7f800000;     // beyond it are NaNs
const uint kLeastNormal = 0x00800000;  // below it are denormals, which devices may take for 0
const int kDenormalUnit = -149;        // exponent of the least denormal

// sum + error = a + b exactly. Knuth, The Art of Computer Programming, volume 2, section 4.2.2, theorem B.
float twoSum(float a, float b, out float error) {
  const float sum = a + b;
  const float partOfB = sum - a;
  error = (a - (sum - partOfB)) + (b - partOfB);
  return sum;
}

// A sum as a pair: its rounded value and all that was rounded off.
void addTo(inout vec2 total, float added) {
  float error;
  total.x = twoSum(total.x, added, error);
  total.y += error;
}

float powerOfTwo(int exponent) { return uintBitsToFloat(uint(clamp(exponent + 127, 1, 254)) << 23); }

// A power of two as two factors, each of which is a normal float: for exponents of -252 … 254.
vec2 factors(int exponent) {
  const int first = clamp(exponent, -126, 127);
  return vec2(powerOfTwo(first), powerOfTwo(exponent - first));
}

// The exponent of a float's leading bit, also of a denormal's; 0 for 0. REQUIRES: magnitude < kInfinity.
int leadingExponent(uint magnitude) {
  if (magnitude == 0) return 0;
  if (magnitude < kLeastNormal) return findMSB(magnitude) + kDenormalUnit;
  return int(magnitude >> 23) - 127;
}

// What multiplies floats, given as bits, by 2^exponent; denormals count, whatever the device makes of them.
struct Scale {
  vec2 normal;
  vec2 denormal;
};

Scale scaleBy(int exponent) { return Scale(factors(exponent), factors(max(exponent + kDenormalUnit, -252))); }

vec4 scaled(uvec4 bits, Scale scale) {
  vec4 values = uintBitsToFloat(bits) * scale.normal.x * scale.normal.y;
  const uvec4 magnitude = bits & kMagnitude;
  if (any(lessThan(magnitude - 1u, uvec4(kLeastNormal - 1)))) {
    const vec4 units = vec4(magnitude) * scale.denormal.x * scale.denormal.y;
    const vec4 withSign = mix(units, -units, notEqual(bits & ~kMagnitude, uvec4(0)));
    values = mix(values, withSign, lessThan(magnitude, uvec4(kLeastNormal)));
  }
  return values;
}

float sumOf(vec4 v) { return (v.x + v.y) + (v.z + v.w); }
uint sumOf(uvec4 v) { return (v.x + v.y) + (v.z + v.w); }
uint largestOf(uvec4 v) { return max(max(v.x, v.y), max(v.z, v.w)); }

#endif
