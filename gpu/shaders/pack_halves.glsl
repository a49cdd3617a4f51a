// How 32 codes of four or five bits lie in a block: byte j holds the low four bits of code j in its low nibble and of
// code j + 16 in its high one.

// Those four words, and all fifth bits, of the codes of values times `factor`.
uvec4 packHalves(float factor, out uint fifths) {
  fifths = 0;
  [[dont_unroll]] for (uint k = 0; k < 4; ++k) {
    uint word = 0;
    [[dont_unroll]] for (uint j = 4 * k; j < 4 * k + 4; ++j) {
      const uint low = codeOf(x(j) * factor), high = codeOf(x(j + 16) * factor);
      word |= (low & 15u | (high & 15u) << 4) << 8 * (j & 3);
      fifths |= (low >> 4) << j | (high >> 4) << (j + 16);
    }
    putWord(k, word);  // of these values none is needed again
  }
  return uvec4(gotWord(0), gotWord(1), gotWord(2), gotWord(3));
}
