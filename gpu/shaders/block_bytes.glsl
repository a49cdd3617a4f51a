// Bytes, halves of words and words at the addresses of blocks of BLOCK_BYTES, that decoders read.
//
// With BYTE_STORAGE, for devices that have 8- and 16-bit storage, bytes and halves are read as they lie, and four bytes
// that lie in two words as two halves. Without it all are shifted out of words.
#ifdef BYTE_STORAGE
#extension GL_EXT_shader_8bit_storage : require
#extension GL_EXT_shader_16bit_storage : require
#endif
#include "decode_slots.glsl"

// The byte at an address, and two bytes at an even one.
#ifdef BYTE_STORAGE
layout(std430, set = 0, binding = 0) readonly buffer StoredBytes { uint8_t storedBytes[]; };
layout(std430, set = 0, binding = 0) readonly buffer StoredHalves { uint16_t storedHalves[]; };
layout(std430, set = 0, binding = 3) readonly buffer BlockBytes { uint8_t blockBytes[]; };
layout(std430, set = 0, binding = 3) readonly buffer BlockHalves { uint16_t blockHalves[]; };

uint byteAt(uint at) { return encoded ? uint(blockBytes[at]) : uint(storedBytes[at]); }
uint halfWord(uint i) { return encoded ? uint(blockHalves[i]) : uint(storedHalves[i]); }
uint halfAt(uint at) { return halfWord(at >> 1); }
#else
uint byteAt(uint at) { return word(at >> 2) >> 8 * (at & 3) & 255u; }
uint halfAt(uint at) { return word(at >> 2) >> 8 * (at & 2) & 65535u; }
#endif

// Four bytes at an address, and four bytes `apart` words further. Where all blocks are whole words they are one; else
// they may lie in two, and a word that has none of them is not read.
uvec2 wordsAt(uint at, uint apart) {
#if BLOCK_BYTES % 4 == 0
  const uint i = at >> 2;
  return uvec2(word(i), word(i + apart));
#elif BLOCK_BYTES % 2 == 0 && defined(BYTE_STORAGE)
  const uint i = at >> 1, j = i + 2 * apart;
  return uvec2(halfWord(i), halfWord(j)) | uvec2(halfWord(i + 1), halfWord(j + 1)) << 16;
#else
  const uint i = at >> 2, j = (at + 3) >> 2, shift = 8 * (at & 3);
  const uvec2 low = uvec2(word(i), word(i + apart)), high = uvec2(word(j), word(j + apart));
  return low >> shift | high << (31 - shift) << 1;
#endif
}
uint wordAt(uint at) { return wordsAt(at, 0).x; }
