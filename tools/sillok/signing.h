#pragma once
// Signing an order away from the ledger (design 1): the ledger seals, the officer's own program
// checks that what is sealed is what is shown, and signs the very bytes.
#include <span>
#include <string>

#include "ledger/desk/ledger.h"
#include "ledger/event/plain.h"

namespace sillok::cli {

// Seals the acts, making missing data keys, and puts the exact body bytes and the one-time keys of
// their sealed fields into the line.
Result<Ok> digest_line(OrderLine& line, Ledger& ledger);
// Adds the signature of the officer whose key file this is. Fault::refused where the sealed bodies
// say something else than the plain text, or the key is of neither officer of the order.
Result<Ok> sign_line(OrderLine& line, std::span<const std::string> key_files, const Hash& genesis);

// A line made here, ready to be taken in: digested and signed with the key files; a sandbox signs by itself, and has no
// clock but its orders.
Result<Ok> complete_line(OrderLine& line, std::span<const std::string> key_files, Ledger& ledger);

}  // namespace sillok::cli
