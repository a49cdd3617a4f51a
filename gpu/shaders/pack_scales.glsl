// Word i of the three in which q4_K and q5_K keep eight 6-bit scales and mins: the inverse of packed_scales.glsl.
uint packedScales(uint block, uint i) {
  uint word = 0;
  for (uint s = 0; s < 4; ++s) {
    const uint low = integers[8 * block + s], high = integers[8 * block + s + 4];
    uint byte;
    if (i == 2)
      byte = high & 15u | (high >> 8 & 15u) << 4;
    else
      byte = low >> 8 * i & 63u | (high >> 8 * i >> 4 & 3u) << 6;
    word |= byte << 8 * s;
  }
  return word;
}
