#include "core/run/verify_pass.h"

#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "core/analysis/finite.h"
#include "core/format/gguf_reader.h"
#include "core/io/mapped_file.h"
#include "core/run/ordered_pipeline.h"
#include "core/run/same_metadata.h"
#include "core/run/slab.h"
#include "core/run/tensor_source.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "reading back what was written";

Error mismatch(std::string subject, std::string reason) {
  return {ErrorCode::VerificationFailed, kDoing, std::move(subject), std::move(reason),
          "Nothing was replaced. Check the disk and export again"};
}

// Decoded values that are not finite though what was encoded was.
Error notFinite(const PlanEntry& entry, std::uint64_t count) {
  return {ErrorCode::VerificationFailed, kDoing, "tensor " + entry.name,
          fmt::format("{} of its values {} NaN or infinite as {}", count, count == 1 ? "is" : "are",
                      tensorTypeName(entry.type)),
          "Give this tensor a type with a wider range, such as bf16 or f32"};
}

std::string fileSubject(const GgufWriter& writer) { return writer.destination().filename().string(); }

// A tensor's sums over its slabs, read back.
struct ReadTensor {
  ChecksumChain bytes;
  ChecksumChain decoded;
  std::uint64_t notFinite = 0;
};

struct SlabReadBack {
  std::size_t tensor = 0;
  Slab slab;
  bool lastOfTensor = false;
  std::vector<std::byte> stored;
  std::vector<float> values;
  Status read;
  std::uint64_t checksum = 0;
  std::uint64_t decodedChecksum = 0;
  std::uint64_t notFinite = 0;
};

// One written file, whose tensors are plan.entries[firstEntry …].
class FileCheck {
 public:
  FileCheck(const RunContext& context, const EncodeOutcome& outcome, std::size_t firstEntry)
      : m_context(context), m_outcome(outcome), m_firstEntry(firstEntry) {}

  Status run(const GgufWriter& writer, const GgufLayout& layout);

 private:
  Status open(const GgufWriter& writer, const GgufLayout& layout);
  Status compareTensors(const std::vector<StoredTensor>& tensors, const GgufLayout& layout) const;
  bool take(SlabReadBack& item);
  void decode(SlabReadBack& item) const;
  void compare(const SlabReadBack& item);
  void finishTensor(std::size_t tensor);
  bool stopping() const { return m_failed.load() || m_context.job.cancelled(); }
  const PlanEntry& entry(std::size_t tensor) const { return m_context.plan.entries[m_firstEntry + tensor]; }

  const RunContext& m_context;
  const EncodeOutcome& m_outcome;
  const std::size_t m_firstEntry;
  std::optional<Model> m_written;
  std::vector<TensorSource> m_sources;
  std::vector<SlabCut> m_cuts;
  std::size_t m_nextTensor = 0;
  std::uint64_t m_nextSlab = 0;
  ReadTensor m_current;
  std::optional<Error> m_error;
  std::atomic<bool> m_failed = false;
};

Status FileCheck::run(const GgufWriter& writer, const GgufLayout& layout) {
  HALFTONE_TRY_STATUS(open(writer, layout));
  std::vector<SlabReadBack> slots(slotsForThisArena());
  runPipeline(slots.size(),
              {[&](std::size_t slot) { return take(slots[slot]); }, [&](std::size_t slot) { decode(slots[slot]); },
               [&](std::size_t slot) { compare(slots[slot]); }});
  if (m_error) return failure(std::move(*m_error));
  if (m_context.job.cancelled()) return failure(Job::cancelledError(kDoing));
  return {};
}

Status FileCheck::open(const GgufWriter& writer, const GgufLayout& layout) {
  HALFTONE_TRY(MappedFile mapped, MappedFile::open(writer.temporaryPath()));
  auto file = std::make_shared<const MappedFile>(std::move(mapped));
  HALFTONE_TRY(GgufFile read, parseGguf(file->bytes(), fileSubject(writer), Job(m_context.job.stopToken())));
  if (const std::optional<std::string> key = firstDifference(layout.metadata, read.metadata))
    return failure(mismatch(fileSubject(writer) + ", key " + *key, "it is not what was written"));
  HALFTONE_TRY_STATUS(compareTensors(read.tensors, layout));
  m_written.emplace(ModelFiles{ModelFormat::Gguf,
                               read.version,
                               read.alignment,
                               {std::move(file)},
                               std::move(read.metadata),
                               std::move(read.tensors)});
  for (const TensorInfo& tensor : m_written->tensors()) {
    HALFTONE_TRY(TensorSource source, TensorSource::open(*m_written, tensor.id));
    const std::string& sourceName = m_context.model.tensor(entry(tensor.id.index()).tensor).name;
    const bool matricesApart = m_context.importance != nullptr && m_context.importance->has(sourceName);
    m_cuts.emplace_back(tensor.shape, matricesApart);  // as the encoding pass cut it: checksums go by slab
    m_sources.push_back(std::move(source));
  }
  return {};
}

