#pragma once
// What a topic has put into the logs beside the events (side_log.h), as a replica keeps it among the rows of its topic
// (schemas/FORMAT.md, section 7): at which sizes of the ledger the map of persons is committed to, and reads. The
// entries of ORIGIN/persons and ORIGIN/access follow from these, one from each, the same on every replica.
#include <optional>

#include "ledger/log/rocks_log.h"

namespace sillok {

// Under the position that the entry has in its log.
Bytes mark_row_key(Position position);
Bytes read_row_key(Position position);

// The size of the ledger at that mark; nothing where the topic has not so many yet.
Result<std::optional<std::uint64_t>> marked_size(const RocksLog& log, Position position);
// The read as it was handed in: its entry but for what it follows.
Result<std::optional<Bytes>> read_in_topic(const RocksLog& log, Position position);

}  // namespace sillok
