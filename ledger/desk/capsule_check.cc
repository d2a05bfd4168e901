#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <map>
#include <set>

#include "ledger/authority/order_rights.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/access_log.h"
#include "ledger/desk/capsule_form.h"
#include "ledger/event/json_members.h"
#include "ledger/event/text_rules.h"
#include "ledger/privacy/sealed_field.h"
#include "ledger/record/her_acts.h"

namespace sillok {
namespace {

tl::unexpected<Error> does_not_hold(const char* code, std::string message) {
  return fail(Fault::damaged, code, "capsule", std::move(message));
}

boost::json::value or_null(const std::string& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}
boost::json::value or_null(std::optional<std::int64_t> number) {
  return number ? boost::json::value(*number) : boost::json::value(nullptr);
}
boost::json::value or_null(std::optional<Date> date) {
  return date ? boost::json::value(to_string(*date)) : boost::json::value(nullptr);
}

class Check {
 public:
  Check(const CapsuleForm& form, const ProofTrust& trust) : form_(form), trust_(trust) {}

  Result<CheckedCapsule> run() {
    SILLOK_TRY(manifest, parse_manifest(form_.capsule.manifest));
    out_.manifest = std::move(manifest);
    if (out_.manifest.origin != trust_.origin || out_.manifest.genesis != trust_.genesis)
      return does_not_hold("capsule.other_ledger", "the capsule is of another ledger than the trust file pins");
    if (!verify_signature(trust_.ledger_key.key, capsule_message(form_.signed_part), view(form_.signature)))
      return does_not_hold("capsule.signature", "the ledger's key has not signed this capsule as it stands");
    SILLOK_CHECK(check_persons());
    SILLOK_CHECK(check_together());
    SILLOK_CHECK(check_authority());
    SILLOK_CHECK(open_fields());
    SILLOK_CHECK(check_reads());
    if (form_.broken_custody)
      return does_not_hold("capsule.custody", "a holder has signed something else than what stands before him");
    out_.custody = form_.custody;
    return std::move(out_);
  }

 private:
  // Every part says the same past.
  Result<Ok> is_of_head(std::uint64_t size, const Hash& root) const {
    if (size == out_.manifest.size && root == out_.manifest.root) return Ok{};
    return does_not_hold("capsule.size", "something is proved at another size or under another past than it says");
  }

  Result<Ok> check_persons() {
    const std::vector<std::string>& named = out_.manifest.persons;
    if (named.empty() || named.size() != form_.capsule.persons.size())
      return does_not_hold("capsule.persons", "the persons inside are not those it names");
    if (std::set(named.begin(), named.end()).size() != named.size())
      return does_not_hold("capsule.persons", "a person is named twice");
    for (std::size_t i = 0; i < named.size(); ++i) {
      SILLOK_TRY(person, check_person_proof(form_.capsule.persons[i].proof, trust_));
      if (person.person != named[i])
        return does_not_hold("capsule.persons", "the persons inside are not those it names");
      if (person.events == 0) return does_not_hold("capsule.persons", "a person has no event");
      if (person.absence) return does_not_hold("capsule.persons", "a person's proof says more than that it is whole");
      SILLOK_CHECK(is_of_head(person.size, person.root));
      SILLOK_CHECK(check_record(person, form_.capsule.persons[i].record));
      out_.events += person.events;
      for (CheckedProof& act : person.acts) acts_.insert_or_assign(act.position, std::move(act));
    }
    return Ok{};
  }

  // What follows from the acts alone; what rule tables add is the ledger's word, which it has signed.
  Result<Ok> check_record(const CheckedPerson& person, const std::string& json) const {
    boost::json::error_code error;
    const boost::json::value parsed = boost::json::parse(json, error);
    if (error || !parsed.is_object() || !has_members_once(json))
      return fail(Fault::malformed, "capsule.malformed", "record",
                  "a record is no JSON object, or says something twice");
    if (parsed.as_object().contains("personal"))
      return does_not_hold("capsule.record", "personal fields are opened one by one, not told by the record");
    std::vector<Bytes> entries;
    for (const CheckedProof& act : person.acts) {
      if (EventView::trust(act.entry).recorded_at() <= out_.manifest.known_at) entries.push_back(act.entry);
    }
    const ReadActs known = acts_of(std::move(entries));
    const HerActs hers{person.person, known.acts};
    std::vector<StoredAct> acts;
    std::copy_if(known.acts.begin(), known.acts.end(), std::back_inserter(acts),
                 [&](const StoredAct& act) { return hers.has(act); });
    const PersonState state = fold(person.person, acts, out_.manifest.as_of);
    const std::pair<const char*, boost::json::value> members[] = {
        {"person", boost::json::value(person.person)},
        {"as_of", boost::json::value(to_string(out_.manifest.as_of))},
        {"known_at", boost::json::value(to_string(out_.manifest.known_at))},
        {"revision", boost::json::value(state.revision)},
        {"class", or_null(state.class_code)},
        {"grade", or_null(state.grade)},
        {"series", or_null(state.series)},
        {"unit", or_null(state.unit)},
        {"post", or_null(state.post)},
        {"hired_on", or_null(state.hired_on)},
        {"grade_since", or_null(state.grade_since)},
        {"post_since", or_null(state.post_since)},
        {"dead_on", or_null(state.dead_on)},
        {"merged_into", or_null(state.merged_into)},
    };
    for (const auto& [name, value] : members) {
      const auto* said = parsed.as_object().if_contains(name);
      if (said == nullptr || *said != value)
        return does_not_hold("capsule.record", fmt::format("{} of the record is not what the events give", name));
    }
    return Ok{};
  }

