// The one translation unit that holds volk, which finds the Vulkan loader when the program runs.
#define VK_NO_PROTOTYPES
#define VOLK_IMPLEMENTATION
#include <volk.h>
