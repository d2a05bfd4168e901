#pragma once
// RocksDB reads its MANIFEST up to the first record that seems to go on beyond the file's end and
// takes that for a torn write. One bit flipped in a length so drops the newest tables without a
// word, while the newest write-ahead log is kept: the middle of the data is gone and the end is there.
// A write that was really torn (a full disk, a power cut) looks the same and loses nothing: nobody
// acted on it before it was synced.
//
// To tell them apart, the file MARK beside the tables says how much of which MANIFEST was synced,
// in one sector written in place: `sillok-mark/v1`, `MANIFEST-000005 1100`, a checksum of both lines.
#include <rocksdb/listener.h>
#include <rocksdb/status.h>

#include <filesystem>
#include <functional>
#include <mutex>

#include "ledger/base/result.h"

namespace sillok {

// Fault::damaged `log.damaged` where CURRENT names no such file, or the file it names is shorter than its mark, or ends
// with half a record that the mark (none, one that doesn't hold) does not show to be a torn write.
// What stands inside the records is checked by RocksDB itself, each by its checksum.
// Stateless, safe from any thread.
Result<Ok> check_manifest(const std::filesystem::path& store);

// For readers: what `open` says, or Busy if the list of tables changed meanwhile; what was opened is then to be closed,
// and opened again. A reader beside a writer may read the list, and then find the write-ahead log gone whose content
// the list does not hold yet: RocksDB takes that for an empty one and shows a store with a hole. Where the list is the
// same before and after, no write-ahead log was removed in between.
rocksdb::Status open_beside_writer(const std::filesystem::path& store, const std::function<rocksdb::Status()>& open);

// Fault::damaged where the mark of a store is missing, does not hold, or names a list that is not there yet. Nothing is
// lost by that, and the next writer sets it anew: until then a shortened list would be found by the head anchor alone.
Result<Ok> check_mark(const std::filesystem::path& store);

// Keeps the mark of one store. A listener of its database: it marks after each flush and compaction,
// before RocksDB removes what these replaced. Whoever opens a store to write marks once more, when
// the store is open. Thread-safe.
class ManifestMark final : public rocksdb::EventListener {
 public:
  explicit ManifestMark(std::filesystem::path store) : store_(std::move(store)) {}

  // Whether it is durable. A failure leaves the older mark: then more is taken for torn than need be, and
  // nothing is lost. A store without any mark is not begun.
  bool set();

  void OnFlushCompleted(rocksdb::DB*, const rocksdb::FlushJobInfo&) override { set(); }
  void OnCompactionCompleted(rocksdb::DB*, const rocksdb::CompactionJobInfo&) override { set(); }

 private:
  const std::filesystem::path store_;
  std::mutex mutex_;
};

}  // namespace sillok
