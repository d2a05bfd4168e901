#pragma once
// How far the views have read, and the leaf hash they stand on: written in the same batch as what
// it speaks for.
#include "ledger/base/bytes.h"
#include "ledger/base/ids.h"
#include "projections/base/view_store.h"

namespace sillok {

struct Bookmark {
  Position position = 0;  // the next event
  Hash last{};            // leaf hash of the event before; zero at 0
};
void put_bookmark(ViewStore& store, const Bookmark& bookmark);
Result<Bookmark> read_bookmark(const ViewStore& store);  // of an empty store: the beginning

// SHA-256 over the sorted keys and values of one view: chunks of at least 64 KiB of
// (key length, key, value length, value), each hashed behind the hash before it.
Result<Hash> digest_of(const ViewStore& store, BytesView prefixes);

}  // namespace sillok
