// The best scale for blocks whose scale is itself a small code, so that it is tried as the decoder sees it. Included
// once per SIMD target. Minimises Σ w·(x − s·q)², w = importance or 1, for sixteen blocks at once.
#if defined(HALFTONE_CODEC_CANDIDATE_SCALES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_CANDIDATE_SCALES_INL_H_
#undef HALFTONE_CODEC_CANDIDATE_SCALES_INL_H_
#else
#define HALFTONE_CODEC_CANDIDATE_SCALES_INL_H_
#endif

#include "core/codec/block_depths.h"
#include "core/codec/block_group-inl.h"
#include "core/codec/levels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Of Scales::code(start, j) for j in a range, codes of scales, the first of least error. Scales::scale(code) is the
// scale that the decoder sees; in a lane it is divided by the lane's unit.
template <class Levels, class Scales, bool kWeighted, std::size_t kLength>
void chooseScaleCodes(const BlockGroup<kLength>& group, const PerLane& start, CandidateRange range, PerLane& codes,
                      PerLane& inverses) {
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    LaneVector best = zeros(), bestInverse = zeros(), bestError = same(3e38F);
    for (int j = range.first; j < range.end; ++j) {
      const LaneVector code = Scales::code(at(start, lane), static_cast<float>(j));
      const LaneVector scale = hn::Mul(Scales::scale(code), at(group.perUnit, lane));
      const LaneVector error = errorAt<Levels, kWeighted>(group, lane, scale);
      const LaneMask better = hn::Lt(error, bestError);
      best = hn::IfThenElse(better, code, best);
      bestInverse = hn::IfThenElse(better, inverseOrZero(scale), bestInverse);
      bestError = hn::IfThenElse(better, error, bestError);
    }
    put(best, codes, lane);
    put(bestInverse, inverses, lane);
  }
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
