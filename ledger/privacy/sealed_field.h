#pragma once
// Sealing of personal data before anything is hashed (design 15; bytes in schemas/FORMAT.md).
// Each field has a one-time key that follows from the data key and the field's nonce, so that an
// officer's own program can check one field without holding the data key (`order digest`).
#include <string_view>
#include <vector>

#include "ledger/event/codec.h"
#include "ledger/privacy/vault.h"

namespace sillok {

// Every personal and ° field of an act, sealed in the order build_body() stores them.
Result<std::vector<SealedField>> seal_fields(const PlainAct& act, Vault& vault);

KeyClass key_class_of(const SealedField& field);
Secret field_key(const Secret& data_key, const SealedField& field);
// Nothing where the key, the person, the act or the bytes are others than those it was sealed with.
std::optional<Bytes> open_field(const Secret& one_time_key, std::string_view person, Act act, const SealedField& field);

// Opens with the vault's keys; nothing where the data key is destroyed. A vault or ciphertext that
// does not hold is remembered: ask error() before the answer is used. So is a missing key: who
// compares what was opened asks opened_all(), since "ERASED" may be somebody's own text, too.
class VaultOpener final : public FieldOpener {
 public:
  // Of a copy that has no keys at all. Who only shows may show all else, and "SEALED" for what is.
  enum class WithoutKeys : bool { kFails, kShowsSealed };

  explicit VaultOpener(Vault& vault, WithoutKeys without_keys = WithoutKeys::kFails)
      : vault_(vault), without_keys_(without_keys) {}
  std::optional<std::string> open(std::string_view subject, Act act, const SealedField& field) const override;
  const std::optional<Error>& error() const { return error_; }
  bool opened_all() const { return opened_all_; }

 private:
  Vault& vault_;
  WithoutKeys without_keys_;
  mutable std::optional<Error> error_;
  mutable bool opened_all_ = true;
};

}  // namespace sillok
