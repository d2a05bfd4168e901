#pragma once
// RocksDB reads its MANIFEST up to the first record that seems to go on beyond the file's end and
// takes that for a torn write. One bit flipped in a length so drops the newest tables without a
// word, while the newest write-ahead log is kept: the middle of the data is gone and the end is there.
// Here the records must fill the file exactly. Stateless, safe from any thread.
#include <filesystem>

#include "ledger/base/result.h"

namespace sillok {

// Fault::damaged `log.damaged` where the file that CURRENT names doesn't end with a whole record.
// What stands inside the records is checked by RocksDB itself, each by its checksum.
Result<Ok> check_manifest(const std::filesystem::path& store);

}  // namespace sillok
