#pragma once
// The log ORIGIN/access (contract §3, design 16): an entry for each answered set of reads, made before the answer, that
// says who asked, what for, and what about. It never moves the ledger's size. Bytes in schemas/FORMAT.md.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/desk/side_log.h"

namespace sillok {

inline constexpr std::string_view kAccessLog = "access";  // behind the origin and a slash

struct ReadRecord {
  Hash previous{};  // leaf hash of the entry before; zero for the first
  Instant read_at;
  std::uint64_t ledger_size = 0;  // of the ledger that answered
  Hash query{};                   // hash of what was asked
  std::uint32_t count = 0;        // of the answers
  std::string reader, purpose;
  std::vector<std::string> persons;  // whom it was about, where they were named
};
Bytes encode(const ReadRecord& record);
Result<ReadRecord> decode_read_record(BytesView bytes);

class AccessLog {
 public:
  static Result<AccessLog> open(const Ledger& ledger);  // which must outlive it
  const RocksLog& log() const { return *side_.log; }

  // Durable when it returns; `previous` is filled in, and read_at never goes back. Not on a replica, which follows.
  Result<Position> append(ReadRecord record);
  // On a replica: what its topic has of reads, by the rows of that log of the ledger. Durable when it returns.
  Result<Ok> follow(const RocksLog& rows);
  // Where that read stands among the newest ones, whatever it follows.
  Result<std::optional<Position>> position_of(ReadRecord record) const;
  // When the newest entry was read; before all time where there is none.
  Result<Instant> newest_at() const;
  // The positions of all reads about that person so far, in order.
  Result<std::vector<Position>> reads_of(const std::string& person) const;

 private:
  AccessLog(const Ledger& ledger, SideLog side) : ledger_(ledger), side_(std::move(side)) {}
  const Ledger& ledger_;
  SideLog side_;
};

// For `verify`: form, chain, times and the checkpoints. How many reads there are; none where none was ever logged.
Result<std::uint64_t> check_access_log(const Ledger& ledger);

}  // namespace sillok
