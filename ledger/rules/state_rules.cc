#include "ledger/rules/state_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/record/person_fold.h"

namespace sillok {
namespace {

bool concerns_a_person(const Fact& fact) {
  return kind_of(fact.act()).subject == Subject::kPerson && !is_act_on_act(fact.act());
}

class Refusals {
 public:
  std::vector<Refusal> take() { return std::move(refusals_); }

 protected:
  explicit Refusals(const Fact& fact) : fact_(fact) {}
  void refuse(std::string code, std::string message, std::string reference = "SPOA:2") {
    const bool is_said =
        std::any_of(refusals_.begin(), refusals_.end(), [&](const Refusal& each) { return each.code == code; });
    if (!is_said) refusals_.push_back({std::move(code), std::move(message), std::move(reference), ""});
  }
  std::string day() const { return to_string(fact_.effective_on()); }

  const Fact& fact_;

 private:
  std::vector<Refusal> refusals_;
};

// What the record of the person says against an act.
class RecordCheck : public Refusals {
 public:
  RecordCheck(const PersonState& before, const Fact& fact, const PersonState* newest, std::string_view person)
      : Refusals(fact),
        before_(before),
        newest_(newest ? *newest : before),
        person_(person.empty() ? fact.subject() : person) {
    if (concerns_a_person(fact)) check_person();
    else check_act_on_act();
    check_case();
  }

 private:
  std::string who() const { return fmt::format("person {}", person_); }

  // Acts on acts with a target are asked for that; these name a person and what is known of her.
  void check_act_on_act() {
    switch (fact_.act()) {
      case Act::kAppointmentCancelled:
      case Act::kAppealDecided:
      case Act::kInvestigationClosed:
      case Act::kPersonsMerged:
        if (newest_.revision == 0) {
          refuse("person.unknown", fmt::format("nothing is recorded of {} here; check the id", who()));
        } else if (fact_.act() == Act::kPersonsMerged && !newest_.merged_into.empty()) {
          refuse("person.merged", fmt::format("{} was merged into {}; name that one", who(), newest_.merged_into));
        } else if (fact_.act() == Act::kAppointmentCancelled && !newest_.was_ever_hired()) {
          refuse("correction.target_unknown", fmt::format("{} has no appointment that could be cancelled", who()),
                 "SPOA:45-3");
        }
        break;
      default: break;
    }
  }

  void check_case() {
    switch (fact_.act()) {
      case Act::kInvestigationClosed:
      case Act::kAppealed:
      case Act::kAppealDecided:
      case Act::kExpunged: {
        const auto case_id = fact_.text(Field::kCase).value_or("");
        // A closing stands behind what it closes; an appeal may be recorded late.
        const bool is_known =
            knows_case(before_, case_id) || (fact_.act() != Act::kInvestigationClosed && knows_case(newest_, case_id));
        if (!is_known) {
          refuse("correction.target_unknown",
                 "no investigation, removal, request or sanction of this person names that case", "");
        }
        break;
      }
      default: break;
    }
  }

  void check_person() {
    const Act act = fact_.act();
    if (!newest_.merged_into.empty()) {
      refuse("person.merged", fmt::format("{} was merged into {}; record the act for {}", who(), newest_.merged_into,
                                          newest_.merged_into));
      return;
    }
    if (act == Act::kHired) {
      check_hire();
      check_end();
      check_careers();
      return;
    }
    if (!before_.was_ever_hired() && !newest_.was_ever_hired()) {
      refuse("person.unknown", fmt::format("{} was never hired here; check the id, or record the hire first", who()));
      return;
    }
    if (!needs_service(act)) return;
    if (before_.dead_on && fact_.effective_on() > *before_.dead_on) {
      refuse("state.not_active", fmt::format("{} had died before {}; only corrections, awards and records of the past "
                                             "can still be recorded",
                                             who(), day()));
      return;
    }
    if (act == Act::kDied && newest_.dead_on) {
      refuse("state.not_active", fmt::format("{} died on {}, as is recorded; correct that act if the day is another",
                                             who(), to_string(*newest_.dead_on)));
      return;
    }
    // What ends the service of somebody whose death ended it; recorded before the death it stands.
    if (separates(act) && newest_.dead_on == fact_.effective_on()) {
      refuse("state.not_active",
             fmt::format("{} died in service on {}, as is recorded; correct that act if she had left before", who(),
                         day()));
      return;
    }
    if (!before_.in_service()) {
      refuse("state.not_active",
             fmt::format("{} is {} on {}, and {} needs somebody in service; check the date, or "
                         "record the hire first",
                         who(), before_.status == Status::kNone ? "not yet hired" : "separated", day(), name_of(act)));
      return;
    }
    check_status(act);
    check_end();
  }

