#include "ledger/rules/absence_limits.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/refusal_by_row.h"
#include "ledger/rules/restrictions.h"
#include "ledger/rules/service_length.h"

namespace sillok {
namespace {

class Limits : private ActByLaw {
 public:
  Limits(const PersonState& before, const Fact& fact, const Law& law) : ActByLaw(before, fact, law) {}

  std::vector<Refusal> run() {
    switch (fact_.act()) {
      case Act::kLeaveStarted: check_leave(fact_.text(Field::kGround).value_or(""), day_, false); break;
      case Act::kLeaveExtended:
        if (before_.leave_since) check_leave(before_.leave_ground, *before_.leave_since, true);
        break;
      case Act::kSeconded: check_secondment(fact_.text(Field::kGround).value_or(""), day_, false); break;
      case Act::kSecondmentExtended:
        if (before_.seconded_since) check_secondment(before_.secondment_ground, *before_.seconded_since, true);
        break;
      case Act::kConcurrentStarted: check_concurrent(); break;
      default: break;
    }
    return std::move(refusals_);
  }

 private:
  void too_long(std::string_view code, std::string_view what, Date until, Date limit, const RuleRow* row) {
    refuse(std::string{code},
           fmt::format("{} until {} goes beyond {}, the longest the law allows; end it on or before that day", what,
                       to_string(until), to_string(limit)),
           row);
  }

  void check_leave(std::string_view ground, Date from, bool extends) {
    if (!before_.in_service()) return;
    const RuleRow* row = law_.find(table::kLeaveMax, ground, {.on = day_, .leave_from = from});
    if (row == nullptr) {
      if (law_.book().rows(table::kLeaveMax).empty()) return;
      refuse(
          "leave.unknown_ground",
          fmt::format("there is no leave of ground {} on {}; check the ground and the date", ground, to_string(from)),
          nullptr, "SPOA:71");
      return;
    }
    const auto until = fact_.date(Field::kUntil);
    const std::int64_t child = extends ? before_.leave_child : fact_.number(Field::kChild).value_or(0);
    if (until) {
      const std::int64_t more = extends ? row->months("extension").value_or(0) : 0;
      const Date limit = row->months() ? add(from, {*row->months() + more, 0}) : kEndOfTime;
      if (limit < *until) too_long("leave.too_long", fmt::format("leave {}", ground), *until, limit, row);
      else if (row->number("total")) check_total(ground, from, *until, child, *row);
    }
    if (!extends) check_right_to_leave(ground, *row);
  }

  // Of all leaves of the ground, for each child or in the career.
  void check_total(std::string_view ground, Date from, Date until, std::int64_t child, const RuleRow& row) {
    Span used;
    for (const Phase& phase : before_.phases) {
      const bool is_same =
          phase.kind == Phase::Kind::kLeave && phase.ground == ground && phase.from < from &&
          (row.text("per") != "child" || std::max<std::int64_t>(phase.number, 1) == std::max<std::int64_t>(child, 1));
      if (is_same) used = used + length_of(common(extent_of(phase), {phase.from, from}));
    }
    const Date limit = add(from, Span{*row.months("total"), 0} - used);
    if (limit < until) too_long("leave.too_long", fmt::format("leave {}, all in all", ground), until, limit, &row);
  }

  void check_right_to_leave(std::string_view ground, const RuleRow& row) {
    if (const auto months = row.months("min_service")) {
      const Span served = service_length(before_, day_.previous()).length;
      if (served.months < *months) {
        refuse("leave.minimum_service",
               fmt::format("leave {} needs {} months of service; {} has {}", ground, *months, who(), served.months),
               &row);
      }
    }
    if (const auto again = row.months("again_after")) {
      for (const Phase& phase : before_.phases) {
        if (phase.kind != Phase::Kind::kLeave || phase.ground != ground || phase.is_open()) continue;
        const Date free_on = add(phase.to, {*again, 0});
        if (free_on <= day_) continue;
        refuse("leave.too_soon",
               fmt::format("leave {} may come again on {}, {} months after the last one", ground, to_string(free_on),
                           *again),
               &row);
        return;
      }
    }
  }

  const RuleRow* row_or_any(std::string_view table, std::string_view id) const {
    const RuleRow* row = law_.find(table, id, day_);
    return row != nullptr ? row : law_.find(table, "*", day_);
  }

  void check_secondment(std::string_view ground, Date from, bool extends) {
    if (!before_.in_service()) return;
    const RuleRow* row = row_or_any(table::kSecondmentMax, ground);
    const auto until = fact_.date(Field::kUntil);
    if (row == nullptr || !until || !row->months()) return;
    // Extended as often and as far as all in all the total is kept (DAPO §41②).
    const std::int64_t months = extends ? row->months("total").value_or(*row->months()) : *row->months();
    const Date limit = add(from, {months, 0});
    if (limit < *until)
      too_long("secondment.too_long", fmt::format("secondment, ground {},", ground), *until, limit, row);
  }

  void check_concurrent() {
    const RuleRow* row = row_or_any(table::kConcurrentMax, fact_.text(Field::kUnit).value_or(""));
    const auto until = fact_.date(Field::kUntil);
    if (row == nullptr || !until || !row->months()) return;
    // The same post again without a gap is the same concurrency extended.
    Date since = day_;
    for (auto phase = before_.phases.rbegin(); phase != before_.phases.rend(); ++phase) {
      const bool is_same = phase->kind == Phase::Kind::kConcurrent && phase->ground == fact_.text(Field::kUnit) &&
                           phase->case_id == fact_.text(Field::kPost);
      if (is_same && since <= extent_of(*phase).to) since = phase->from;
    }
    Date limit = add(day_, {*row->months(), 0});
    if (const auto total = row->months("total")) limit = std::min(limit, add(since, {*total, 0}));
    if (limit < *until) too_long("concurrent.too_long", "the concurrent post", *until, limit, row);
  }
};

}  // namespace

std::vector<Refusal> refuse_by_limits(const PersonState& before, const Fact& fact, const Law& law) {
  return Limits(before, fact, law).run();
}

}  // namespace sillok
