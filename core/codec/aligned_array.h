// Room for numbers that vectors of any width load and store in place, not set to anything at first.
// Thread-safety: values.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace halftone::codecs {

inline constexpr std::align_val_t kVectorAlignment{64};

struct AlignedDelete {
  void operator()(void* numbers) const { ::operator delete(numbers, kVectorAlignment); }
};

template <class T>
using AlignedArray = std::unique_ptr<T[], AlignedDelete>;

template <class T>
AlignedArray<T> makeAlignedArray(std::size_t count) {
  return AlignedArray<T>(static_cast<T*>(::operator new(count * sizeof(T), kVectorAlignment)));
}

}  // namespace halftone::codecs