  // What ends before it begins. (A concurrent post that does is closed at once: a finding.)
  void check_end() {
    switch (fact_.act()) {
      case Act::kHired:
      case Act::kSeconded:
      case Act::kSecondmentExtended:
      case Act::kLeaveStarted:
      case Act::kLeaveExtended:
      case Act::kTermExtended: {
        const auto until = fact_.date(Field::kUntil);
        if (until && *until <= fact_.effective_on()) {
          refuse("state.ends_before_start",
                 fmt::format("{} from {} until {} would end before it begins; `until` is the first day it is over",
                             name_of(fact_.act()), day(), to_string(*until)));
        }
        break;
      }
      default: break;
    }
  }

  void check_hire() {
    if (before_.dead_on && fact_.effective_on() > *before_.dead_on) {
      refuse("state.not_active", fmt::format("{} had died before {}", who(), day()));
    } else if (before_.in_service()) {
      refuse("person.exists", fmt::format("{} is in service on {}; record the separation first, or transfer instead of "
                                          "hiring",
                                          who(), day()));
    } else if (newest_.in_service() && newest_.hired_on && *newest_.hired_on >= fact_.effective_on()) {
      refuse("person.exists", fmt::format("{} was hired on {} and is still in service; correct that act instead of "
                                          "hiring again from {}",
                                          who(), to_string(*newest_.hired_on), day()));
    }
  }

  void check_careers() {
    for (const PriorCareer& career : fact_.prior_career()) {
      if (career.from < career.to) continue;
      refuse("state.ends_before_start",
             fmt::format("an earlier career from {} to {} would end before it begins; `to` is the first day after it",
                         to_string(career.from), to_string(career.to)));
    }
  }

  // What is said of a career that may be over, or beside it, needs nobody in service.
  static bool needs_service(Act act) {
    return moves_within_service(act) || act == Act::kDied || act == Act::kSanctioned || act == Act::kSanctionRequested;
  }

  void need(bool holds, std::string code, std::string_view what) {
    if (!holds) {
      refuse(std::move(code), fmt::format("{} is {} on {}: {}", who(), name_of(before_.status), day(), what));
    }
  }

  bool is_reordered() const {
    return before_.leave_since == fact_.effective_on() && fact_.text(Field::kGround) != before_.leave_ground;
  }

  void need_present(std::string_view what) {
    need(before_.status == Status::kActive || before_.status == Status::kProbation, "state.not_active", what);
  }

