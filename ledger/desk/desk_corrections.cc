// Acts on acts before they are recorded: what they name must be there and be able to take what they
// say, and the record must still be possible after them.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "ledger/desk/desk.h"
#include "ledger/event/patch_rules.h"
#include "ledger/rules/record_findings.h"

namespace sillok {
namespace {

// What is void can't be rectified, annulled, revoked or split once more: nothing would change.
bool needs_a_standing_target(Act act, Act target) {
  return act == Act::kRectified || act == Act::kAnnulled || act == Act::kAwardRevoked ||
         (act == Act::kPersonsSplit && target == Act::kPersonsMerged);
}

}  // namespace

// An act of the log, of the open batch, or of the order that is being decided.
Result<Desk::Named> Desk::act_at(const PreparedOrder& prepared, Position position) const {
  if (position >= next_) return Named{{}, position, BodyView::trust(prepared.bytes.bodies[position - next_])};
  Named named;
  named.position = position;
  SILLOK_TRY(entry, entry_at(position));
  named.entry = std::move(entry);
  named.body = EventView::trust(named.entry).body();
  return named;
}

// What an act on an act at `position` names through a chain of such acts: the first that is none.
// Nothing (kNoPosition) where it names nothing that is there.
Result<Desk::Named> Desk::named_in_the_end(const PreparedOrder& prepared, const BodyView& body, Position position,
                                           bool rectifications_alone, std::vector<std::string>* persons) const {
  Named named;
  auto target = target_of(body);
  for (Position at = position; target && *target < at;) {  // always backwards, so it ends
    at = *target;
    SILLOK_TRY(found, act_at(prepared, at));
    target = rectifications_alone && found.body.act() != Act::kRectified ? std::nullopt : target_of(found.body);
    if (persons != nullptr && found.body.is_about_person()) persons->emplace_back(found.body.subject());
    if (persons != nullptr && !other_person(found.body).empty()) persons->emplace_back(other_person(found.body));
    named = std::move(found);
  }
  return named;
}

Result<Ok> Desk::check_target(const PreparedOrder& prepared, std::size_t index, const Fact& fact,
                              std::vector<Reason>& reasons) {
  const BodyView& body = fact.body();
  const auto target = static_cast<Position>(*body.number(Field::kTarget));
  const auto unknown = [&](std::string message) {
    reasons.push_back({"correction.target_unknown", index, std::string{body.subject()}, std::move(message), "", ""});
    return Result<Ok>{};
  };
  if (target >= fact.position()) return unknown(fmt::format("there is no act at position {} yet", target));
  SILLOK_TRY(named, act_at(prepared, target));
  if (body.subject().empty() && may_correct_a_unit(body.act())) {
    if (named.body.is_about_person()) {
      return fail(Fault::malformed, "input.missing_field", fmt::format("acts[{}].person", index),
                  fmt::format("the act at position {} is about a person; name her", target));
    }
    if (named.body.subject().empty() && !may_correct_a_unit(named.body.act()))
      return unknown(fmt::format("the act at position {} is about no person, unit or post", target));
  } else if (named.body.subject() != body.subject()) {
    // It may have become hers by a merge or a move.
    SILLOK_TRY(known, book_.acts(body.subject()));
    if (owner_of(known, target) != body.subject())
      return unknown(fmt::format("the act at position {} is not about this person", target));
  }
  if (body.act() == Act::kPersonsSplit && named.body.act() == Act::kPersonsMerged &&
      other_person(named.body) != other_person(body)) {
    return unknown(fmt::format("the merge at position {} brought in another id than the one named", target));
  }
  if (body.act() == Act::kAwardRevoked && named.body.act() != Act::kAwarded)
    return unknown(fmt::format("the act at position {} is no award", target));
  if (body.act() == Act::kReinstatedAct) {
    SILLOK_TRY(is_annulled, brings_back(body, target));
    if (!is_annulled)
      return unknown(fmt::format("the act at position {} is not annulled; there is nothing to bring back", target));
  }
  if (needs_a_standing_target(body.act(), named.body.act())) {
    SILLOK_TRY(annulled_by, annulled_by_of(body, target));
    if (annulled_by) {
      reasons.push_back(
          {"correction.target_annulled", index, std::string{body.subject()},
           fmt::format("the act at position {} counts no more, by that of position {}; bring it back first "
                       "(reinstated_act), or name another",
                       target, *annulled_by),
           "", ""});
    }
  }
  return body.act() == Act::kRectified ? check_patches(prepared, index, fact) : Result<Ok>{};
}

// A rectification may say of its target only what that act could have said; else it can't be read. One of a
// rectification is one more of what that one rectifies.
Result<Ok> Desk::check_patches(const PreparedOrder& prepared, std::size_t index, const Fact& fact) const {
  const PlainAct& act = prepared.order.acts[index];
  const auto data = act.data.find(Field::kData);
  if (data == act.data.end()) return Ok{};
  SILLOK_TRY(root, named_in_the_end(prepared, fact.body(), fact.position(), true));
  for (const Patch& patch : std::get<std::vector<Patch>>(data->second)) {
    if (const auto fault = patch_fault(root.body.act(), patch)) {
      return fail(Fault::malformed, fault->code, fmt::format("acts[{}].data.data.{}", index, name_of(patch.field)),
                  fault->message);
    }
  }
  return Ok{};
}

// A special promotion for the merit of an earlier special step names that step.
Result<Ok> Desk::check_merit(std::size_t index, const Fact& fact, std::vector<Reason>& reasons) {
  const auto named = static_cast<Position>(*fact.number(Field::kSameMeritAs));
  SILLOK_TRY(known, book_.acts(fact.subject()));
  const std::vector<Fact> facts = resolve(fact.subject(), known);
  const bool is_special_step = std::any_of(facts.begin(), facts.end(), [&](const Fact& each) {
    return each.position() == named && each.act() == Act::kStepRaised && each.text(Field::kKind) == "special";
  });
  if (!is_special_step) {
    reasons.push_back(
        {"correction.target_unknown", index, std::string{fact.subject()},
         fmt::format(
             "there is no special step of this person at position {}; name the step_raised act of the same merit",
             named),
         "RRPO:16", ""});
  }
  return Ok{};
}

// The act that has made another void, as far as is known; nothing: it counts.
Result<std::optional<Position>> Desk::annulled_by_of(const BodyView& body, Position target) {
  std::vector<StoredAct> known;
  ReadActs of_units;
  if (body.is_about_person()) {
    SILLOK_TRY(acts, book_.acts(body.subject()));
    known = std::move(acts);
  } else {
    SILLOK_TRY(acts, organization_acts());
    of_units = std::move(acts);
    known = of_units.acts;
  }
  const std::vector<ActLinks> links = links_of(known);
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i].position == target) return links[i].annulled_by;
  }
  return std::optional<Position>{};
}

