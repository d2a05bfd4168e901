#pragma once
// Whether those who signed an order might sign it then: the keys and grants that its first entry names are those in
// force at its position (design 16). The same for who has the whole log and for who has been shown some acts of it.
#include <optional>
#include <string>

#include "ledger/authority/key_registry.h"
#include "ledger/authority/order_signature.h"

namespace sillok {

// Nothing for who had no key then.
struct OrderSigners {
  std::optional<OfficerKey> drafter, approver;
};
// By the registry as it was before the order; `first` is its first entry, which was checked.
OrderSigners signers_of(KeyRegistry& registry, const EventView& first, const HeaderView& header);
// Why they might not, in words; nothing: they might. The genesis order and a sandbox ask for keys and no rights.
std::optional<std::string> why_not_allowed(const KeyRegistry& registry, const EventView& first,
                                           const HeaderView& header, const OrderSigners& signers);

}  // namespace sillok
