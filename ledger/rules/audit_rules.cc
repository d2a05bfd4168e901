#include "ledger/rules/audit_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/calendar.h"

namespace sillok {
namespace {

class Found {
 protected:
  void find(std::string rule, std::string message, const RuleRow* row, std::string_view reference = {}) {
    found_.push_back({std::move(rule), std::move(message),
                      row != nullptr ? row->legal_reference : std::string{reference},
                      row != nullptr ? row->policy() : ""});
  }
  std::vector<Refusal> found_;
};

class OrderAudit : private Found {
 public:
  OrderAudit(const Fact& fact, const AuditedOrder& order, const Law& law)
      : fact_(fact), order_(order), law_(law), day_(fact.effective_on()) {}

  std::vector<Refusal> run() {
    check_late();
    check_hands();
    return std::move(found_);
  }

 private:
  // DPR §8: without delay. An import is as late as its source was; where the source does not say, nobody knows.
  void check_late() {
    std::optional<Date> known_on = order_.source_recorded_on;
    if (!known_on && order_.trust == Trust::kLive) known_on = korean_day(fact_.recorded_at());
    const RuleRow* row = law_.find(table::kAuditLimits, "late_record", day_);
    if (!known_on || row == nullptr || !row->value) return;
    const Date due{std::max(day_, order_.dates.issued_on).days + static_cast<std::int32_t>(*row->value)};
    if (*known_on <= due) return;
    find("act.late",
         fmt::format("recorded on {}, {} days after it took effect and was ordered", to_string(*known_on),
                     known_on->days - std::max(day_, order_.dates.issued_on).days),
         row);
  }

  void check_hands() {
    if (!order_.drafted_by.empty() && order_.drafted_by == order_.approved_by) {
      find("authority.same_person", "drafted and approved by the same officer; two persons are needed", nullptr,
           "SPOA:32");
    }
    for (const std::string& officer : {order_.drafted_by, order_.approved_by}) {
      if (officer.empty() || officer != fact_.subject()) continue;
      find("act.own_record", "an officer took part in an act on her or his own record", nullptr, "DHR:11");
      break;
    }
  }

  const Fact& fact_;
  const AuditedOrder& order_;
  const Law& law_;
  const Date day_;
};

class ActAudit : private Found {
 public:
  ActAudit(const PersonState& before, const Fact& fact, const Law& law)
      : before_(before), fact_(fact), law_(law), day_(fact.effective_on()) {}

  std::vector<Refusal> run() {
    switch (fact_.act()) {
      case Act::kTransferred:
      case Act::kTransferredIn: check_move(); break;
      case Act::kHired: check_gap(); break;
      case Act::kSanctionRequested: check_prescription(); break;
      default: break;
    }
    return std::move(found_);
  }

 private:
  // DAPO §45: promotion, demotion, regularization and mere renaming do not begin the stay anew, so it runs from the
  // day the seat or the unit was taken.
  void check_move() {
    if (!before_.in_service() || !before_.grade || !is_general_service(before_.class_code)) return;
    const auto since = before_.post_since ? before_.post_since : before_.unit_since;
    const RuleRow* row = law_.find(table::kMinStay, std::to_string(*before_.grade), day_);
    if (since && row != nullptr && row->months()) {
      const Date free_on = add(*since, {*row->months(), 0});
      if (day_ < free_on) {
        find("transfer.minimum_stay",
             fmt::format("moved on {}; the minimum stay of {} months in the seat held since {} ends on {}",
                         to_string(day_), *row->months(), to_string(*since), to_string(free_on)),
             row);
      }
    }
    if (fact_.act() != Act::kTransferredIn || !before_.hired_on) return;
    const RuleRow* ban =
        law_.find(table::kMoveBan, fmt::format("{}.{}", before_.route, *before_.grade), *before_.hired_on);
    if (ban == nullptr) ban = law_.find(table::kMoveBan, before_.route, *before_.hired_on);
    if (ban == nullptr || !ban->months()) return;
    const Date free_on = add(*before_.hired_on, {*ban->months(), 0});
    if (day_ < free_on) {
      find("transfer.banned",
           fmt::format("moved to another ministry on {}; after a hire by {} that is barred until {}", to_string(day_),
                       before_.route, to_string(free_on)),
           ban);
    }
  }

  void check_gap() {
    if (before_.spells.empty()) return;
    const RuleRow* row = law_.find(table::kAuditLimits, "gap", day_);
    const std::int32_t days = day_.days - before_.spells.back().to.days;
    if (row == nullptr || !row->value || days <= 0 || *row->value < days) return;
    find("gap",
         fmt::format("{} days between two employments ({} to {}); check the dates", days,
                     to_string(before_.spells.back().to), to_string(day_)),
         row);
  }

  // SPOA §83-2, from the misconduct to the request.
  void check_prescription() {
    const auto misconduct_on = fact_.date(Field::kMisconductOn);
    if (!misconduct_on) return;
    const RuleRow* row = law_.find(table::kPrescription, fact_.text(Field::kMisconduct).value_or(""), *misconduct_on);
    if (row == nullptr) row = law_.find(table::kPrescription, "general", *misconduct_on);
    if (row == nullptr || !row->months()) return;
    const Date until = add(*misconduct_on, {*row->months(), 0});
    if (day_ < until) return;
    find("sanction.prescribed",
         fmt::format("requested on {} for misconduct of {}; its prescription ended on {}", to_string(day_),
                     to_string(*misconduct_on), to_string(until)),
         row);
  }

  const PersonState& before_;
  const Fact& fact_;
  const Law& law_;
  const Date day_;
};

}  // namespace

std::vector<Refusal> find_in_act(const PersonState& before, const Fact& fact, const Law& law) {
  return ActAudit(before, fact, law).run();
}

std::vector<Refusal> audit_order(const Fact& fact, const AuditedOrder& order, const Law& law) {
  return OrderAudit(fact, order, law).run();
}

}  // namespace sillok
