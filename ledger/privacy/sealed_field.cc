#include "ledger/privacy/sealed_field.h"

#include <algorithm>

namespace sillok {
namespace {

constexpr std::string_view kFieldKeyLabel = "sillok/field/v1";
// In front of every text. The cipher does not commit to its key: two keys can be made for one ciphertext, and with them
// one signed body would say two things. Both would have to give these zeros, which takes 2^128 tries.
const Bytes kCommitment(32, '\0');

Bytes associated_data(std::string_view person, Act act, const SealedField& field) {
  Bytes out{person};
  out += '\0';
  out += name_of(act);
  out += '\0';
  out += field.is_personal ? name_of(field.personal) : name_of(field.field);
  out += '\0';
  out += view(field.key_id);
  return out;
}

Result<Ok> seal_one(const PlainAct& act, std::string_view plain, SealedField field, Vault& vault,
                    std::vector<SealedField>& out) {
  SILLOK_TRY(key, vault.key_for(act.subject, key_class_of(field)));
  field.key_id = key.id;
  const Bytes nonce = random_bytes(field.nonce.size());
  std::copy(nonce.begin(), nonce.end(), field.nonce.begin());
  field.ciphertext =
      seal(field_key(key.key, field), nonce, associated_data(act.subject, act.act, field), kCommitment + Bytes{plain});
  out.push_back(std::move(field));
  return Ok{};
}

}  // namespace

KeyClass key_class_of(const SealedField& field) {
  return field.is_personal ? KeyClass::kIdentity : key_class_of(field.field);
}

Secret field_key(const Secret& data_key, const SealedField& field) {
  return data_key.derive(kFieldKeyLabel, view(field.nonce));
}

Result<std::vector<SealedField>> seal_fields(const PlainAct& act, Vault& vault) {
  std::vector<SealedField> out;
  for (const auto& [member, plain] : act.personal) {
    SealedField field;
    field.is_personal = true;
    field.personal = member;
    SILLOK_CHECK(seal_one(act, plain, std::move(field), vault, out));
  }
  const auto seal_data = [&](Field name, std::string_view plain) -> Result<Ok> {
    SealedField field;
    field.field = name;
    return seal_one(act, plain, std::move(field), vault, out);
  };
  for (const auto& [name, value] : act.data) {
    if (const auto* patches = std::get_if<std::vector<Patch>>(&value)) {
      for (const Patch& patch : *patches) {
        const auto* text = std::get_if<std::string>(&patch.value);
        if (is_sealed(patch.field) && text != nullptr) SILLOK_CHECK(seal_data(patch.field, *text));
      }
    } else if (const auto* text = std::get_if<std::string>(&value); text != nullptr && is_sealed(name)) {
      SILLOK_CHECK(seal_data(name, *text));
    }
  }
  return out;
}

std::optional<Bytes> open_field(const Secret& one_time_key, std::string_view person, Act act,
                                const SealedField& field) {
  auto plain = unseal(one_time_key, view(field.nonce), associated_data(person, act, field), field.ciphertext);
  if (!plain || !plain->starts_with(kCommitment)) return std::nullopt;
  plain->erase(0, kCommitment.size());
  return plain;
}

std::optional<std::string> VaultOpener::open(std::string_view subject, Act act, const SealedField& field) const {
  if (without_keys_ == WithoutKeys::kShowsSealed && vault_.absence() != nullptr) {
    opened_all_ = false;
    return "SEALED";
  }
  auto key = vault_.find(subject, key_class_of(field), field.key_id);
  if (!key) error_ = key.error();
  if (!key || !*key) {
    opened_all_ = false;
    return std::nullopt;
  }
  auto plain = open_field(field_key(**key, field), subject, act, field);
  if (!plain) {
    opened_all_ = false;
    error_ = Error{Fault::damaged, "privacy.sealed_field", name_of(act).data(),
                   "a sealed field does not open with its own key; verify the ledger"};
  }
  return plain;
}

}  // namespace sillok
