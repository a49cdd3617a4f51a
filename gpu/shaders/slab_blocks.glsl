// What BlockStatistics wants of a workgroup's blocks: how many vary, the product of their variances, and how many an
// outlier rules. For slab_sums.comp.
//
// A block's variance is taken in a scale of its own. The host needs Σ ln(variance) only, which is the logarithm of a
// product: mantissas are multiplied and exponents added, so no logarithm is taken here.

// The least float of which 14 times is no less than `bits`: |x| below it rounds to 0 at the step of a block whose
// largest value that is (see ruledByOutlier). With m·2^e = the largest, m of 24 bits, ⌈8m/7⌉·2^(e − 4) is it, or, where
// that takes 25 bits, ⌈4m/7⌉·2^(e − 3).
uint leastKept(uint largestBits) {
  const uint exponent = max(largestBits >> 23, 1u);
  const uint mantissa = (largestBits & 0x007fffffu) | (largestBits < kLeastNormal ? 0u : kLeastNormal);
  if (exponent <= 4) return ((mantissa << (exponent - 1)) + 13) / 14;
  if (mantissa >= 7u << 21) return ((exponent - 4) << 23) + (4 * mantissa + 6) / 7;
  return ((exponent - 5) << 23) + (8 * mantissa + 6) / 7;
}

void judgeBlocks() {
  for (uint i = 0; i < kQuads; ++i) {
    const uint block = blockOfGroup(i);
    const uvec4 magnitude = source[i] & kMagnitude;
    const uvec4 there = min(magnitude, uvec4(1));
    const uvec4 ruledOut = there * uvec4(lessThan(magnitude, uvec4(leastKept(blockLargest[block]))));
    const int balance = 2 * int(sumOf(ruledOut)) - int(sumOf(there));
#ifdef SUBGROUPS
    const int ofBlock = sumOfEight(balance);
    if (isFirstOfEight()) blockBalance[block] = ofBlock;
#else
    if (balance != 0) atomicAdd(blockBalance[block], balance);
#endif
  }
}

// Puts at `at` in `pool` what is to be added of quad i of the invocation and of the seven others of its block; and the
// sum, once they have met.
#ifdef SUBGROUPS
const uint kSquaresAt = kBlocksOfGroup;
void putPart(uint at, uint i, float own) {
  const float sum = sumOfEight(own);
  if (isFirstOfEight()) pool[at + blockOfGroup(i)] = sum;
}
float sumOfBlock(uint at, uint block) { return pool[at + block]; }
#else
const uint kSquaresAt = kQuads * kThreads;
void putPart(uint at, uint i, float own) { pool[at + i * kThreads + invocation()] = own; }
float sumOfBlock(uint at, uint block) {
  float sum = 0;
  for (uint i = 0; i < kQuadsOfBlock; ++i) sum += pool[at + block * kQuadsOfBlock + i];
  return sum;
}
#endif

int exponentOfBlock(uint block) { return leadingExponent(blockLargest[block]); }

// The column at which a quad's block begins, and how many values that has.
uint blockColumn(Quad quad) { return quad.column / (kQuadsOfBlock * 4) * (kQuadsOfBlock * 4); }
uint valuesOfBlock(Quad quad) { return min(columns - blockColumn(quad), kQuadsOfBlock * 4); }

// Leaves for every block Σd and Σd² about its mean, in the block's scale, in `pool`.
void sumBlocks(uint group) {
  float centres[kQuads];
  for (uint i = 0; i < kQuads; ++i) {
    const Quad quad = ownQuad(group, i);
    const Scale scale = scaleBy(-exponentOfBlock(blockOfGroup(i)));
    const uint begin = quad.count == 0 ? 0 : quad.first - (quad.column - blockColumn(quad));
    centres[i] = scaled(uvec4(floatBitsToUint(values[begin])), scale).x;
    putPart(0, i, sumOf(distances(scaled(source[i], scale), centres[i], quad)));
  }
  meet();
  for (uint i = 0; i < kQuads; ++i) {
    const Quad quad = ownQuad(group, i);
    if (quad.count > 0) centres[i] += sumOfBlock(0, blockOfGroup(i)) / float(valuesOfBlock(quad));
  }
  meet();
  for (uint i = 0; i < kQuads; ++i) {
    const Scale scale = scaleBy(-exponentOfBlock(blockOfGroup(i)));
    const vec4 d = distances(scaled(source[i], scale), centres[i], ownQuad(group, i));
    putPart(0, i, sumOf(d));
    putPart(kSquaresAt, i, sumOf(d * d));
  }
  barrier();
}

// A product as a mantissa of 1 … 2 and an exponent.
struct Product {
  float mantissa;
  float exponent;
};

Product normalized(float value, float exponent) {
  const uint bits = floatBitsToUint(value);
  return Product(uintBitsToFloat((bits & (kLeastNormal - 1)) | 0x3f800000u), exponent + float(int(bits >> 23) - 127));
}

// Σ(x − mean)² of a block; 1 for one whose values are all equal, or that is not there.
Product squaresOfBlock(uint block, uint count, out bool varies) {
  const float sum = sumOfBlock(0, block);
  const float squares = sumOfBlock(kSquaresAt, block);
  varies = squares != 0;
  if (!varies) return Product(1, 0);
  return normalized(squares - sum * sum / float(count), 2 * float(exponentOfBlock(block)));
}

// The product of `count` of those that lie in `pool` from `at` on, exponents 2·kBlocksOfGroup behind.
Product productOf(uint at, uint count) {
  float mantissa = 1;
  float exponent = 0;
  for (uint i = 0; i < count; ++i) {
    const Product product = normalized(mantissa * pool[at + i], exponent + pool[at + 2 * kBlocksOfGroup + i]);
    mantissa = product.mantissa;
    exponent = product.exponent;
  }
  return Product(mantissa, exponent);
}

void putProduct(uint at, Product product) {
  pool[at] = product.mantissa;
  pool[at + 2 * kBlocksOfGroup] = product.exponent;
}

// Multiplies the squares of whole blocks, and apart from them those of shorter ones.
void finishBlocks(uint group) {
  const uint thread = invocation();
  const uint block = thread % kBlocksOfGroup;
  const uint kind = thread / kBlocksOfGroup;  // this invocation's: 0 whole, 1 shorter
  const Quad quad = quadOf(group * kBlocksOfGroup + block, 0);
  const bool own = quad.count > 0 && (valuesOfBlock(quad) < 32) == (kind == 1);
  bool varies = false;
  Product product = Product(1, 0);
  if (own) product = squaresOfBlock(block, valuesOfBlock(quad), varies);
  if (own) atomicAdd(counters[kBlocks], 1);
  if (own && blockBalance[block] > 0) atomicAdd(counters[kRuled], 1);
  if (varies) atomicAdd(counters[kLogs + 3 * kind], 1);
  barrier();
  putProduct(thread, product);
  barrier();
  const uint together = 8;
  if (thread < 2 * kBlocksOfGroup / together) product = productOf(thread * together, together);
  barrier();
  if (thread < 2 * kBlocksOfGroup / together) putProduct(thread, product);
  barrier();
  const uint left = kBlocksOfGroup / together;
  if (thread < 2) {
    product = productOf(thread * left, left);
    counters[kLogs + 3 * thread + 1] = floatBitsToUint(product.mantissa);
    counters[kLogs + 3 * thread + 2] = uint(int(product.exponent));
  }
  barrier();
}
