// Acts on acts before they are recorded: what they name must be there and be able to take what they
// say, and the record must still be possible after them.
#include <fmt/format.h>

#include <algorithm>

#include "ledger/desk/desk.h"
#include "ledger/event/patch_rules.h"
#include "ledger/rules/record_findings.h"

namespace sillok {
namespace {

// What the newest of the acts says something of, through a chain of corrections.
Position root_of(const std::vector<StoredAct>& acts) {
  Position at = acts.back().position;
  for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
    if (act->position == at) at = target_of(act->body).value_or(at);
  }
  return at;
}

}  // namespace

Result<Ok> Desk::check_target(const PreparedOrder& prepared, std::size_t index, const Fact& fact, std::vector<Reason>& reasons) {
  const BodyView& body = fact.body();
  const auto target = static_cast<Position>(*body.number(Field::kTarget));
  const auto unknown = [&](std::string message) {
    reasons.push_back({"correction.target_unknown", index, std::string{body.subject()}, std::move(message), "", ""});
    return Result<Ok>{};
  };
  Bytes in_log;
  BodyView target_body;
  if (target >= next_ && target - next_ < index) {
    target_body = BodyView::trust(prepared.bytes.bodies[target - next_]);
  } else {
    if (target >= next_) return unknown(fmt::format("there is no act at position {} yet", target));
    SILLOK_TRY(entry, entry_at(target));
    in_log = std::move(entry);
    target_body = EventView::trust(in_log).body();
  }
  if (body.subject().empty() && may_correct_a_unit(body.act())) {
    if (target_body.is_about_person()) {
      return fail(Fault::malformed, "input.missing_field", fmt::format("acts[{}].person", index), fmt::format("the act at position {} is about a person; name her", target));
    }
    if (target_body.subject().empty() && !may_correct_a_unit(target_body.act())) return unknown(fmt::format("the act at position {} is about no person, unit or post", target));
  } else if (target_body.subject() != body.subject()) {
    return unknown(fmt::format("the act at position {} is not about this person", target));
  }
  if (body.act() == Act::kAwardRevoked && target_body.act() != Act::kAwarded) return unknown(fmt::format("the act at position {} is no award", target));
  if (body.act() == Act::kReinstatedAct) {
    SILLOK_TRY(is_annulled, brings_back(body, target));
    if (!is_annulled) return unknown(fmt::format("the act at position {} is not annulled; there is nothing to bring back", target));
  }
  if (body.act() != Act::kRectified) return Ok{};
  return check_patches(prepared.order.acts[index], index, target_body.act());
}

// A rectification may say of its target only what that act could have said; else it can't be read.
Result<Ok> Desk::check_patches(const PlainAct& act, std::size_t index, Act target) const {
  const auto data = act.data.find(Field::kData);
  if (data == act.data.end()) return Ok{};
  for (const Patch& patch : std::get<std::vector<Patch>>(data->second)) {
    if (const auto fault = patch_fault(target, patch)) {
      return fail(Fault::malformed, fault->code, fmt::format("acts[{}].data.data.{}", index, name_of(patch.field)), fault->message);
    }
  }
  return Ok{};
}

// A special promotion for the merit of an earlier special step names that step.
Result<Ok> Desk::check_merit(std::size_t index, const Fact& fact, std::vector<Reason>& reasons) {
  const auto named = static_cast<Position>(*fact.number(Field::kSameMeritAs));
  SILLOK_TRY(known, book_.acts(fact.subject()));
  const std::vector<Fact> facts = resolve(fact.subject(), known.acts);
  const bool is_special_step = std::any_of(facts.begin(), facts.end(), [&](const Fact& each) {
    return each.position() == named && each.act() == Act::kStepRaised && each.text(Field::kKind) == "special";
  });
  if (!is_special_step) {
    reasons.push_back({"correction.target_unknown", index, std::string{fact.subject()}, fmt::format("there is no special step of this person at position {}; name the step_raised act of the same merit", named), "RRPO:16", ""});
  }
  return Ok{};
}

Result<bool> Desk::brings_back(const BodyView& body, Position target) {
  if (!body.is_about_person()) {
    SILLOK_TRY(known, organization_acts());
    return can_be_reinstated(known.acts, target);
  }
  SILLOK_TRY(known, book_.acts(body.subject()));
  if (can_be_reinstated(known.acts, target)) return true;
  SILLOK_TRY(of_units, organization_acts());  // a unit's act may be corrected under the code of the unit
  return can_be_reinstated(of_units.acts, target);
}

// The acts of the person a correction is about and of the one it names beside her.
Result<PersonBook::Acts> Desk::acts_of_both(const BodyView& body) {
  SILLOK_TRY(all, book_.acts(body.subject()));
  const std::string_view other = other_person(body);
  if (other.empty() || other == body.subject()) return all;
  SILLOK_TRY(others, book_.acts(other));
  for (const StoredAct& act : others.acts) {
    const bool is_there = std::any_of(all.acts.begin(), all.acts.end(), [&](const StoredAct& each) { return each.position == act.position; });
    if (!is_there) all.acts.push_back(act);
  }
  std::sort(all.acts.begin(), all.acts.end(), [](const StoredAct& a, const StoredAct& b) { return a.position < b.position; });
  // Entries are on the heap: they stay where they are when the list of them grows.
  all.entries.insert(all.entries.end(), std::make_move_iterator(others.entries.begin()), std::make_move_iterator(others.entries.end()));
  return all;
}

// The record as it is after the correction must be possible: what the corrected act says now is decided
// as if it were recorded anew, and no act may be left behind that had somebody in service to rest on.
Result<Ok> Desk::check_what_rests_on(std::size_t index, const Fact& fact, std::vector<Reason>& reasons) {
  const BodyView& body = fact.body();
  if (!body.is_about_person()) return Ok{};
  SILLOK_TRY(known, acts_of_both(body));
  std::vector<StoredAct> with_it = known.acts;
  with_it.push_back({fact.position(), fact.recorded_at(), body});
  const Position corrected = root_of(with_it);
  const auto refuse = [&](std::string_view person, std::string code, Position position, const std::string& message, std::string reference) {
    reasons.push_back({std::move(code), index, std::string{person}, fmt::format("after it the act at position {} could not be: {}", position, message), std::move(reference), ""});
  };
  for (const std::string_view person : {body.subject(), other_person(body)}) {
    if (person.empty()) continue;
    for (Finding& broken : broken_by_correction(record_findings(person, known.acts), record_findings(person, with_it), corrected)) {
      refuse(person, std::move(broken.rule), broken.positions.front(), broken.message, std::move(broken.legal_reference));
    }
    const auto seat_refusals = [&](const std::vector<StoredAct>& acts) {
      std::vector<Refusal> refusals;
      for (const Fact& each : resolve(person, acts)) {
        if (each.position() == corrected && !each.is_void()) refusals = refuse_by_organization(each, organization());
      }
      return refusals;
    };
    const std::vector<Refusal> before = seat_refusals(known.acts);
    for (Refusal& refusal : seat_refusals(with_it)) {
      const bool was_so = std::any_of(before.begin(), before.end(), [&](const Refusal& each) { return each.code == refusal.code; });
      if (!was_so) refuse(person, std::move(refusal.code), corrected, refusal.message, std::move(refusal.legal_reference));
    }
  }
  return Ok{};
}

}  // namespace sillok
