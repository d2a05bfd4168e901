#pragma once
// A log whose stored entries are changed in place by somebody who owns the disk: the database takes his bytes and their
// checksums hold. In memory where there is a memory file system, since nothing here is about syncing.
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <memory>

#include "ledger/desk/log_verifier.h"
#include "ledger/log/kv_store.h"
#include "tests/ledger/log/log_families.h"
#include "tests/ledger/log/temp_directory.h"

namespace sillok::testing {

class FastDirectory {
 public:
  FastDirectory() {
    std::string name = (access("/dev/shm", W_OK) == 0 ? "/dev/shm/" : ::testing::TempDir()) + "sillok-test-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no directory for the test";
    path_ = name;
  }
  ~FastDirectory() { std::filesystem::remove_all(path_); }
  FastDirectory(const FastDirectory&) = delete;
  FastDirectory& operator=(const FastDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// What `sillok verify` says of a log beside the anchored head: `holds`, `POSITION: reason`, or the code of an error.
inline std::string verdict_beside(const RocksLog& log, const LogHead& anchored, Position begin = 0) {
  LogVerifier verifier{log, anchored.size};
  const auto report = verifier.run(begin);
  if (!report) return report.error().code;
  if (report->first_bad) return fmt::format("{}: {}", report->first_bad->position, report->first_bad->reason);
  if (report->size < anchored.size) return fmt::format("{}: log.behind_anchor", report->size);
  // A tail begins in the middle of the tree; its root is that of the head.
  const auto root = begin == 0 ? verifier.root_at_known_size() : std::optional{report->root};
  if (root != anchored.root) return fmt::format("{}: log.root_differs", anchored.size - 1);
  return "holds";
}

class TamperedStore {
 public:
  // A copy of the log in `directory`, which nobody writes now.
  explicit TamperedStore(std::filesystem::path directory) : from_(std::move(directory)) {
    copy();
    const auto log = RocksLog::open(place_.path() / "log", Access::kRead);
    if (!log) ADD_FAILURE() << log.error().message;
    else anchored_ = (*log)->head();
  }
  const LogHead& anchored() const { return anchored_; }
  Bytes entry(Position position) const { return store_->get(kEvents, key(position)).value().value(); }

  // Shows the log as it reads with these entries in the place of the stored ones; afterwards all stands as before.
  void with(const std::map<Position, Bytes>& changed,
            const std::function<void(const Result<std::unique_ptr<RocksLog>>&)>& use) {
    // Who opens the log replays all that was put since the copy: a fresh one now and then.
    if (put_ > kPutMax) copy();
    std::map<Position, Bytes> before;
    for (const auto& [position, bytes] : changed) {
      put_ += 2 * bytes.size();
      before[position] = entry(position);
      store_->put(kEvents, key(position), bytes);
    }
    EXPECT_TRUE(store_->commit(Durable::kNotYet));
    const auto log = RocksLog::open(place_.path() / "log", Access::kRead);
    use(log);
    for (const auto& [position, bytes] : before) store_->put(kEvents, key(position), bytes);
    EXPECT_TRUE(store_->commit(Durable::kNotYet));
  }
  std::string verdict_with(const std::map<Position, Bytes>& changed) {
    std::string found;
    with(changed, [&](const auto& log) { found = log ? verdict_beside(**log, anchored_) : log.error().code; });
    return found;
  }

 private:
  static constexpr std::size_t kEvents = 0, kPutMax = 500'000;
  void copy() {
    store_.reset();
    copy_tree(from_, place_.path() / "log");
    auto store = KvStore::open(place_.path() / "log", kLogFamilies, Access::kWrite);
    if (!store) ADD_FAILURE() << store.error().message;
    else store_ = std::move(*store);
    put_ = 0;
  }
  static Bytes key(Position position) {
    Bytes key;
    put_u64(key, position);
    return key;
  }

  std::filesystem::path from_;
  FastDirectory place_;
  std::unique_ptr<KvStore> store_;
  std::size_t put_ = 0;
  LogHead anchored_;
};

}  // namespace sillok::testing
