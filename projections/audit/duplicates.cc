#include "projections/audit/duplicates.h"

#include <fmt/format.h>

#include <array>

#include "ledger/privacy/sealed_field.h"

namespace sillok {
namespace {

// Of a person whose key was destroyed nothing is known any more.
constexpr std::string_view kErased = "ERASED";
constexpr std::array<Personal, 3> kMembers{Personal::kName, Personal::kBirthOn, Personal::kResidentNo};

Position source_of(const PersonState& state, Personal member) {
  return state.personal[static_cast<std::size_t>(member)];
}

}  // namespace

Result<std::optional<Identity>> identity_of(Ledger& ledger, const std::string& person, const PersonState& state,
                                            const std::map<Position, const Bytes*>& entries) {
  if (!state.merged_into.empty()) return std::optional<Identity>{};
  std::map<Position, PlainAct> opened;  // mostly one act says all of it
  std::array<std::string, kMembers.size()> texts;
  for (std::size_t i = 0; i < kMembers.size(); ++i) {
    const Position position = source_of(state, kMembers[i]);
    if (position == kNoPosition) continue;
    auto act = opened.find(position);
    if (act == opened.end()) {
      Bytes read;
      const auto known = entries.find(position);
      if (known == entries.end()) {
        SILLOK_TRY(entry, ledger.log().read(position));
        read = std::move(entry);
      }
      const VaultOpener opener{ledger.vault()};
      const Bytes& entry = known == entries.end() ? read : *known->second;
      act = opened.emplace(position, plain_act(EventView::trust(entry).body(), opener)).first;
      if (opener.error()) return tl::unexpected{*opener.error()};
    }
    const auto text = act->second.personal.find(kMembers[i]);
    if (text != act->second.personal.end() && text->second != kErased) texts[i] = text->second;
  }
  Identity out;
  out.person = person;
  out.unit = state.newest_unit();
  if (!texts[0].empty() && !texts[1].empty()) out.birth_and_name = texts[1] + texts[0];
  out.number = texts[2];
  out.name_source = source_of(state, Personal::kName);
  out.number_source = source_of(state, Personal::kResidentNo);
  out.since = state.hired_on.value_or(opened.empty() ? Date{} : opened.begin()->second.effective_on);
  return std::optional{std::move(out)};
}

std::optional<Finding> Duplicates::take(const Identity& identity) {
  auto by_number = compare("n" + identity.number, identity.number_source, identity, "the same resident number");
  auto by_name =
      compare("b" + identity.birth_and_name, identity.name_source, identity, "the same name and day of birth");
  return by_number ? by_number : by_name;
}

std::optional<Finding> Duplicates::compare(const std::string& key, Position source, const Identity& identity,
                                           const char* same) {
  if (key.size() == 1) return std::nullopt;  // not known
  const auto [first, is_new] = seen_.emplace(key, std::pair{identity.person, source});
  if (is_new) return std::nullopt;
  Finding finding;
  finding.rule = kDuplicateRule;
  finding.positions = {source, first->second.second};
  finding.effective_on = identity.since;
  finding.message =
      fmt::format("{} as {}; merge the two ids, or record what tells them apart", same, first->second.first);
  return finding;
}

}  // namespace sillok
