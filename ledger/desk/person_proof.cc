#include "ledger/desk/person_proof.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/crypto/hash.h"
#include "ledger/desk/part_reader.h"

namespace sillok {
namespace {

constexpr std::size_t kProvedActsMax = 1'000'000, kSiblingsMax = 256;

tl::unexpected<Error> malformed(const char* what) {
  return fail(Fault::malformed, "proof.malformed", "", std::string{what} + "; ask for the proof again");
}
tl::unexpected<Error> does_not_hold(const char* code, std::string message) {
  return fail(Fault::damaged, code, "proof", std::move(message));
}

Result<MapProof> read_map(PartReader& reader) {
  MapProof proof;
  const auto path = reader.line("map");
  if (!path) return malformed("no place in the map of persons");
  const auto siblings = *path == "-" ? Result<Bytes>{Bytes{}} : from_base64(*path);
  if (!siblings || siblings->size() % sizeof(Hash) != 0 || siblings->size() / sizeof(Hash) > kSiblingsMax ||
      (siblings->empty() && *path != "-"))
    return malformed("the place in the map of persons is no list of hashes");
  proof.siblings = get_hashes(*siblings);
  if (!reader.is_next("other")) return proof;
  const auto other = from_base64(*reader.line("other"));
  if (!other || other->size() != 2 * sizeof(Hash)) return malformed("the other in the map of persons is no leaf");
  const std::vector<Hash> leaf = get_hashes(*other);
  proof.other = MapLeaf{leaf[0], leaf[1]};
  return proof;
}

// The root of the map, as ORIGIN/persons has committed to it.
struct CommittedRoot {
  PersonsEntry entry;
  std::optional<std::int64_t> cosigned_at;
};
Result<CommittedRoot> check_persons(const std::string& proof, const ProofTrust& trust) {
  SILLOK_TRY(file, parse_proof(proof));
  ProofTrust of_persons = trust;
  of_persons.ledger_key = side_log_key(trust.ledger_key, kPersonsLog);
  of_persons.origin = of_persons.ledger_key.name;
  SILLOK_TRY(checkpoint, open_pinned_checkpoint(file.checkpoint, of_persons));
  if (!file.extra) return malformed("no entry of the log of persons");
  if (!check_inclusion(leaf_hash(*file.extra), file.index, checkpoint.size, file.path, checkpoint.root))
    return does_not_hold("proof.inclusion", "the root of the map of persons is not in the log of persons");
  // An older root says less than the newest one: she may have acts since, of the same ledger size nobody has.
  if (file.index + 1 != checkpoint.size)
    return does_not_hold("proof.not_newest", "the map of persons is not the newest of its checkpoint");
  const auto entry = decode_persons_entry(*file.extra);
  if (!entry) return malformed("the entry of the log of persons is none");
  return CommittedRoot{*entry, checkpoint.cosigned_at};
}

}  // namespace

std::string write_person_proof(const PersonProof& proof) {
  std::string out = fmt::format("{}person {}\n", kPersonProofHeader, proof.person);
  if (proof.absence) out += fmt::format("absent {} {}\n", name_of(proof.absence->act), to_string(proof.absence->on));
  Bytes siblings;
  for (const Hash& each : proof.map.siblings) siblings += view(each);
  out += fmt::format("map {}\n", siblings.empty() ? "-" : to_base64(siblings));
  if (proof.map.other)
    out += fmt::format("other {}\n", to_base64(Bytes{view(proof.map.other->key)}.append(view(proof.map.other->value))));
  out += write_part("persons", proof.persons);
  for (const std::string& each : proof.acts) out += write_part("act", each);
  return out;
}

Result<PersonProof> parse_person_proof(std::string_view text) {
  if (!text.starts_with(kPersonProofHeader)) return malformed("no proof of a person");
  PartReader reader{text.substr(kPersonProofHeader.size())};
  PersonProof proof;
  const auto person = reader.line("person");
  if (!person || !is_id(*person)) return malformed("no person is named");
  proof.person = *person;
  if (reader.is_next("absent")) {
    const std::string_view said = *reader.line("absent");
    const std::size_t space = said.find(' ');
    const KindSpec* const kind = find_kind(said.substr(0, space));
    const auto on = space == std::string_view::npos ? std::nullopt : parse_date(said.substr(space + 1));
    if (kind == nullptr || kind->subject != Subject::kPerson || !on)
      return malformed("what is absent is no act on a person and a day");
    proof.absence = Absence{kind->act, *on};
  }
  SILLOK_TRY(map, read_map(reader));
  proof.map = std::move(map);
  const auto persons = reader.part("persons");
  if (!persons) return malformed("no entry of the log of persons");
  proof.persons = *persons;
  while (!reader.is_done()) {
    const auto act = reader.part("act");
    if (!act || proof.acts.size() == kProvedActsMax)
      return malformed("an event is cut short, or something else stands there");
    proof.acts.emplace_back(*act);
  }
  return proof;
}

namespace {

// Her own events are a chain by themselves, as are those of an id merged into her: none may be missing in the middle,
// whatever the map says.
Result<Ok> check_chain(std::string_view subject, const std::vector<CheckedProof>& acts) {
  std::uint32_t revision = 0;
  Position previous = kNoPosition;
  for (const CheckedProof& act : acts) {
    const EventView event = EventView::trust(act.entry);
    if (event.revision() == 0 || event.body().subject() != subject) continue;
    if (event.revision() != ++revision || event.person_previous() != previous)
      return does_not_hold("proof.chain",
                           fmt::format("an event of {} before position {} is missing", subject, act.position));
    previous = act.position;
  }
  return Ok{};
}

Result<Ok> check_revision(const CheckedProof& act) {
  const EventView event = EventView::trust(act.entry);
  if (event.is_as_signed(EventView::trust(act.first_entry).opening()->trust)) return Ok{};
  return does_not_hold("proof.revision",
                       fmt::format("the officers signed position {} for another revision of the record", act.position));
}

Result<Ok> check_chains(std::string_view person, const std::vector<CheckedProof>& acts, const ReadActs& read) {
  SILLOK_CHECK(check_chain(person, acts));
  for (const std::string_view id : merged_into(person, read)) SILLOK_CHECK(check_chain(id, acts));
  return Ok{};
}

}  // namespace

Result<CheckedPerson> check_person_proof(std::string_view text, const ProofTrust& trust) {
  SILLOK_TRY(proof, parse_person_proof(text));
  SILLOK_TRY(committed, check_persons(proof.persons, trust));
  const PersonsEntry& entry = committed.entry;
  CheckedPerson checked{proof.person, entry.size, proof.acts.size(), proof.absence, {}, {}};
  PersonHistory history;
  std::vector<Bytes> entries;
  ProvedTogether together;
  for (const std::string& each : proof.acts) {
    SILLOK_TRY(act, check_act_proof(each, trust, std::nullopt));
    if (act.size != entry.size)
      return does_not_hold("proof.size", "an event is proved at another size than the map of persons has");
    if (!entries.empty() && act.root != checked.root)
      return does_not_hold("proof.root", "the events are proved under two pasts of that size");
    if (history.count > 0 && act.position <= history.last)
      return does_not_hold("proof.order", "the events do not stand in the order of their positions");
    SILLOK_CHECK(together.take(act));
    history.add(act.position, leaf_hash(act.entry));
    entries.push_back(act.entry);
    checked.root = act.root;
    checked.acts.push_back(std::move(act));
  }
  const std::optional<Hash> value = proof.acts.empty() ? std::nullopt : std::optional{history.value()};
  if (!check_map(person_map_key(trust.genesis, proof.person), value, proof.map, entry.root)) {
    return does_not_hold("proof.incomplete", "these are not all events of that person: the map of persons has others");
  }
  const ReadActs read = acts_of(std::move(entries));
  SILLOK_CHECK(check_chains(proof.person, checked.acts, read));
  for (const CheckedProof& act : checked.acts) SILLOK_CHECK(check_revision(act));
  if (proof.absence) {
    if (committed.cosigned_at && korean_day_of_seconds(*committed.cosigned_at) < proof.absence->on)
      return does_not_hold("proof.day_to_come",
                           fmt::format("{} was still to come when this was cosigned; ask for a newer "
                                       "proof",
                                       to_string(proof.absence->on)));
    if (auto hindered = why_not_absent(*proof.absence, proof.person, read))
      return does_not_hold(hindered->code, std::move(hindered->why));
  }
  return checked;
}

}  // namespace sillok
