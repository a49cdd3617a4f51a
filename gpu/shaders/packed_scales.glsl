// The 12 bytes b in which q4_K and q5_K keep eight 6-bit scales and mins: for s < 4 scale = b[s] & 63 and
// min = b[s + 4] & 63; for s >= 4 scale = (b[s + 4] & 15) | (b[s − 4] >> 6) << 4, min = (b[s + 4] >> 4) | (b[s] >> 6)
// << 4.
#ifndef HALFTONE_PACKED_SCALES
#define HALFTONE_PACKED_SCALES

// Scale and min of sub-block s, from the three words.
vec2 scaleAndMin(uvec3 packed, uint s) {
  const uvec3 bytes = packed >> 8 * (s % 4);
  if (s < 4) return vec2(bytes.xy & 63u);
  return vec2((uvec2(bytes.z, bytes.z >> 4) & 15u) | (bytes.xy >> 6 & 3u) << 4);
}

#endif
