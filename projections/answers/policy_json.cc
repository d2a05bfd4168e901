#include "projections/answers/policy_json.h"

#include <fmt/format.h>

namespace sillok {

boost::json::array policy_list_json(const Law& law) {
  boost::json::array out;
  for (const std::string_view table : law.book().tables()) {
    boost::json::array days;
    for (const Date day : law.turning_days(table)) days.emplace_back(to_string(day));
    std::int64_t count = 0;
    for (const RuleRow* row : law.book().rows(table)) count += row->known_from <= law.known_at();
    if (count > 0)
      out.push_back(boost::json::object{{"table", table}, {"rows", count}, {"valid_from", std::move(days)}});
  }
  return out;
}

Result<boost::json::array> policy_rows_json(const Law& law, std::string_view table, Date as_of) {
  if (law.book().rows(table).empty()) {
    return fail(Fault::not_found, "policy.unknown", std::string{table},
                "no rule table of that name was adopted here; see sillok policy list");
  }
  boost::json::array out;
  for (const RuleRow* row : law.book().table_on(table, as_of, law.known_at())) {
    boost::json::object each{{"id", row->id}};
    for (const auto& [name, value] : row->said) {
      if (name != "id") each[name] = value;
    }
    each["valid_from"] = to_string(row->valid_from);
    each["valid_to"] =
        row->valid_to == kEndOfTime ? boost::json::value(nullptr) : boost::json::value(to_string(row->valid_to));
    each["applies_by"] = name_of(row->applies_by);
    each["reach_back"] = row->reach_back;
    each["legal_reference"] = row->legal_reference;
    each["policy"] = row->policy();
    each["adopted_by"] = row->adopted_by;
    out.push_back(std::move(each));
  }
  return out;
}

}  // namespace sillok