Result<bool> Desk::brings_back(const BodyView& body, Position target) {
  if (!body.is_about_person()) {
    SILLOK_TRY(known, organization_acts());
    return can_be_reinstated(known.acts, target);
  }
  SILLOK_TRY(known, book_.acts(body.subject()));
  if (can_be_reinstated(known, target)) return true;
  SILLOK_TRY(of_units, organization_acts());  // a unit's act may be corrected under the code of the unit
  return can_be_reinstated(of_units.acts, target);
}

// The record as it is after the order's corrections must be possible: what a corrected act says now is
// decided as if it were recorded anew, and no act may be left behind that had somebody in service to rest
// on. Asked once for the order as a whole, so that what belongs together can be corrected together.
Result<Ok> Desk::check_what_rests_on(const PreparedOrder& prepared, Instant recorded_at, std::vector<Reason>& reasons) {
  std::map<std::string, Corrected> corrected;  // by person
  for (std::size_t i = 0; i < prepared.bytes.bodies.size(); ++i) {
    const BodyView body = BodyView::trust(prepared.bytes.bodies[i]);
    if (!target_of(body) || !body.is_about_person()) continue;
    SILLOK_TRY(root, named_in_the_end(prepared, body, next_ + i, false));
    for (const std::string_view person : {body.subject(), other_person(body)}) {
      if (person.empty()) continue;
      Corrected& hers = corrected[std::string{person}];
      hers.by.emplace(root.position, i);
      if (body.act() == Act::kRectified) hers.rectified.insert(root.position);
    }
  }
  for (const auto& [person, positions] : corrected)
    SILLOK_CHECK(check_corrected(person, positions, recorded_at, reasons));
  return Ok{};
}