  // All events shown, of whomever.
  Result<Ok> check_together() {
    SILLOK_CHECK(take_changes());
    for (const auto* acts : {&acts_, &changes_}) {
      for (const auto& [position, act] : *acts) all_.emplace(position, &act);
    }
    if (EventView::trust(all_.rbegin()->second->entry).recorded_at() > out_.manifest.made_at)
      return does_not_hold("capsule.order", "an event was recorded after the capsule was made");
    ProvedTogether together;
    for (const auto& [position, act] : all_) {
      if (auto stands = together.take(*act); !stands) return does_not_hold("capsule.order", stands.error().message);
    }
    return Ok{};
  }

  // Keys and grants of those who signed, replayed by position from the acts that gave them.
  Result<Ok> check_authority() {
    SILLOK_TRY(genesis, read_genesis(EventView::trust(changes_.begin()->second.entry)));
    if (genesis.sandbox != trust_.sandbox)
      return does_not_hold("capsule.other_ledger", "whether it is a sandbox the trust file says otherwise");
    KeyRegistry registry{std::move(genesis)};
    // Of the events shown and of these acts themselves; roots may leave the genesis unsigned, what is pinned is its
    // hash.
    std::map<Position, BytesView> orders;
    for (const auto& [position, act] : all_)
      orders.emplace(EventView::trust(act->first_entry).position(), act->first_entry);
    orders.erase(0);
    auto change = std::next(changes_.begin());
    for (const auto& [position, entry] : orders) {
      for (; change != changes_.end() && change->first < position; ++change)
        registry.apply(change->first, EventView::trust(change->second.entry).body());
      SILLOK_CHECK(check_order(registry, EventView::trust(entry)));
    }
    if (!trust_.sandbox) SILLOK_CHECK(check_roots());
    return Ok{};
  }

  // Keys and grants are changed by roots, and roots sign nothing else (design 16).
  Result<Ok> check_roots() const {
    for (const auto& [position, act] : all_) {
      const Position order = EventView::trust(act->first_entry).position();
      const bool is_of_rights = KeyRegistry::concerns(EventView::trust(act->entry).body().act());
      if (order != 0 && orders_of_roots_.contains(order) != is_of_rights)
        return does_not_hold("capsule.authority",
                             fmt::format("position {}: roots sign keys and grants, and nobody else does", position));
    }
    return Ok{};
  }

  Result<Ok> take_changes() {
    for (const std::string& proof : form_.capsule.keys) {
      SILLOK_TRY(change, check_act_proof(proof, trust_, std::nullopt));
      SILLOK_CHECK(is_of_head(change.size, change.root));
      const Position position = change.position;
      const bool is_first = changes_.empty();
      if (is_first != (position == 0) || (!is_first && position <= changes_.rbegin()->first))
        return does_not_hold("capsule.keys", "they do not begin with the genesis, or do not stand by position");
      if (!is_first && !KeyRegistry::concerns(EventView::trust(change.entry).body().act()))
        return does_not_hold("capsule.keys", "an act stands among them that is none on keys or grants");
      changes_.emplace(position, std::move(change));
    }
    return changes_.empty() ? does_not_hold("capsule.keys", "the genesis, which names the roots, is missing")
                            : Result<Ok>{Ok{}};
  }

