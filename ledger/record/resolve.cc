// Which acts count, for whom, and as what: acts on acts done before the fold begins.
// An act on an act always names an earlier one, so whether an act stands is known once all later
// ones were looked at: one pass from the newest to the oldest, then one forward to lay what stands.
#include <algorithm>

#include "ledger/record/person_fold.h"

namespace sillok {

StoredAct stored_act(const EventView& event) { return {event.position(), event.recorded_at(), event.body()}; }

ReadActs acts_of(std::vector<Bytes> entries) {
  ReadActs read;
  read.entries = std::move(entries);
  read.acts.reserve(read.entries.size() + 1);
  for (const Bytes& entry : read.entries) read.acts.push_back(stored_act(EventView::trust(entry)));
  return read;
}

bool is_act_on_act(Act act) {
  switch (act) {
    case Act::kRectified:
    case Act::kAnnulled:
    case Act::kReinstatedAct:
    case Act::kAwardRevoked:
    case Act::kAppealDecided:
    case Act::kInvestigationClosed:
    case Act::kAppointmentCancelled:
    case Act::kPersonsMerged:
    case Act::kPersonsSplit: return true;
    default: return false;
  }
}

bool reaches_back(Act act) { return is_act_on_act(act) || act == Act::kStepCorrected; }

std::optional<Position> target_of(const BodyView& body) {
  switch (body.act()) {
    case Act::kRectified:
    case Act::kAnnulled:
    case Act::kReinstatedAct:
    case Act::kAwardRevoked:
    case Act::kPersonsSplit: {
      const auto target = body.number(Field::kTarget);
      return target && *target >= 0 ? std::optional{static_cast<Position>(*target)} : std::nullopt;
    }
    default: return std::nullopt;
  }
}

Position root_of(std::span<const StoredAct> acts, Position position) {
  Position at = position;
  for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
    if (act->position == at) at = target_of(act->body).value_or(at);
  }
  return at;
}

std::string_view other_person(const BodyView& body) {
  switch (body.act()) {
    case Act::kRectified:
    case Act::kPersonsSplit: return body.text(Field::kPerson).value_or("");
    case Act::kPersonsMerged: return body.text(Field::kDuplicate).value_or("");
    default: return "";
  }
}

bool needs_refold(const PersonState& state, const Fact& fact) {
  const Act act = fact.act();
  if (act == Act::kAppealDecided) {
    const auto outcome = fact.text(Field::kOutcome);
    return outcome == "cancelled" || outcome == "changed";
  }
  if (reaches_back(act)) return true;
  return !is_additive(act) && fact.effective_on() < state.latest_effective;
}

namespace {

class Resolver {
 public:
  Resolver(std::string_view person, std::span<const StoredAct> acts) : person_(person), acts_(acts) {
    facts_.reserve(acts.size());
    for (const StoredAct& act : acts) {
      facts_.emplace_back(act.position, act.recorded_at, act.body);
      has_act_on_act_ |= is_act_on_act(facts_.back().act());
      has_step_correction_ |= act.body.act() == Act::kStepCorrected;
      has_other_subject_ |= !person.empty() && act.body.subject() != person;
    }
  }

  std::vector<ActLinks> links() {
    links_.resize(facts_.size());
    if (has_act_on_act_) settle();
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (const auto target = facts_[i].body().number(Field::kTarget))
        links_[i].target = static_cast<Position>(*target);
      std::sort(links_[i].rectified_by.begin(), links_[i].rectified_by.end());
      links_[i].effective_on = facts_[i].effective_on();
    }
    return std::move(links_);
  }

  bool can_be_reinstated(Position target) {
    if (!has_act_on_act_) return false;
    settle();
    const auto at = index_of(target, facts_.size());
    if (!at) return false;
    return !stands(*at) || (facts_[*at].act() == Act::kSanctioned && facts_[*at].is_void());  // cancelled on appeal
  }

