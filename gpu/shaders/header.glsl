// Words of MetricsHeader, at headerAt in sums[].
#ifndef HALFTONE_HEADER
#define HALFTONE_HEADER

const uint kNotFinite = 0;
const uint kBeyondF16 = 1;
const uint kThreshold = 2;   // bits of a size that at least 64 values reach; 0: unknown
const uint kCandidates = 3;  // that may be among the 64 largest
const uint kOutliers = 4;

#endif
