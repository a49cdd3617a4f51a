// LanePool: a few lanes that threads share.
// Thread-safety: may be used from any thread.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "gpu/vk/lane.h"

namespace halftone::gpu {

class LanePool {
 public:
  // Lanes are made when they are first needed, `most` at most, and dropped when they fail.
  LanePool(std::shared_ptr<Pipelines> pipelines, std::size_t most) : m_pipelines(std::move(pipelines)), m_most(most) {}

  // A lane for one piece of work, which waits for one to be free. Errors: as Lane::create(), when there is none yet.
  class Lease {
   public:
    Lease(LanePool& pool, std::unique_ptr<Lane> lane) : m_pool(&pool), m_lane(std::move(lane)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (m_lane != nullptr) m_pool->give(std::move(m_lane));
    }
    Lane& operator*() const { return *m_lane; }
    Lane* operator->() const { return m_lane.get(); }

   private:
    LanePool* m_pool;
    std::unique_ptr<Lane> m_lane;
  };
  Result<Lease> take();

  std::size_t most() const { return m_most; }

 private:
  void give(std::unique_ptr<Lane> lane);

  std::shared_ptr<Pipelines> m_pipelines;
  const std::size_t m_most;
  std::mutex m_mutex;
  std::condition_variable m_given;
  std::vector<std::unique_ptr<Lane>> m_free;
  std::size_t m_made = 0;
};

}  // namespace halftone::gpu