  Result<Ok> check_order(KeyRegistry& registry, const EventView& first) {
    SILLOK_TRY(header, HeaderView::check(first.opening()->header));
    const OrderSigners signers = signers_of(registry, first, header);
    if (signers.drafter && signers.drafter->is_root) orders_of_roots_.insert(first.position());
    auto why = why_not_allowed(registry, first, header, signers);
    if (const BodyView body = first.body(); !why && body.act() == Act::kRootsChanged) {
      if (const auto refused =
              registry.refuse_root_change(body, first.opening()->act_count, header.drafted_by(), header.approved_by()))
        why = refused->why;
    }
    // Their signatures were checked under what is pinned; a pin that is older than a change of keys says less than the
    // acts.
    const auto is_pinned = [&](std::string_view officer, const std::optional<OfficerKey>& key) {
      return trust_.key_at(officer, first.position()) == key->key;
    };
    if (!why && !(is_pinned(header.drafted_by(), signers.drafter) && is_pinned(header.approved_by(), signers.approver)))
      why = "it is signed with another key than the one in force";
    if (!why) return Ok{};
    return does_not_hold("capsule.authority", fmt::format("the order at position {}: {}", first.position(), *why));
  }

  Result<Ok> open_fields() {
    const std::set<std::string> allowed(out_.manifest.opened.begin(), out_.manifest.opened.end());
    for (const OpenedField& each : form_.capsule.opened) {
      const auto act = acts_.find(each.position);
      if (!allowed.contains(each.field) || act == acts_.end())
        return does_not_hold("capsule.opened", "a field is opened that its purpose does not name");
      SILLOK_TRY(key, Secret::from_bytes(each.key));
      const BodyView body = EventView::trust(act->second.entry).body();
      std::optional<Bytes> plain;
      for (std::size_t i = 0; i < body.sealed_count() && !plain; ++i) {
        const SealedField field = body.sealed(i);
        if ((field.is_personal ? name_of(field.personal) : name_of(field.field)) == each.field)
          plain = open_field(key, body.subject(), body.act(), field);
      }
      if (!plain || !is_text(*plain))
        return does_not_hold("capsule.opened",
                             fmt::format("the key for {} of position {} does not open it", each.field, each.position));
      out_.opened.push_back({each.position, each.field, std::move(*plain)});
    }
    return Ok{};
  }

  // Under one checkpoint of ORIGIN/access; the last one is that of this very capsule.
  Result<Ok> check_reads() {
    ProofTrust of_access = trust_;
    of_access.ledger_key = side_log_key(trust_.ledger_key, kAccessLog);
    of_access.origin = of_access.ledger_key.name;
    const std::vector<std::string>& persons = out_.manifest.persons;
    std::optional<ReadRecord> last;
    std::optional<Checkpoint> under;
    Hash before{};
    Position next = 0;
    for (const std::string& proof : form_.capsule.reads) {
      SILLOK_TRY(file, parse_proof(proof));
      SILLOK_TRY(checkpoint, open_pinned_checkpoint(file.checkpoint, of_access));
      if (!file.extra || (under && *under != checkpoint) || file.index < next ||
          !check_inclusion(leaf_hash(*file.extra), file.index, checkpoint.size, file.path, checkpoint.root))
        return does_not_hold("capsule.reads", "a read does not stand in the log of reads, or not in its order");
      SILLOK_TRY(read, decode_read_record(*file.extra));
      if (std::find_first_of(persons.begin(), persons.end(), read.persons.begin(), read.persons.end()) == persons.end())
        return does_not_hold("capsule.reads", "a read is about somebody else");
      const bool follows = file.index != next || read.previous == before;
      if (!follows || (last && read.read_at < last->read_at))
        return does_not_hold("capsule.reads", "a read does not follow the one before it");
      under = checkpoint;
      next = file.index + 1;
      before = leaf_hash(*file.extra);
      last = std::move(read);
    }
    if (out_.manifest.known_at > out_.manifest.made_at || (last && last->read_at != out_.manifest.made_at))
      return does_not_hold("capsule.reads",
                           "it was made at another time than the log of reads says, or says to know what came later");
    if (!last || last->query != sha256(form_.capsule.manifest) || last->purpose != out_.manifest.purpose ||
        last->persons != persons || last->reader != out_.manifest.made_by || last->ledger_size != out_.manifest.size)
      return does_not_hold("capsule.reads", "that this capsule was made does not stand in the log of reads");
    out_.reads = form_.capsule.reads.size();
    return Ok{};
  }

  const CapsuleForm& form_;
  const ProofTrust& trust_;
  CheckedCapsule out_;
  std::map<Position, CheckedProof> acts_, changes_;  // events of the persons; acts on keys and grants
  std::map<Position, const CheckedProof*> all_;      // both
  std::set<Position> orders_of_roots_;
};

}  // namespace

Result<CheckedCapsule> check_capsule(std::string_view text, const ProofTrust& trust) {
  SILLOK_TRY(form, parse_capsule(text));
  return Check{form, trust}.run();
}

}  // namespace sillok
