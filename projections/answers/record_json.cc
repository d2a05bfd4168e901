#include "projections/answers/record_json.h"



#include "ledger/privacy/sealed_field.h"

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
    out.push_back(boost::json::object{{"unit", post.unit}, {"post", post.post}, {"since", to_string(post.since)}, {"until", end_or_null(post.until)}, {"source", post.source}});
  }
  return out;
}

boost::json::array sanctions_of(const PersonState& state) {
  boost::json::array out;
  for (const Sanction& sanction : state.sanctions) {
    out.push_back(boost::json::object{{"case", sanction.case_id}, {"kind", sanction.kind}, {"months", sanction.months},
                                      {"effective_on", to_string(sanction.effective_on)}, {"state", name_of(sanction.state)},
                                      {"expungeable_on", nullptr}, {"source", sanction.source}});
  }
  return out;
}

// The newest value of each personal member, opened from the act that carries it.
Result<boost::json::object> personal_of(Ledger& ledger, const PersonState& state) {
  boost::json::object out;
  for (std::size_t i = 0; i < kPersonalCount; ++i) {
    const auto member = static_cast<Personal>(i);
    if (state.personal[i] == kNoPosition) continue;
    SILLOK_TRY(entry, ledger.log().read(state.personal[i]));
    const VaultOpener opener{ledger.vault()};
    const PlainAct act = plain_act(EventView::trust(entry).body(), opener);
    if (opener.error()) return tl::unexpected{*opener.error()};
    const auto text = act.personal.find(member);
    out[name_of(member)] = text == act.personal.end() ? value(nullptr) : value(text->second);
  }
  return out;
}

}  // namespace

Result<boost::json::object> record_json(Ledger& ledger, const Views& views, std::string_view person, const Point& point) {
  SILLOK_TRY(at, stamp(ledger, views, point.known_at));
  SILLOK_TRY(state, views.record(person, point.as_of, point.known_at));
  // A person may own nothing but acts a correction moved to her.
  SILLOK_TRY(events, views.history(person));
  if (events.empty() || !at.position || events.front() > *at.position) {
    return fail(Fault::not_found, "person.unknown", std::string{person}, "nothing is recorded of that person at that point; check the id, --as-of and --known-at");
  }
  SILLOK_TRY(personal, personal_of(ledger, state));
  boost::json::object out;
  out["person"] = person;
  out["as_of"] = to_string(point.as_of);
  at.write_to(out);
  out["revision"] = state.revision;
  out["status"] = name_of(state.status);
  out["class"] = or_null(state.class_code);
  out["grade"] = or_null(state.grade);
  out["series"] = or_null(state.series);
  out["unit"] = or_null(state.unit);
  out["post"] = or_null(state.post);
  out["step"] = or_null(state.step);
  out["step_remainder_months"] = state.step ? value(state.step_remainder_months) : value(nullptr);
  out["hired_on"] = or_null(state.hired_on);
  out["grade_since"] = or_null(state.grade_since);
  out["post_since"] = or_null(state.post_since);
  out["seconded_to"] = or_null(state.seconded_to);
  out["seconded_until"] = or_null(state.seconded_until);
  out["concurrent"] = side_posts(state.concurrent);
  out["acting"] = side_posts(state.acting);
  out["leave"] = state.leave_ground.empty() ? value(nullptr) : value(boost::json::object{{"ground", state.leave_ground}, {"since", or_null(state.leave_since)}, {"until", or_null(state.leave_until)}});
  out["term_until"] = or_null(state.term_until);
  // What follows from rule tables; null where no table in force says it.
  for (const char* field : {"promotable_on", "restricted_until", "step_restricted_until", "next_step_on", "retires_on", "service", "base_pay"}) out[field] = nullptr;
  out["sanctions"] = sanctions_of(state);
  boost::json::array spells;
  for (const Spell& spell : state.spells) {
    spells.push_back(boost::json::object{{"from", to_string(spell.from)}, {"to", to_string(spell.to)}, {"class", or_null(spell.class_code)}, {"grade", or_null(spell.grade)}, {"unit", or_null(spell.unit)}, {"post", or_null(spell.post)}, {"ended_by", spell.ground}});
  }
  out["spells"] = std::move(spells);
  out["personal"] = std::move(personal);
  boost::json::object sources;
  for (std::size_t i = 0; i < kPersonalCount; ++i) {
    if (state.personal[i] != kNoPosition) sources[name_of(static_cast<Personal>(i))] = state.personal[i];
  }
  if (state.source(RecordField::kStep) != kNoPosition) sources["step_remainder_months"] = state.source(RecordField::kStep);
  for (std::size_t i = 0; i < kRecordFieldCount; ++i) {
    const auto field = static_cast<RecordField>(i);
    if (state.source(field) != kNoPosition) sources[name_of(field)] = state.source(field);
  }
  out["sources"] = std::move(sources);
  out["findings"] = boost::json::array{};
  return out;
}

}  // namespace sillok
