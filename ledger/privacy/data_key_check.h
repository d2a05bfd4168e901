#pragma once
// Whether a vault holds every key that something in a log is sealed with: an older copy of the vault
// lacks the newest, and what they open would be lost without anybody having been forgotten by law.
// One thread; memory grows with the number of keys.
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/event/codec.h"
#include "ledger/privacy/vault.h"

namespace sillok {

class DataKeyCheck {
 public:
  explicit DataKeyCheck(Vault& vault) : vault_(vault) {}
  // Looks up the keys of an event's sealed fields, each once. A destroyed key is no error.
  void look_at(const EventView& event);
  // The first key that is missing or does not open, with the position of what it seals.
  const std::optional<Error>& error() const { return error_; }

 private:
  Vault& vault_;
  std::unordered_map<std::string, std::vector<std::pair<KeyClass, KeyId>>> seen_;  // by person
  std::optional<Error> error_;
};

}  // namespace sillok
