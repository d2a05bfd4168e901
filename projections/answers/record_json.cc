#include "projections/answers/record_json.h"

#include "ledger/event/plain_json.h"
#include "ledger/privacy/sealed_field.h"
#include "ledger/rules/entitlements.h"
#include "ledger/rules/standing_by_law.h"
#include "projections/answers/known_acts.h"
#include "projections/audit/audited_orders.h"

namespace sillok {
namespace {

using boost::json::value;

value or_null(const std::string& text) { return text.empty() ? value(nullptr) : value(text); }
value or_null(std::optional<std::int64_t> number) { return number ? value(*number) : value(nullptr); }
value or_null(std::optional<Date> date) { return date ? value(to_string(*date)) : value(nullptr); }
value end_or_null(Date date) { return date == kEndOfTime ? value(nullptr) : value(to_string(date)); }

boost::json::array side_posts(const std::vector<SidePost>& posts) {
  boost::json::array out;
  for (const SidePost& post : posts) {
    out.push_back(boost::json::object{{"unit", post.unit},
                                      {"post", post.post},
                                      {"since", to_string(post.since)},
                                      {"until", end_or_null(post.until)},
                                      {"source", post.source}});
  }
  return out;
}

boost::json::array sanctions_of(const PersonState& state, const Entitlements& entitled) {
  boost::json::array out;
  for (std::size_t i = 0; i < state.sanctions.size(); ++i) {
    const Sanction& sanction = state.sanctions[i];
    const SanctionDates& dates = entitled.sanctions[i];
    out.push_back(boost::json::object{{"case", sanction.case_id},
                                      {"kind", sanction.kind},
                                      {"months", or_null(sanction.months)},
                                      {"effective_on", to_string(sanction.effective_on)},
                                      {"state", name_of(sanction.state)},
                                      {"executed_on", or_null(dates.executed_on)},
                                      {"expungeable_on", or_null(dates.expungeable_on)},
                                      {"source", sanction.source}});
  }
  return out;
}

boost::json::array removals_of(const PersonState& state, const Entitlements& entitled) {
  boost::json::array out;
  auto dates = entitled.removals.begin();
  for (const Phase& phase : state.phases) {
    if (phase.kind != Phase::Kind::kRemoval) continue;
    out.push_back(boost::json::object{{"case", or_null(phase.case_id)},
                                      {"ground", phase.ground},
                                      {"from", to_string(phase.from)},
                                      {"to", end_or_null(phase.to)},
                                      {"state", phase.is_expunged ? "expunged" : "in_force"},
                                      {"expungeable_on", or_null(dates->expungeable_on)},
                                      {"source", phase.source}});
    ++dates;
  }
  return out;
}

boost::json::array cases_of(const PersonState& state, const Entitlements& entitled) {
  boost::json::array out;
  for (std::size_t i = 0; i < state.cases.size(); ++i) {
    const CaseFile& file = state.cases[i];
    out.push_back(boost::json::object{{"case", file.case_id},
                                      {"kind", file.kind},
                                      {"requested", file.is_request},
                                      {"opened_on", to_string(file.opened_on)},
                                      {"closed_on", or_null(file.closed_on)},
                                      {"outcome", or_null(file.outcome)},
                                      {"misconduct", or_null(file.misconduct)},
                                      {"misconduct_on", or_null(file.misconduct_on)},
                                      {"prescribed_on", or_null(entitled.prescribed[i])},
                                      {"source", file.source}});
  }
  return out;
}

// The newest value of each personal member, opened from the act that carries it.
Result<boost::json::object> personal_of(Ledger& ledger, const PersonState& state,
                                        VaultOpener::WithoutKeys without_keys) {
  boost::json::object out;
  for (std::size_t i = 0; i < kPersonalCount; ++i) {
    const auto member = static_cast<Personal>(i);
    if (state.personal[i] == kNoPosition) continue;
    SILLOK_TRY(entry, ledger.log().read(state.personal[i]));
    const VaultOpener opener{ledger.vault(), without_keys};
    const PlainAct act = plain_act(EventView::trust(entry).body(), opener);
    if (opener.error()) return tl::unexpected{*opener.error()};
    const auto text = act.personal.find(member);
    out[name_of(member)] = text == act.personal.end() ? value(nullptr) : value(text->second);
  }
  return out;
}

boost::json::array careers_of(const PersonState& state) {
  boost::json::array out;
  for (const PriorCareer& career : state.prior_career) {
    out.push_back(boost::json::object{{"from", to_string(career.from)},
                                      {"to", to_string(career.to)},
                                      {"grade", or_null(career.grade)},
                                      {"percent", career.percent}});
  }
  return out;
}

// The act behind each field that says something.
boost::json::object sources_of(const PersonState& state, const Entitlements& entitled,
                               const boost::json::object& record) {
  boost::json::object sources;
  const auto add = [&](std::string_view name, Position source) {
    if (source == kNoPosition) return;
    const value* field = record.if_contains(name);
    if (field != nullptr && !field->is_null() && !(field->is_array() && field->as_array().empty()))
      sources[name] = source;
  };
  for (std::size_t i = 0; i < kPersonalCount; ++i) {
    if (state.personal[i] != kNoPosition) sources[name_of(static_cast<Personal>(i))] = state.personal[i];
  }
  add("step", entitled.step_source);
  add("step_remainder_months", entitled.step_source);
  add("next_step_on", entitled.step_source);
  add("base_pay", entitled.step_source);
  add("restricted_until", entitled.restricted_by);
  add("step_restricted_until", entitled.step_restricted_by);
  add("promotable_on", state.source(RecordField::kGradeSince));
  add("probation_until", state.source(RecordField::kHiredOn));
  add("minimum_stay_until", state.source(state.post_since ? RecordField::kPostSince : RecordField::kUnit));
  add("service", state.source(RecordField::kHiredOn));
  add("retires_on", state.source(RecordField::kSex));
  add("seconded_until", state.source(RecordField::kSecondedTo));
  for (std::size_t i = 0; i < kRecordFieldCount; ++i) {
    const auto field = static_cast<RecordField>(i);
    if (field != RecordField::kStep) add(name_of(field), state.source(field));
  }
  return sources;
}

boost::json::array findings_of(std::string_view person, std::span<const StoredAct> acts, const PersonState& state,
                               const Entitlements& entitled, const FindingsAsked& asked, Date as_of) {
  std::vector<Finding> findings = record_findings(person, acts, asked);
  findings.insert(findings.end(), entitled.findings.begin(), entitled.findings.end());
  std::erase_if(findings, [&](const Finding& each) { return as_of < each.effective_on; });
  if (auto overdue = overdue_leave(state, as_of)) findings.push_back(std::move(*overdue));
  boost::json::array out;
  for (const Finding& finding : findings) {
    out.push_back(
        boost::json::object{{"rule", finding.rule},
                            {"person", person},
                            {"positions", boost::json::array(finding.positions.begin(), finding.positions.end())},
                            {"effective_on", to_string(finding.effective_on)},
                            {"message", finding.message},
                            {"legal_reference", or_null(finding.legal_reference)},
                            {"policy", or_null(finding.policy)}});
  }
  return out;
}

}  // namespace

std::optional<RecordField> record_field(std::string_view name) {
  if (name == "step_remainder_months") return RecordField::kStep;
  if (name == "seconded_until") return RecordField::kSecondedTo;
  if (name == "spells") return RecordField::kStatus;
  for (std::size_t i = 0; i < kRecordFieldCount; ++i) {
    if (name_of(static_cast<RecordField>(i)) == name) return static_cast<RecordField>(i);
  }
  return std::nullopt;
}

void RecordAt::take_law() {
  take_standing_by_law(state, law(), point.as_of);
  entitled = entitlements_of(state, law(), point.as_of);
}

Result<RecordAt> record_at(const Ledger& ledger, const Views& views, std::string_view person, const Point& point) {
  RecordAt record;
  record.person = std::string{person};
  record.point = point;
  SILLOK_TRY(at, stamp(ledger, views, point.known_at));
  record.stamp = at;
  SILLOK_TRY(state, views.record(person, point.as_of, point.known_at));
  record.state = std::move(state);
  // A person may own nothing but acts a correction moved to her.
  SILLOK_TRY(known, known_acts(views, person, point.known_at));
  if (known.acts.empty()) {
    return fail(Fault::not_found, "person.unknown", std::string{person},
                "nothing is recorded of that person at that point; check the id, --as-of and --known-at");
  }
  record.acts = std::move(known);
  SILLOK_TRY(rules, views.rules());
  record.rules = std::move(rules);
  record.take_law();
  return record;
}

Result<boost::json::object> record_json(Ledger& ledger, const Views& views, std::string_view person,
                                        const Point& point) {
  SILLOK_TRY(record, record_at(ledger, views, person, point));
  return record_json(ledger, views, record);
}

Result<boost::json::object> record_json(Ledger& ledger, const Views& views, const RecordAt& record,
                                        VaultOpener::WithoutKeys without_keys) {
  const PersonState& state = record.state;
  const Entitlements& entitled = record.entitled;
  const Point& point = record.point;
  SILLOK_TRY(personal, personal_of(ledger, state, without_keys));
  boost::json::object out;
  out["person"] = record.person;
  out["as_of"] = to_string(point.as_of);
  record.stamp.write_to(out);
  out["revision"] = state.revision;
  out["status"] = name_of(state.status);
  out["class"] = or_null(state.class_code);
  out["grade"] = or_null(state.grade);
  out["series"] = or_null(state.series);
  out["unit"] = or_null(state.unit);
  out["post"] = or_null(state.post);
  out["step"] = or_null(entitled.step);
  out["step_remainder_months"] = entitled.step ? value(entitled.step_carried.months) : value(nullptr);
  out["hired_on"] = or_null(state.hired_on);
  out["grade_since"] = or_null(state.grade_since);
  out["post_since"] = or_null(state.post_since);
  out["seconded_to"] = or_null(state.seconded_to);
  out["seconded_until"] = or_null(state.seconded_until);
  out["concurrent"] = side_posts(state.concurrent);
  out["acting"] = side_posts(state.acting);
  out["leave"] = state.leave_ground.empty() ? value(nullptr)
                                            : value(boost::json::object{{"ground", state.leave_ground},
                                                                        {"since", or_null(state.leave_since)},
                                                                        {"until", or_null(state.leave_until)}});
  out["term_until"] = or_null(state.term_until);
  out["hours_per_week"] = state.hours_per_week ? decimal_json(*state.hours_per_week) : value(nullptr);
  out["probation_months"] = or_null(state.probation_months);
  out["prior_career"] = careers_of(state);
  out["dead_on"] = or_null(state.dead_on);
  out["merged_into"] = or_null(state.merged_into);
  // What follows from rule tables; null where no table in force says it.
  out["probation_until"] = or_null(entitled.probation_until);
  out["promotable_on"] = or_null(entitled.promotable_on);
  out["restricted_until"] = or_null(entitled.restricted_until);
  out["step_restricted_until"] = or_null(entitled.step_restricted_until);
  out["next_step_on"] = or_null(entitled.next_step_on);
  out["retires_on"] = or_null(entitled.retires_on);
  out["service"] = entitled.service ? value(boost::json::object{{"years", entitled.service->months / 12},
                                                                {"months", entitled.service->months % 12},
                                                                {"days", entitled.service->days}})
                                    : value(nullptr);
  out["base_pay"] = or_null(entitled.base_pay);
  out["minimum_stay_until"] = or_null(entitled.minimum_stay_until);
  out["sanctions"] = sanctions_of(state, entitled);
  out["cases"] = cases_of(state, entitled);
  out["removals"] = removals_of(state, entitled);
  boost::json::array spells;
  for (const Spell& spell : state.spells) {
    spells.push_back(boost::json::object{{"from", to_string(spell.from)},
                                         {"to", to_string(spell.to)},
                                         {"class", or_null(spell.class_code)},
                                         {"grade", or_null(spell.grade)},
                                         {"unit", or_null(spell.unit)},
                                         {"post", or_null(spell.post)},
                                         {"ended_by", spell.ground}});
  }
  out["spells"] = std::move(spells);
  out["personal"] = std::move(personal);
  out["sources"] = sources_of(state, entitled, out);
  SILLOK_TRY(organization, views.organization_known_at(point.known_at));
  AuditedOrders orders{ledger.log()};
  const Law law = record.law();
  const FindingsAsked asked{organization.get(), &law, [&](Position position) { return orders.of(position); }, false};
  out["findings"] = findings_of(record.person, record.acts.acts, state, entitled, asked, point.as_of);
  return out;
}

}  // namespace sillok
