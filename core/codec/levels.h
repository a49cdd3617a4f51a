// Levels that several types share.
#pragma once

#include <array>

namespace halftone::codecs {

// Of iq4_nl and iq4_xs: denser around 0.
inline constexpr std::array<float, 16> kUnevenLevels = {-127, -104, -83, -65, -49, -35, -22, -10,
                                                        1,    13,   25,  38,  53,  69,  89,  113};

// Of mxfp4 and nvfp4: twice the values of E2M1.
inline constexpr std::array<float, 16> kTwiceE2M1 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

}  // namespace halftone::codecs
