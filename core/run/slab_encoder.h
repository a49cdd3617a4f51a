// SlabEncoder: a slab of a run from the source's bytes to the plan's type, on a backend or here.
// Thread-safety: const access from any thread; a slab in flight belongs to one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/run/backend_gate.h"
#include "core/run/run_context.h"
#include "core/run/slab.h"
#include "core/run/tensor_source.h"

namespace halftone {

// A slab in flight. Its buffers are used again by later slabs, so a run allocates a few times only.
struct SlabInFlight {
  std::size_t entry = 0;
  Slab slab;
  bool lastOfTensor = false;
  std::vector<float> values;
  std::vector<float> decoded;
  std::vector<std::byte> stored;  // the source's own bytes
  std::vector<std::byte> encoded;
  std::span<const std::byte> output;  // `encoded` or `stored`
  Status read;
  std::uint64_t notFinite = 0;
  std::uint64_t saturated = 0;
  std::uint64_t checksum = 0;
  std::uint64_t decodedChecksum = 0;
  double secondsReading = 0;
  double secondsEncoding = 0;
};

class SlabEncoder {
 public:
  // `sources` are those of the plan's entries. All that is named here outlives the encoder. Where `stopping` turns true
  // it may leave a slab as it is.
  SlabEncoder(const RunContext& context, const std::vector<TensorSource>& sources, BackendGate& gate,
              std::function<bool()> stopping);

  // Reads item.slab of item.entry and encodes it; after an error only item.read is set. `values` are the source's and
  // `decoded` what `output` holds; where a backend encodes and no observer wants them, both are empty, and `decoded`
  // where they are encoded here.
  void encode(SlabInFlight& item) const;

  // One per column of the slab, or empty.
  std::span<const float> importanceOf(std::size_t entry, const Slab& slab) const;

 private:
  bool encodeOnBackend(SlabInFlight& item, const PlanEntry& entry) const;
  void encodeHere(SlabInFlight& item, const PlanEntry& entry) const;
  void copyValues(SlabInFlight& item, const PlanEntry& entry) const;
  void encodeValues(SlabInFlight& item, const PlanEntry& entry) const;

  const RunContext& m_context;
  const std::vector<TensorSource>& m_sources;
  BackendGate& m_gate;
  const std::function<bool()> m_stopping;
  const bool m_wantsDecoded;
};

}  // namespace halftone
