#include "projections/answers/explanation_json.h"

#include <fmt/format.h>

namespace sillok {
namespace {

boost::json::object span_json(Span span) { return {{"months", span.months}, {"days", span.days}}; }

template <class Items>
boost::json::array list_json(const Items& items) {
  boost::json::array out;
  for (const auto& item : items) out.emplace_back(item);
  return out;
}

boost::json::object period_json(const CountedPeriod& each) {
  const bool is_open = each.period.to >= kLastDay;
  boost::json::object out{{"what", each.what}, {"from", to_string(each.period.from)}};
  out["to"] = is_open ? boost::json::value(nullptr) : boost::json::value(to_string(each.period.to));
  out["length"] = is_open ? boost::json::value(nullptr) : boost::json::value(span_json(length_of(each.period)));
  out["counted"] = span_json(each.counted);
  out["acts"] = list_json(each.acts);
  out["policies"] = list_json(each.policies);
  out["legal_reference"] = each.legal_reference;
  out["note"] = each.note;
  return out;
}

// The act as it now reads: a rectification may have moved it.
CountedPeriod said_by(const RecordAt& record, Position source) {
  CountedPeriod by;
  by.what = "said by";
  by.period = {record.point.as_of, kEndOfTime};
  by.acts = {source};
  for (const Fact& fact : resolve(record.person, record.acts.acts)) {
    if (fact.position() != source) continue;
    by.what = name_of(fact.act());
    by.period.from = fact.effective_on();
    if (fact.dated_by() != source) by.acts.push_back(fact.dated_by());
  }
  for (const StoredAct& act : record.acts.acts) {
    if (act.position == source && is_act_on_act(act.body.act())) by.what = name_of(act.body.act());
  }
  return by;
}

}  // namespace

Result<boost::json::object> explanation_json(const RecordAt& record, const boost::json::object& answer,
                                             std::string_view field) {
  auto found = explain(record.state, record.law(), record.point.as_of, field);
  const auto* value = answer.if_contains(field);
  if (value == nullptr) value = answer.at("personal").as_object().if_contains(field);
  const auto* source = answer.at("sources").as_object().if_contains(field);
  if (!found && value == nullptr && source == nullptr) {
    return fail(Fault::misuse, "show.unknown_field", std::string{field},
                fmt::format("the record has no field of that name; explained are {}, and every field with a source",
                            fmt::join(explained_fields(), ", ")));
  }
  if (!found) {
    found.emplace();
    found->note = source == nullptr ? "no act says it" : "as the act at that position says";
    if (source != nullptr) {
      found->periods.push_back(said_by(record, source->to_number<Position>()));
    }
  }
  boost::json::object out{{"field", field}};
  out["value"] = value == nullptr ? boost::json::value(nullptr) : *value;
  out["note"] = found->note;
  out["policies"] = list_json(found->policies);
  boost::json::array periods;
  for (const CountedPeriod& each : found->periods) periods.push_back(period_json(each));
  out["periods"] = std::move(periods);
  return out;
}

}  // namespace sillok
