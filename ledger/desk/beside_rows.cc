#include "ledger/desk/beside_rows.h"

namespace sillok {

Bytes mark_row_key(Position position) { return numbered_key("M", position); }
Bytes read_row_key(Position position) { return numbered_key("R", position); }

Result<std::optional<std::uint64_t>> marked_size(const RocksLog& log, Position position) {
  SILLOK_TRY(row, log.topic(mark_row_key(position)));
  if (!row) return std::optional<std::uint64_t>{};
  if (row->size() == sizeof(std::uint64_t)) return std::optional{get_u64(*row)};
  return fail(Fault::damaged, "log.topic_rows", "log",
              "what this replica keeps of its topic is not what it wrote; make a new replica of the topic");
}

Result<std::optional<Bytes>> read_in_topic(const RocksLog& log, Position position) {
  return log.topic(read_row_key(position));
}

}  // namespace sillok