  std::string_view owner_of(Position position) {
    const auto at = index_of(position, facts_.size());
    if (!at) return "";
    if (has_act_on_act_) settle();
    return has_act_on_act_ ? owner_[*at] : facts_[*at].subject();
  }

  std::vector<Fact> resolve() {
    const bool is_settled = has_act_on_act_ || has_other_subject_;
    if (is_settled) settle();
    if (has_step_correction_) move_step_corrections();
    if (is_settled) keep_what_counts();
    std::stable_sort(facts_.begin(), facts_.end(), [](const Fact& a, const Fact& b) {
      return a.effective_on() < b.effective_on();  // stable: then by position
    });
    return std::move(facts_);
  }

 private:
  enum class Standing : std::uint8_t { kOpen, kStands, kVoid };

  void settle() {
    standing_.assign(facts_.size(), Standing::kOpen);
    decided_by_.assign(facts_.size(), 0);
    laid_on_.resize(facts_.size());
    for (std::size_t i = facts_.size(); i-- > 0;) {
      if (standing_[i] != Standing::kVoid) look_at(i);
    }
    owner_.reserve(facts_.size());
    for (const Fact& fact : facts_) owner_.emplace_back(fact.subject());
    given_by_.assign(facts_.size(), 0);
    for (std::size_t i = 0; i < facts_.size(); ++i) lay_on(i);
    hand_over_merged();
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (facts_[i].act() == Act::kAppealDecided && stands(i)) decide_appeal(i);
    }
    move_closings();
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (facts_[i].act() == Act::kAppointmentCancelled && stands(i)) cancel_appointment(i);
    }
  }

  // Links are kept only where somebody asks for them.
  void note_target(std::size_t i, std::size_t target) {
    if (!links_.empty()) links_[i].target = facts_[target].position();
  }
  void note_rectified(std::size_t i, std::size_t by) {
    if (!links_.empty()) links_[i].rectified_by.push_back(facts_[by].position());
  }
  void make_void(std::size_t i, std::size_t by, bool keeps_identity = false) {
    facts_[i].make_void(keeps_identity);
    if (!links_.empty()) links_[i].annulled_by = facts_[by].position();
  }

  bool stands(std::size_t i) const { return standing_[i] != Standing::kVoid; }

  std::optional<std::size_t> index_of(std::optional<Position> position, std::size_t before) const {
    if (!position) return std::nullopt;
    const auto end = facts_.begin() + static_cast<std::ptrdiff_t>(before);
    const auto found = std::lower_bound(facts_.begin(), end, *position,
                                        [](const Fact& fact, Position at) { return fact.position() < at; });
    if (found == end || found->position() != *position) return std::nullopt;
    return static_cast<std::size_t>(found - facts_.begin());
  }

  // The newest decision about an act holds, so what is decided already stays.
  void decide(std::size_t i, Standing standing, std::size_t by) {
    if (standing_[i] != Standing::kOpen) return;
    standing_[i] = standing;
    decided_by_[i] = by;
  }

  // Act `i` stands: what it does to earlier ones.
  void look_at(std::size_t i) {
    const Fact& fact = facts_[i];
    if (!is_act_on_act(fact.act())) return;
    const auto target = index_of(target_of(fact.body()), i);
    switch (fact.act()) {
      case Act::kRectified:
        if (!target) return;
        // A rectification of a rectification is one more of what that one rectifies.
        laid_on_[*target].push_back(i);
        laid_on_[*target].insert(laid_on_[*target].end(), laid_on_[i].begin(), laid_on_[i].end());
        return;
      case Act::kAnnulled:
        if (target) decide(*target, Standing::kVoid, i);
        return;
      case Act::kReinstatedAct:
        if (target) decide(*target, Standing::kStands, i);
        return;
      case Act::kAwardRevoked:
        if (target && facts_[*target].act() == Act::kAwarded) decide(*target, Standing::kVoid, i);
        return;
      case Act::kPersonsSplit:
        if (!target) return;
        if (facts_[*target].act() == Act::kPersonsMerged) {
          decide(*target, Standing::kVoid, i);  // the merge is undone
        } else {
          laid_on_[*target].push_back(i);
        }
        return;
      default: return;
    }
  }

  void lay_on(std::size_t i) {
    if (!stands(i)) make_void(i, decided_by_[i]);
    std::vector<std::size_t>& list = laid_on_[i];
    std::sort(list.begin(), list.end());
    for (const std::size_t by : list) {
      const BodyView& body = facts_[by].body();
      if (target_of(body) == facts_[i].position()) note_rectified(i, by);
      switch (body.act()) {
        case Act::kRectified:
          facts_[i].lay(facts_[by].position(), body.patches(), body.date(Field::kEffectiveOn));
          facts_[i].lay_personal(facts_[by].position(), body);
          if (const auto person = other_person(body); !person.empty()) give(i, person, by);
          break;
        case Act::kPersonsSplit: give(i, other_person(body), by); break;
        default: break;
      }
    }
  }

  void give(std::size_t i, std::string_view person, std::size_t by) {
    owner_[i] = person;
    given_by_[i] = by;
  }

  // An appeal names a case: the newest sanction of it that stands, of the same person.
  void decide_appeal(std::size_t i) {
    const auto outcome = facts_[i].text(Field::kOutcome);
    if (outcome != "cancelled" && outcome != "changed") return;
    for (std::size_t at = i; at-- > 0;) {
      Fact& fact = facts_[at];
      if (fact.act() != Act::kSanctioned || fact.is_void() || owner_[at] != owner_[i] ||
          fact.text(Field::kCase) != facts_[i].text(Field::kCase)) {
        continue;
      }
      note_target(i, at);
      if (outcome == "changed") {
        lay_appeal(fact, facts_[i]);
        note_rectified(at, i);
      } else if (standing_[at] != Standing::kStands || decided_by_[at] < i) {
        make_void(at, i);
      }
      return;
    }
  }

  // `changed` replaces kind and months; a new kind without months has none.
  static void lay_appeal(Fact& sanctioned, const Fact& decision) {
    std::vector<Patch> patches;
    if (const auto kind = decision.text(Field::kKind)) {
      patches.push_back({Field::kKind, std::string(*kind)});
      patches.push_back({Field::kMonths, std::monostate{}});
    }
    if (const auto months = decision.number(Field::kMonths)) patches.emplace_back(Field::kMonths, *months);
    sanctioned.lay(decision.position(), patches, std::nullopt);
  }

  // Everything of the id that went counts for the one that keeps, also what is recorded under it later;
  // but not what was given back to it since.
  void hand_over_merged() {
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (facts_[i].act() != Act::kPersonsMerged || !stands(i)) continue;
      const auto duplicate = other_person(facts_[i].body());
      if (duplicate == facts_[i].subject()) continue;
      for (std::size_t at = 0; at < facts_.size(); ++at) {
        if (at != i && owner_[at] == duplicate && given_by_[at] <= i) owner_[at] = facts_[i].subject();
      }
      // What the merge says is said of the id that goes, on whatever day it is asked for.
      owner_[i] = duplicate;
      facts_[i].move_to(Date{INT32_MIN});
    }
  }

  // A closing holds from the date of what it closes: the newest opening of its case before it.
  void move_closings() {
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (facts_[i].act() != Act::kInvestigationClosed || !stands(i)) continue;
      std::optional<std::size_t> opened;
      for (std::size_t at = 0; at < i; ++at) {
        const Fact& fact = facts_[at];
        const Act act = fact.act();
        const bool names_case =
            act == Act::kInvestigationOpened || act == Act::kSanctionRequested || act == Act::kRemovedFromPosition;
        if (!names_case || fact.is_void() || owner_[at] != owner_[i] ||
            fact.text(Field::kCase) != facts_[i].text(Field::kCase))
          continue;
        if (!opened || facts_[*opened].effective_on() <= fact.effective_on()) opened = at;
      }
      if (!opened) continue;
      facts_[i].move_to(facts_[*opened].effective_on());
      note_target(i, *opened);
    }
  }

  // A corrected step holds from the date of the act it corrects (RRPO §18), whichever day the correction is dated.
  void move_step_corrections() {
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (facts_[i].act() != Act::kStepCorrected) continue;
      const auto target = index_of(facts_[i].number(Field::kTarget), i);
      if (target && !facts_[*target].is_void()) facts_[i].move_to(facts_[*target].effective_on());
    }
  }

  // Hiring fraud: the effect goes back to the hire (SPOA §45-3②), so the whole employment falls, whichever of its
  // days the cancellation is dated.
  void cancel_appointment(std::size_t i) {
    const Date until = facts_[i].effective_on();
    std::optional<std::size_t> hire;
    for (std::size_t at = 0; at < i; ++at) {
      const Fact& fact = facts_[at];
      if (fact.act() != Act::kHired || fact.is_void() || fact.effective_on() > until || owner_[at] != owner_[i])
        continue;
      if (!hire || facts_[*hire].effective_on() <= fact.effective_on()) hire = at;
    }
    if (!hire) return;
    const Date from = facts_[*hire].effective_on();
    Date end = kEndOfTime;  // where the next employment begins
    for (std::size_t at = 0; at < i; ++at) {
      const Fact& fact = facts_[at];
      const bool is_next = fact.act() == Act::kHired && !fact.is_void() && owner_[at] == owner_[i] && at != *hire &&
                           from < fact.effective_on();
      if (is_next) end = std::min(end, fact.effective_on());
    }
    note_target(i, *hire);
    make_void(*hire, i, true);
    for (std::size_t at = 0; at < i; ++at) {
      const Fact& fact = facts_[at];
      const bool of_the_service = !is_additive(fact.act()) && fact.act() != Act::kPersonalUpdated &&
                                  fact.act() != Act::kHired && !is_act_on_act(fact.act());
      if (of_the_service && !fact.is_void() && owner_[at] == owner_[i] && from <= fact.effective_on() &&
          fact.effective_on() < end) {
        make_void(at, i, true);
      }
    }
  }

  void keep_what_counts() {
    std::vector<Fact> kept;
    kept.reserve(facts_.size());
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      const Act act = facts_[i].act();
      if (!person_.empty() && owner_[i] != person_) continue;
      if (facts_[i].is_void() && act != Act::kSanctioned && !facts_[i].keeps_identity()) continue;
      const bool is_merged_away = act == Act::kPersonsMerged && owner_[i] != facts_[i].subject();
      if (is_act_on_act(act) && act != Act::kInvestigationClosed && !is_merged_away) continue;
      kept.push_back(std::move(facts_[i]));
    }
    facts_ = std::move(kept);
  }

  std::string_view person_;
  std::span<const StoredAct> acts_;
  std::vector<Fact> facts_;  // by position until they are sorted
  std::vector<Standing> standing_;
  std::vector<std::size_t> decided_by_;            // the act that decided it
  std::vector<std::vector<std::size_t>> laid_on_;  // acts that stand and change this one
  std::vector<std::string_view> owner_;            // whose act it is
  std::vector<std::size_t> given_by_;              // the act that gave it to her; 0: it always was
  std::vector<ActLinks> links_;                    // empty: nobody asked
  bool has_act_on_act_ = false;
  bool has_step_correction_ = false;
  bool has_other_subject_ = false;
};

}  // namespace

std::vector<Fact> resolve(std::string_view person, std::span<const StoredAct> acts) {
  return Resolver(person, acts).resolve();
}

std::vector<ActLinks> links_of(std::span<const StoredAct> acts) { return Resolver("", acts).links(); }

bool can_be_reinstated(std::span<const StoredAct> acts, Position target) {
  return Resolver("", acts).can_be_reinstated(target);
}

std::string_view owner_of(std::span<const StoredAct> acts, Position position) {
  return Resolver("", acts).owner_of(position);
}

}  // namespace sillok
