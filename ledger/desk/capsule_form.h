#pragma once
// The parts of a capsule as they stand in the file, before anything is checked but their form (schemas/FORMAT.md).
#include "ledger/desk/capsule.h"
#include "ledger/desk/part_reader.h"

namespace sillok {

struct CapsuleForm {
  Capsule capsule;
  std::string_view signed_part;  // of the text it was parsed from
  Signature signature{};
  std::vector<Custody> custody;
  bool broken_custody = false;  // a holder's signature does not hold
};
Result<CapsuleForm> parse_capsule(std::string_view text);
// What the ledger's key signs.
Bytes capsule_message(std::string_view signed_part);

}  // namespace sillok
