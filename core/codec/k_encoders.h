// The encoders of the K types, and the packing of what their searches find.
// Thread-safety: pure functions. Determinism: the same bytes on every SIMD target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/codec/k_codes.h"
#include "core/codec/rows.h"

namespace halftone::codecs {

// As Codec::encode.
void encodeQ2K(const Rows& rows, std::span<std::byte> blocks);
void encodeQ3K(const Rows& rows, std::span<std::byte> blocks);
void encodeQ4K(const Rows& rows, std::span<std::byte> blocks);
void encodeQ5K(const Rows& rows, std::span<std::byte> blocks);
void encodeQ6K(const Rows& rows, std::span<std::byte> blocks);

// One super-block as bytes: 84, 110, 144, 176, 210 of them. REQUIRES: codes and integers are in the type's ranges.
void packQ2K(const AffineCodes& codes, std::uint8_t* block);
void packQ3K(const SymmetricCodes& codes, std::uint8_t* block);
void packQ4K(const AffineCodes& codes, std::uint8_t* block);
void packQ5K(const AffineCodes& codes, std::uint8_t* block);
void packQ6K(const SymmetricCodes& codes, std::uint8_t* block);

}  // namespace halftone::codecs
