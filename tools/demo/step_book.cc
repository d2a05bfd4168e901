#include "tools/demo/step_book.h"

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/event/codec.h"
#include "ledger/record/person_fold.h"
#include "ledger/rules/shipped_policies.h"
#include "ledger/rules/step_track.h"

namespace sillok::demo {
namespace {

// All of the law, however late it became known.
constexpr Instant kHindsight{INT64_MAX};

Result<Bytes> body_without_secrets(PlainAct act) {
  act.personal.clear();
  std::erase_if(act.data, [&](const auto& each) {
    const FieldSpec* spec = find_field(act.act, each.first);
    return spec != nullptr && spec->sealed;
  });
  return build_body(act, {});
}

// An appeal takes a sanction back or makes it another: all that acts on acts do to steps here.
void decide_appeal(PersonState& state, const Fact& fact) {
  for (Sanction& each : state.sanctions) {
    if (each.case_id != fact.text(Field::kCase)) continue;
    if (fact.text(Field::kOutcome) == "cancelled") each.state = Sanction::State::kAnnulled;
    if (fact.text(Field::kOutcome) != "changed") continue;
    each.kind = std::string{fact.text(Field::kKind).value_or(each.kind)};
    each.months = fact.number(Field::kMonths);
  }
}

}  // namespace

Result<StepBook> StepBook::make() {
  StepBook book;
  SILLOK_TRY(rules, shipped_rules());
  book.rules_ = std::move(rules);
  return book;
}

StepBook::Entry& StepBook::entry(Index person) {
  if (entries_.size() <= person) entries_.resize(person + 1);
  return entries_[person];
}

Result<Ok> StepBook::take(Index person, Position position, const PlainAct& act) {
  if (!leaves_a_trace(act.act) || (is_act_on_act(act.act) && act.act != Act::kAppealDecided)) return Ok{};
  SILLOK_TRY(body, body_without_secrets(act));
  const Fact fact{position, start_of_korean_day(act.effective_on), BodyView::trust(body)};
  Entry& one = entry(person);
  PersonState state;
  if (!one.state.empty()) {
    SILLOK_TRY(known, decode(one.state));
    state = std::move(known);
  }
  if (act.act == Act::kAppealDecided) decide_appeal(state, fact);
  else evolve(state, fact);
  one.state = encode(state);
  one.is_current = false;
  return Ok{};
}

void StepBook::bring_up_to_date(Entry& entry) const {
  if (entry.is_current || entry.state.empty()) return;
  entry.is_current = true;
  const auto state = decode(entry.state);
  SILLOK_INVARIANT(state.has_value(), "what was encoded here is decoded here");
  const Law law{rules_, kHindsight};
  const std::vector<Restriction> restrictions = restrictions_of(*state, law);
  const StepTrack track{*state, law, restrictions, state->latest_effective};
  entry.step = track.step().value_or(0);
  const auto next = track.next();
  entry.next_on = next ? next->on : kEndOfTime;
}

std::int64_t StepBook::step(Index person) {
  Entry& one = entry(person);
  bring_up_to_date(one);
  return one.step;
}

Date StepBook::next_on(Index person) {
  Entry& one = entry(person);
  bring_up_to_date(one);
  return one.next_on;
}

}  // namespace sillok::demo
