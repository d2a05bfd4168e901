// How a record reads in a failed expectation.
#include <ostream>

#include "tests/support/builders.h"

namespace sillok {
namespace {

std::string text(const std::optional<Date>& date) { return date ? to_string(*date) : "-"; }
std::string text(const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : "-"; }

}  // namespace

void PrintTo(const PersonState& state, std::ostream* out) {
  *out << "\n revision " << state.revision << " latest " << state.latest_effective.days << " " << name_of(state.status)
       << " class " << state.class_code << " grade " << text(state.grade) << " since " << text(state.grade_since)
       << " step " << text(state.step) << "+" << state.step_remainder_months << " series " << state.series << "\n unit "
       << state.unit << " since " << text(state.unit_since) << " post " << state.post << " since "
       << text(state.post_since) << " hired " << text(state.hired_on) << " until " << text(state.term_until) << " dead "
       << text(state.dead_on) << " merged into " << state.merged_into << "\n seconded " << state.seconded_to
       << " until " << text(state.seconded_until) << " leave " << state.leave_ground << " removal "
       << state.removal_ground << " suspended until " << text(state.suspended_until);
  for (const auto* posts : {&state.concurrent, &state.acting, &state.early_concurrent_ends, &state.early_acting_ends}) {
    *out << "\n side posts";
    for (const SidePost& post : *posts)
      *out << " [" << post.unit << " " << post.post << " since " << to_string(post.since) << " until "
           << to_string(post.until) << " by " << post.source << "]";
  }
  *out << "\n sanctions";
  for (const Sanction& each : state.sanctions)
    *out << " [" << each.case_id << " " << each.kind << " " << each.months.value_or(0) << " " << name_of(each.state)
         << " by " << each.source << " on " << to_string(each.effective_on) << "]";
  *out << "\n cases";
  for (const CaseFile& each : state.cases)
    *out << " [" << each.case_id << " " << each.kind << " " << each.outcome << " closed " << text(each.closed_on)
         << " by " << each.source << "]";
  *out << "\n spells";
  for (const Spell& each : state.spells)
    *out << " [" << to_string(each.from) << " " << to_string(each.to) << " " << each.unit << " " << each.ground
         << " by " << each.ended_by << "]";
  *out << "\n awards " << state.awards.size() << " credits " << state.credits.size() << "\n sources";
  for (const Position each : state.sources) *out << " " << static_cast<std::int64_t>(each);
  *out << " personal";
  for (const Position each : state.personal) *out << " " << static_cast<std::int64_t>(each);
  *out << "\n";
}

}  // namespace sillok
