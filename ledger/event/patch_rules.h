#pragma once
// What a rectification may say of its target: only what that act could have said itself. Order lines
// are read before the target is known, so whoever knows it asks here. Pure functions.
#include <optional>
#include <string>

#include "ledger/event/kinds.h"
#include "ledger/event/plain.h"

namespace sillok {

struct PatchFault {
  const char* code;     // of contract §2: input.unknown_field, input.value
  std::string message;  // what is wanted instead
};

// Nothing where the act `target` can carry the new value.
std::optional<PatchFault> patch_fault(Act target, const Patch& patch);

}  // namespace sillok