  void check_status(Act act) {
    const Status status = before_.status;
    switch (act) {
      case Act::kPromoted:
        need(status == Status::kActive, "state.not_active",
             "only who is active can be promoted; reinstate or regularize first");
        break;
      case Act::kStepRaised:  // on leave: law_rules.h, by its ground
        need(status == Status::kActive || status == Status::kOnLeave, "state.not_active",
             "only who is active can be raised a step; reinstate or regularize first");
        break;
      case Act::kRegularized:
        need(before_.is_on_probation, "state.not_on_probation", "only a probation can end in regularization");
        break;
      case Act::kLeaveStarted:
        // From its first day on it may be ordered again on another ground; whether so late, the law says.
        need(status != Status::kOnLeave || is_reordered(), "state.on_leave",
             "a leave is running; extend it, or reinstate first");
        need(status == Status::kActive || status == Status::kProbation || status == Status::kOnLeave,
             "state.not_active", "leave begins from active service; reinstate first");
        break;
      case Act::kLeaveExtended:
        need(status == Status::kOnLeave, "state.not_on_leave", "there is no leave to extend; start one");
        break;
      case Act::kReinstated:
        need(status == Status::kOnLeave || status == Status::kWithoutPosition || status == Status::kSuspended,
             "state.nothing_to_return_from", "there is no leave, removal or suspension to return from");
        need(status != Status::kSuspended || !before_.suspended_until ||
                 *before_.suspended_until <= fact_.effective_on(),
             "state.suspended", "a suspension lasts its months; reinstate on the day it is over");
        break;
      case Act::kRemovedFromPosition:
        need(status != Status::kWithoutPosition, "state.no_position", "already removed from position; reinstate first");
        break;
      case Act::kSeconded:
        need(before_.seconded_to.empty(), "state.seconded", "a secondment is running; extend it, or return first");
        need_present("a secondment begins from active service; reinstate first");
        break;
      case Act::kConcurrentStarted:
        need_present("a concurrent post begins from active service; reinstate first");
        break;
      case Act::kSecondmentExtended:
      case Act::kReturned:
        need(!before_.seconded_to.empty(), "state.not_seconded", "there is no secondment running that day");
        break;
      case Act::kConcurrentEnded:
        need(holds(before_.concurrent) || holds(newest_.concurrent), "state.not_held",
             "no such concurrent post is held; check unit and post");
        break;
      case Act::kActingEnded:
        need(holds(before_.acting) || holds(newest_.acting), "state.not_held",
             "no such acting post is held; check unit and post");
        break;
      case Act::kTermExtended:
        need(before_.term_until.has_value(), "state.no_term", "there is no fixed term to extend");
        break;
      default: break;
    }
  }

  bool holds(const std::vector<SidePost>& posts) const {
    return std::any_of(posts.begin(), posts.end(), [&](const SidePost& each) {
      return each.unit == fact_.text(Field::kUnit) && each.post == fact_.text(Field::kPost);
    });
  }

  const PersonState& before_;
  const PersonState& newest_;
  std::string_view person_;
};

// What units and posts say against it.
class OrganizationCheck : public Refusals {
 public:
  OrganizationCheck(const Fact& fact, const OrganizationState& organization)
      : Refusals(fact), organization_(organization) {
    if (is_organization_act(fact.act())) {
      check_organization_act();
    } else if (concerns_a_person(fact)) {
      check_seat();
    }
  }

 private:
  void need_unit(std::optional<std::string_view> code) {
    if (!code) return;
    const Unit* unit = organization_.unit(*code);
    if (!unit || fact_.effective_on() < unit->created_on) {
      refuse("organization.unknown_unit",
             fmt::format("there is no unit {} on {}; create it first, or check the code", *code, day()));
    } else if (unit->closed_on <= fact_.effective_on()) {
      refuse("organization.closed",
             fmt::format("unit {} was closed on {}; name its successor", *code, to_string(unit->closed_on)));
    }
  }

  // A reform closes a unit and says where it goes in acts of one day, in either order: what was merged
  // or split up that day may be abolished, and what was abolished that day may still have a successor.
  // But it goes one way only: who has a successor gets no second one.
  void need_unit_or_its_last_day(std::string_view code, bool has_to_have_a_successor) {
    const Unit* unit = organization_.unit(code);
    const bool last_day = unit && unit->closed_on == fact_.effective_on();
    if (!last_day || has_successor_from_today(code) != has_to_have_a_successor) need_unit(code);
  }
  bool has_successor_from_today(std::string_view code) const {
    return std::any_of(organization_.lineage.begin(), organization_.lineage.end(), [&](const SuccessionEdge& edge) {
      return edge.from == code && edge.on == fact_.effective_on() && edge.kind != SuccessionEdge::Kind::kFunctionMoved;
    });
  }

  void need_open_post(std::optional<std::string_view> code) {
    if (!code) return;
    const Post* post = organization_.post(*code);
    if (post && post->abolished_on <= fact_.effective_on()) {
      refuse("organization.closed", fmt::format("post {} was abolished on {}", *code, to_string(post->abolished_on)));
    }
  }