Status FileCheck::compareTensors(const std::vector<StoredTensor>& tensors, const GgufLayout& layout) const {
  if (tensors.size() != layout.tensors.size())
    return failure(
        mismatch("", fmt::format("{} tensors were written, {} are there", layout.tensors.size(), tensors.size())));
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const GgufTensor& planned = layout.tensors[i];
    const bool same = tensors[i].name == planned.name && tensors[i].shape == planned.shape &&
                      tensors[i].type == planned.type && tensors[i].bytes == entry(i).bytes.count;
    if (!same)
      return failure(mismatch("tensor " + planned.name,
                              fmt::format("{} of {} was planned, {} of {} ({}) is there", planned.shape.text(),
                                          tensorTypeName(planned.type), tensors[i].shape.text(),
                                          tensorTypeName(tensors[i].type), tensors[i].name)));
  }
  return {};
}

bool FileCheck::take(SlabReadBack& item) {
  if (m_nextTensor >= m_sources.size() || stopping()) return false;
  item.tensor = m_nextTensor;
  item.slab = m_cuts[m_nextTensor].at(m_nextSlab);
  item.lastOfTensor = ++m_nextSlab == m_cuts[m_nextTensor].count();
  if (item.lastOfTensor) {
    ++m_nextTensor;
    m_nextSlab = 0;
  }
  return true;
}

void FileCheck::decode(SlabReadBack& item) const {
  if (stopping()) return;
  const TensorSource& source = m_sources[item.tensor];
  item.values.resize(item.slab.values());
  item.read = source.read(item.slab, item.stored, item.values);
  if (!item.read) return;
  item.checksum = checksumOf(item.stored);
  item.notFinite = countNotFinite(item.values);
  if (m_outcome.tensors[m_firstEntry + item.tensor].hasDecoded)
    item.decodedChecksum = checksumOf(std::as_bytes(std::span(item.values)));
}

void FileCheck::compare(const SlabReadBack& item) {
  if (stopping()) return;
  if (!item.read) {
    m_error = std::move(item.read).error();
    m_failed.store(true);
    return;
  }
  m_current.bytes.add(item.checksum);
  m_current.decoded.add(item.decodedChecksum);
  m_current.notFinite += item.notFinite;
  m_context.meter.advance({item.stored.size()});
  if (item.lastOfTensor) finishTensor(item.tensor);
}

void FileCheck::finishTensor(std::size_t tensor) {
  const ReadTensor read = std::exchange(m_current, {});
  const WrittenTensor& written = m_outcome.tensors[m_firstEntry + tensor];
  const PlanEntry& planned = entry(tensor);
  // A finite double may be too large for the float it decodes to; doubles are only ever copied.
  const bool mayOverflow = planned.type == TensorType::F64;
  if (!(read.bytes == written.bytes))
    m_error = mismatch("tensor " + planned.name, "its bytes are not those that were written");
  else if (read.notFinite > 0 && !mayOverflow)
    m_error = notFinite(planned, read.notFinite);
  else if (written.hasDecoded && !(read.decoded == written.decoded))
    m_error = mismatch("tensor " + planned.name, "it decodes to other values than when it was encoded");
  if (m_error) m_failed.store(true);
}

}  // namespace

Status verifyPass(const RunContext& context, const std::vector<GgufWriter>& writers, const EncodeOutcome& outcome) {
  std::size_t firstEntry = 0;
  for (std::size_t shard = 0; shard < writers.size(); ++shard) {
    const GgufLayout& layout = context.plan.shards[shard];
    HALFTONE_TRY_STATUS(FileCheck(context, outcome, firstEntry).run(writers[shard], layout));
    firstEntry += layout.tensors.size();
  }
  return {};
}

}  // namespace halftone
