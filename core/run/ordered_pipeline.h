// Streams of items through all threads: taken in order, worked on in parallel, finished in order, and never more of
// them at once than there are slots to hold them.
// Thread-safety: may be called from any thread.
#pragma once

#include <cstddef>
#include <functional>

namespace halftone {

// Slots that keep the threads of this arena busy; bounded, so that memory is, on any machine.
std::size_t slotsForThisArena();

// The stages, by the slot that holds the item. A slot is free again when `finish` of its item has returned.
struct PipelineStages {
  std::function<bool(std::size_t slot)> take;    // in order; false = no more. May run beside `finish` of earlier items.
  std::function<void(std::size_t slot)> work;    // any order, in parallel
  std::function<void(std::size_t slot)> finish;  // in order, one at a time
};
void runPipeline(std::size_t slots, const PipelineStages& stages);

}  // namespace halftone