  void check_seat() {
    switch (fact_.act()) {
      case Act::kConcurrentEnded:
      case Act::kActingEnded: return;  // an end may name a unit that is closed
      case Act::kDeemedTransferred: need_unit(fact_.text(Field::kTo)); break;
      case Act::kHired:
      case Act::kPromoted:
      case Act::kTransferred:
      case Act::kTransferredIn:
      case Act::kAssignedActing:
      case Act::kConcurrentStarted:
      case Act::kReturned:
      case Act::kReinstated: need_unit(fact_.text(Field::kUnit)); break;
      default: return;
    }
    need_open_post(fact_.text(Field::kPost));
  }

  void check_organization_act() {
    switch (fact_.act()) {
      case Act::kUnitCreated: {
        const auto code = fact_.text(Field::kUnit).value_or("");
        if (organization_.unit(code)) {
          refuse("organization.exists", fmt::format("unit {} was created before; codes are never used again", code));
        }
        need_unit(fact_.text(Field::kParent));
        break;
      }
      case Act::kUnitMerged:
        for (const auto code : fact_.texts(Field::kFrom)) need_unit_or_its_last_day(code, false);
        if (fact_.texts(Field::kFrom) == std::vector<std::string_view>{fact_.text(Field::kTo).value_or("")}) {
          refuse("organization.into_itself",
                 fmt::format("unit {} is merged with nobody; name another, or its successor",
                             fact_.text(Field::kTo).value_or("")));
        }
        need_unit(fact_.text(Field::kTo));
        break;
      case Act::kUnitAbolished: need_unit_or_its_last_day(fact_.text(Field::kUnit).value_or(""), true); break;
      case Act::kUnitSplit:
        need_unit_or_its_last_day(fact_.text(Field::kFrom).value_or(""), false);
        for (const auto code : fact_.texts(Field::kTo)) need_unit(code);
        break;
      case Act::kFunctionMoved:
        need_unit_or_its_last_day(fact_.text(Field::kFrom).value_or(""), false);
        need_unit(fact_.text(Field::kTo));
        break;
      case Act::kPostEstablished: {
        const auto code = fact_.text(Field::kPost).value_or("");
        if (organization_.post(code)) {
          refuse("organization.exists",
                 fmt::format("post {} was established before; codes are never used again", code));
        }
        need_unit(fact_.text(Field::kUnit));
        break;
      }
      case Act::kPostAbolished: {
        const auto code = fact_.text(Field::kPost).value_or("");
        if (!organization_.post(code)) {
          refuse("organization.unknown_post", fmt::format("there is no post {}; check the code", code));
        }
        need_open_post(code);
        break;
      }
      default: need_unit(fact_.text(Field::kUnit)); break;
    }
  }

  const OrganizationState& organization_;
};

}  // namespace

bool knows_case(const PersonState& state, std::string_view case_id) {
  return std::any_of(state.cases.begin(), state.cases.end(),
                     [&](const CaseFile& file) { return file.case_id == case_id; }) ||
         std::any_of(state.sanctions.begin(), state.sanctions.end(),
                     [&](const Sanction& sanction) { return sanction.case_id == case_id; });
}

std::vector<Refusal> refuse_by_record(const PersonState& as_of_the_act, const Fact& fact, const PersonState* newest,
                                      std::string_view person) {
  return RecordCheck(as_of_the_act, fact, newest, person).take();
}

std::vector<Refusal> refuse_by_organization(const Fact& fact, const OrganizationState& organization) {
  return OrganizationCheck(fact, organization).take();
}

std::vector<Refusal> refuse_impossible(const PersonState& as_of_the_act, const Fact& fact,
                                       const OrganizationState& organization, const PersonState* newest) {
  std::vector<Refusal> refusals = refuse_by_record(as_of_the_act, fact, newest);
  std::vector<Refusal> more = refuse_by_organization(fact, organization);
  refusals.insert(refusals.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return refusals;
}

}  // namespace sillok
