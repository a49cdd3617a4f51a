#include "core/format/stored_tensor.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace halftone {
namespace {

constexpr const char* kDoing = "checking where tensors lie";
constexpr const char* kFetchAgain = "the file is damaged; fetch it again";

bool unknownSize(const StoredTensor& tensor) { return findTensorType(tensor.type) == nullptr; }

Error pastTheEnd(const StoredTensor& tensor, std::uint64_t end, std::uint64_t fileSize, std::string_view file) {
  return {ErrorCode::Truncated, kDoing, tensorSubject(file, tensor.name),
          fmt::format("its data reaches to byte {}, but the file ends at byte {}", end, fileSize),
          "the download is incomplete; fetch the file again"};
}

}  // namespace

std::string tensorSubject(std::string_view file, std::string_view tensor) {
  return fmt::format("{}, tensor {}", file, tensor);
}

Result<Shape> makeShape(const std::vector<std::uint64_t>& dimensions) {
  constexpr auto kLimit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::string doing = "reading a tensor's shape";
  Shape shape;
  std::uint64_t product = 1;
  for (std::size_t axis = 0; axis < dimensions.size(); ++axis) {
    const std::uint64_t length = dimensions[axis];
    if (length == 0 || length > kLimit) {
      return failure({ErrorCode::Corrupt, doing, "",
                      fmt::format("dimension {} is {}", axis + 1, static_cast<std::int64_t>(length)), kFetchAgain});
    }
    if (product > kLimit / length) {
      return failure({ErrorCode::Corrupt, doing, "", "its dimensions multiply to more than 2^63 values", kFetchAgain});
    }
    product *= length;
    shape.dimensions[std::min<std::size_t>(axis, 3)] *= length;
  }
  shape.rank = static_cast<std::uint32_t>(std::min<std::size_t>(dimensions.size(), 4));
  return shape;
}

Status settleTensors(std::vector<StoredTensor>& tensors, std::uint64_t dataStart, std::uint64_t fileSize,
                     std::string_view file) {
  std::stable_sort(tensors.begin(), tensors.end(),
                   [](const StoredTensor& a, const StoredTensor& b) { return a.offset < b.offset; });
  for (std::size_t index = 0; index < tensors.size(); ++index) {
    StoredTensor& tensor = tensors[index];
    const bool last = index + 1 == tensors.size();
    const std::uint64_t limit = last ? fileSize : tensors[index + 1].offset;
    if (tensor.offset < dataStart) {
      return failure({ErrorCode::Corrupt, kDoing, tensorSubject(file, tensor.name),
                      "its data overlaps the file's header", kFetchAgain});
    }
    if (tensor.offset > fileSize) return failure(pastTheEnd(tensor, tensor.offset, fileSize, file));
    if (unknownSize(tensor)) tensor.bytes = std::min(limit, fileSize) - tensor.offset;
    if (tensor.bytes > fileSize - tensor.offset) {
      const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - tensor.offset;
      return failure(pastTheEnd(tensor, tensor.offset + std::min(tensor.bytes, room), fileSize, file));
    }
    if (!last && (tensor.bytes > limit - tensor.offset || limit == tensor.offset)) {
      return failure({ErrorCode::Corrupt, kDoing, tensorSubject(file, tensor.name),
                      fmt::format("its data overlaps that of {}", tensors[index + 1].name), kFetchAgain});
    }
  }
  return {};
}

}  // namespace halftone
