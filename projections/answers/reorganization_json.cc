#include "projections/answers/reorganization_json.h"

namespace sillok {
namespace {

boost::json::value text_or_null(const std::string& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

boost::json::object counts_json(const std::map<std::string, std::int64_t>& counts) {
  boost::json::object out;
  for (const auto& [unit, count] : counts) out[unit] = count;
  return out;
}

}  // namespace

boost::json::object preview_json(const ReorganizationPlan& plan, const ReorganizationPreview& preview) {
  const Reorganization& outcome = preview.outcome;
  boost::json::array problems, over_quota, absent, side_posts, rights;
  for (const PlanProblem& each : outcome.problems)
    problems.push_back(
        boost::json::object{{"person", text_or_null(each.person)}, {"code", each.code}, {"message", each.message}});
  for (const auto& each : preview.over_quota) {
    boost::json::object line{{"unit", each.unit}};
    line["grade"] = each.grade ? boost::json::value(*each.grade) : boost::json::value(nullptr);
    line["present"] = each.present;
    line["quota"] = each.quota;
    line["over"] = each.present - each.quota;
    over_quota.push_back(std::move(line));
  }
  for (const auto& each : preview.absent)
    absent.push_back(boost::json::object{
        {"person", each.person}, {"status", each.status}, {"host", text_or_null(each.host)}, {"to", each.to}});
  for (const auto& each : preview.side_posts)
    side_posts.push_back(boost::json::object{{"person", each.person}, {"unit", each.unit}, {"post", each.post}});
  for (const auto& each : preview.rights)
    rights.push_back(boost::json::object{{"officer", each.officer}, {"role", each.role}, {"scope", each.scope}});
  boost::json::object out{{"plan", plan.id},
                          {"plan_hash", to_hex(view(plan.hash))},
                          {"effective_on", to_string(plan.effective_on)},
                          {"moved", outcome.moved.size()}};
  out["left_behind"] = boost::json::array(outcome.left_behind.begin(), outcome.left_behind.end());
  out["problems"] = std::move(problems);
  out["before"] = counts_json(outcome.before);
  out["after"] = counts_json(outcome.after);
  out["over_quota"] = std::move(over_quota);
  out["pay_effect"] = boost::json::object{{"persons", preview.pay.persons},
                                          {"changed", preview.pay.changed},
                                          {"base_pay_before", preview.pay.before},
                                          {"base_pay_after", preview.pay.after},
                                          {"difference", preview.pay.after - preview.pay.before}};
  out["absent"] = std::move(absent);
  out["side_posts"] = std::move(side_posts);
  out["units_left"] = boost::json::array(preview.units_left.begin(), preview.units_left.end());
  out["rights"] = std::move(rights);
  out["moves"] = moves_json(outcome.moved);
  out["acts"] = outcome.acts.size();
  out["position"] = preview.position == 0 ? boost::json::value(nullptr) : boost::json::value(preview.position - 1);
  return out;
}

boost::json::array moves_json(const std::vector<PlannedMove>& moved) {
  boost::json::array out;
  for (const PlannedMove& each : moved)
    out.push_back(boost::json::object{
        {"person", each.person}, {"from", each.from}, {"to", each.to}, {"post", text_or_null(each.post)}});
  return out;
}

boost::json::object adopted_json(const AdoptedPlan& adopted) {
  boost::json::object out{{"plan", adopted.plan.id}, {"plan_hash", to_hex(view(adopted.plan.hash))}};
  out["effective_on"] = to_string(adopted.plan.effective_on);
  out["authority"] = adopted.header.authority;
  out["order"] = adopted.header.order;
  out["positions"] = boost::json::array{adopted.first, adopted.last};
  out["recorded_at"] = to_string(adopted.recorded_at);
  return out;
}

boost::json::object list_json(const AdoptedPlan& adopted, const std::vector<MovedByPlan>& moved) {
  boost::json::object out = adopted_json(adopted);
  boost::json::array persons;
  std::map<std::string, std::int64_t> left, came;
  for (const MovedByPlan& each : moved) {
    ++left[each.from];
    ++came[each.to];
    persons.push_back(boost::json::object{{"person", each.person},
                                          {"from", each.from},
                                          {"to", each.to},
                                          {"post", text_or_null(each.post)},
                                          {"position", each.position}});
  }
  out["moved"] = moved.size();
  out["out"] = counts_json(left);
  out["in"] = counts_json(came);
  out["persons"] = std::move(persons);
  return out;
}

}  // namespace sillok
