#include "ledger/rules/authority_limits.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "ledger/record/person_fold.h"
#include "ledger/rules/law_rules.h"
#include "ledger/rules/refusal_by_row.h"

namespace sillok {
namespace {

constexpr std::string_view kAll = "*", kNoGrade = "-", kOwn = "own";

bool is_row_of(const RuleRow& row, std::string_view role) {
  if (!role.starts_with(kLimitedRole)) return false;
  const std::string_view name = role.substr(kLimitedRole.size());
  return !name.empty() && row.id.size() > name.size() && row.id.starts_with(name) && row.id[name.size()] == '.';
}

bool names_act(const RuleRow& row, std::string_view act) {
  const std::string_view acts = row.text("acts");
  if (acts == kAll) return true;
  for (std::size_t at = 0; at < acts.size();) {
    const std::size_t end = std::min(acts.find(' ', at), acts.size());
    if (acts.substr(at, end - at) == act) return true;
    at = end + 1;
  }
  return false;
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

// "6-9", one grade, "-" for who has none (the Senior Civil Service), "*" for all.
bool names_grade(const RuleRow& row, std::optional<std::int64_t> grade) {
  const std::string_view grades = row.text("grades");
  if (grades == kAll) return true;
  if (grades == kNoGrade || !grade) return grades == kNoGrade && !grade;
  const std::size_t dash = grades.find('-');
  const auto first = number_of(grades.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number_of(grades.substr(dash + 1));
  return first && last && *first <= *grade && *grade <= *last;
}

std::string told(std::optional<std::int64_t> grade) {
  return grade ? fmt::format("grade {}", *grade) : std::string{"the Senior Civil Service or no grade"};
}

class Reach {
 public:
  Reach(const Approval& approval, const PersonState& before, const Fact& fact, const OrganizationState& organization,
        const Law& law)
      : approval_(approval), before_(before), fact_(fact), organization_(organization) {
    for (const RuleRow* row : law.book().table_on(table::kAuthorityGrants, fact.effective_on(), law.known_at())) {
      const bool is_held = std::any_of(approval.roles.begin(), approval.roles.end(),
                                       [&](std::string_view role) { return is_row_of(*row, role); });
      if (is_held) rows_.push_back(row);
    }
  }

  std::vector<Refusal> run() const {
    for (const auto& grade : grades()) {
      const auto covers = [&](const RuleRow* row) {
        return names_act(*row, name_of(fact_.act())) && names_grade(*row, grade) && names_place(*row);
      };
      if (std::any_of(rows_.begin(), rows_.end(), covers)) continue;
      return {refusal_by("authority.not_granted",
                         fmt::format("{} may not approve {} of {} for {} as {}; let an officer approve it whose grant "
                                     "reaches so far (`sillok policy show authority_grants`)",
                                     approval_.officer, name_of(fact_.act()), told(grade), approval_.authority,
                                     fmt::join(approval_.roles, ", ")),
                         rows_.empty() ? nullptr : rows_.front(), "SPOA:32")};
    }
    return {};
  }

 private:
  // Whose appointment it is before and after it: both have to be in reach.
  std::set<std::optional<std::int64_t>> grades() const {
    std::set<std::optional<std::int64_t>> out;
    if (before_.in_service()) out.insert(before_.grade);
    const Act act = fact_.act();
    if (act == Act::kHired || act == Act::kPromoted || act == Act::kDemotedByConsent ||
        (act == Act::kSeriesChanged && fact_.has(Field::kGrade))) {
      out.insert(fact_.number(Field::kGrade));
    }
    if (out.empty()) out.insert(before_.grade);
    return out;
  }

  // An authority that is a unit reaches its own units; of a code that is none nothing is known.
  bool names_place(const RuleRow& row) const {
    if (row.text("organization") != kOwn || organization_.unit(approval_.authority) == nullptr) return true;
    const auto is_own = [&](std::string_view unit) {
      return !unit.empty() && organization_.is_within(unit, approval_.authority);
    };
    const std::string_view to = fact_.text(Field::kUnit).value_or("");
    return (before_.unit.empty() && to.empty()) || is_own(before_.unit) || is_own(to);
  }

  const Approval& approval_;
  const PersonState& before_;
  const Fact& fact_;
  const OrganizationState& organization_;
  std::vector<const RuleRow*> rows_;
};

}  // namespace

bool is_role(std::string_view role, const Law& law) {
  if (role == kDrafterRole || role == kApproverRole) return true;
  const auto rows = law.book().rows(table::kAuthorityGrants);
  return std::any_of(rows.begin(), rows.end(), [&](const RuleRow* row) { return is_row_of(*row, role); });
}

std::vector<Refusal> refuse_beyond_authority(const Approval& approval, const PersonState& before, const Fact& fact,
                                             const OrganizationState& organization, const Law& law) {
  const bool is_bound = is_appointment(fact.act()) || is_act_on_act(fact.act());
  const bool reaches_all =
      std::find(approval.roles.begin(), approval.roles.end(), kApproverRole) != approval.roles.end();
  if (!is_bound || reaches_all) return {};
  return Reach(approval, before, fact, organization, law).run();
}

}  // namespace sillok