Result<std::vector<Cascade>> Desk::cascades(const PreparedOrder& prepared, Instant recorded_at) {
  std::set<std::string> persons;
  for (std::size_t i = 0; i < prepared.bytes.bodies.size(); ++i) {
    const BodyView body = BodyView::trust(prepared.bytes.bodies[i]);
    if (!body.is_about_person()) continue;
    // Corrections, and acts that take effect before others that are known.
    SILLOK_TRY(before, book_.acts_before_order(body.subject()));
    const bool is_late = std::any_of(before.begin(), before.end(), [&](const StoredAct& each) {
      return body.effective_on() < each.body.effective_on();
    });
    if (!reaches_back(body.act()) && !is_late) continue;
    for (const std::string_view person : {body.subject(), other_person(body)}) {
      if (!person.empty()) persons.emplace(person);
    }
  }
  SILLOK_TRY(rules, this->rules());
  const Law law{*rules, recorded_at};
  FindingsAsked asked;
  asked.organization = &organization();
  asked.law = &law;
  std::vector<Cascade> out;
  for (const std::string& person : persons) {
    SILLOK_TRY(before, book_.acts_before_order(person));
    SILLOK_TRY(after, book_.acts(person));
    out.push_back(cascade_of(person, before, after, next_, asked, korean_day(recorded_at).next()));
  }
  return out;
}

Result<Ok> Desk::check_corrected(std::string_view person, const Corrected& corrected, Instant recorded_at,
                                 std::vector<Reason>& reasons) {
  SILLOK_TRY(before, book_.acts_before_order(person));
  SILLOK_TRY(after, book_.acts(person));
  const auto refuse = [&](std::string code, Position position, const std::string& message, std::string reference,
                          std::string policy = {}) {
    const auto by = corrected.by.find(position);
    const std::size_t index = by == corrected.by.end() ? corrected.by.begin()->second : by->second;
    reasons.push_back({std::move(code), index, std::string{person},
                       fmt::format("after it the act at position {} could not be: {}", position, message),
                       std::move(reference), std::move(policy)});
  };
  std::set<Position> positions;
  for (const auto& [position, index] : corrected.by) positions.insert(position);
  for (Finding& broken :
       broken_by_correction(record_findings(person, before), record_findings(person, after), positions)) {
    refuse(std::move(broken.rule), broken.positions.front(), broken.message, std::move(broken.legal_reference));
  }
  SILLOK_TRY(rules, this->rules());
  const Law law{*rules, recorded_at};
  std::set<std::pair<Position, std::string>> were_so;
  for (auto& [position, refusal] : against(person, before, corrected, law))
    were_so.emplace(position, std::move(refusal.code));
  for (auto& [position, refusal] : against(person, after, corrected, law)) {
    if (!were_so.contains({position, refusal.code}))
      refuse(std::move(refusal.code), position, refusal.message, std::move(refusal.legal_reference),
             std::move(refusal.policy));
  }
  return Ok{};
}

// What the organization says against corrected acts, and the law against rectified ones, each as it now reads on its
// day.
std::vector<std::pair<Position, Refusal>> Desk::against(std::string_view person, std::span<const StoredAct> acts,
                                                        const Corrected& corrected, const Law& law) {
  std::vector<std::pair<Position, Refusal>> out;
  const std::vector<Fact> facts = resolve(person, acts);
  PersonState newest, then;
  for (const Fact& fact : facts) evolve(newest, fact);
  for (const Fact& fact : facts) {
    if (!fact.is_void() && corrected.by.contains(fact.position())) {
      for (Refusal& refusal : refuse_by_organization(fact, organization()))
        out.emplace_back(fact.position(), std::move(refusal));
      if (!is_additive(fact.act())) advance(then, advance_date(fact.act(), fact.effective_on()));
      // What was brought back or decided on appeal was lawful in its time; what reads otherwise now is asked anew.
      const bool is_asked = corrected.rectified.contains(fact.position());
      // The day of its order is past: whether it was dated back was asked when it was recorded.
      const OrderDates dates{fact.effective_on(), std::nullopt};
      for (Refusal& refusal : is_asked ? refuse_by_law(then, fact, dates, law, &newest) : std::vector<Refusal>{})
        out.emplace_back(fact.position(), std::move(refusal));
    }
    evolve(then, fact);
  }
  return out;
}

}  // namespace sillok
