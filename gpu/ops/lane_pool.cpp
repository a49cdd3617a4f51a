#include "gpu/ops/lane_pool.h"

#include <utility>

#include "gpu/ops/tables.h"

namespace halftone::gpu {

Result<LanePool::Lease> LanePool::take() {
  std::unique_lock lock(m_mutex);
  m_given.wait(lock, [&] { return !m_free.empty() || m_made < m_most; });
  if (!m_free.empty()) {
    std::unique_ptr<Lane> lane = std::move(m_free.back());
    m_free.pop_back();
    return Lease(*this, std::move(lane));
  }
  ++m_made;
  lock.unlock();
  Result<std::unique_ptr<Lane>> lane = Lane::create(m_pipelines);
  if (lane) {
    prepareTables(**lane);
    return Lease(*this, std::move(*lane));
  }
  lock.lock();
  --m_made;
  m_given.notify_one();
  return failure(std::move(lane).error());
}

void LanePool::give(std::unique_ptr<Lane> lane) {
  // One that is not sound may lack the tables, and holds memory that others could use.
  if (!lane->isSound()) lane.reset();
  {
    const std::scoped_lock lock(m_mutex);
    if (lane != nullptr)
      m_free.push_back(std::move(lane));
    else
      --m_made;
  }
  m_given.notify_one();
}

}  // namespace halftone::gpu
