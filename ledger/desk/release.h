#pragma once
// How a restored ledger is let go: once something that was not restored with it shows that nothing published is missing
// (restore.h says what can).
#include <cstddef>
#include <string>

#include "ledger/desk/ledger.h"

namespace sillok {

// Lets a held ledger record and sign again. `newest`: the newest checkpoint that was ever published, by the word of
// whoever names it. Fault::refused where it is of another size or root than this ledger (release.behind,
// release.older, release.forked).
Result<Ok> release_ledger(const Ledger& ledger, const std::string& newest);
// The same on the word of the store of checkpoints that this ledger uses, or used when the backup was made: then it is
// used again. Whether there is one. Fault::unavailable where it is out of reach, damaged (checkpoint.behind, .forked)
// where it knows of more, or of another past.
Result<bool> release_by_store(const Ledger& ledger);
// The same on the word of witnesses, who were asked by the caller to cosign the checkpoint of this head anew: as many
// did as `needed_to_release` says. Fault::unavailable (release.witnesses) where fewer answered; `troubles`: why.
Result<Ok> release_by_witnesses(const Ledger& ledger, std::size_t cosigned, std::size_t needed,
                                const std::string& troubles);
// So many that every quorum has one of them.
std::size_t needed_to_release(std::size_t witnesses, std::size_t quorum);

}  // namespace sillok
