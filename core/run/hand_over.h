// What ThreadSanitizer is told of an order that TBB keeps between threads: TBB's library is not instrumented, so that
// it would report what TBB holds apart as races. Without ThreadSanitizer these do nothing. Thread-safety: from any
// thread.
#pragma once

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HALFTONE_THREAD_SANITIZER
#endif
#elif defined(__SANITIZE_THREAD__)
#define HALFTONE_THREAD_SANITIZER
#endif

#ifdef HALFTONE_THREAD_SANITIZER
extern "C" void __tsan_acquire(void* mark);
extern "C" void __tsan_release(void* mark);
#endif

namespace halftone {

// All that this thread did so far comes before what a thread does after it takes over the same mark.
inline void handOver([[maybe_unused]] void* mark) {
#ifdef HALFTONE_THREAD_SANITIZER
  __tsan_release(mark);
#endif
}

inline void takeOver([[maybe_unused]] void* mark) {
#ifdef HALFTONE_THREAD_SANITIZER
  __tsan_acquire(mark);
#endif
}

}  // namespace halftone
