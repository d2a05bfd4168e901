#include "ledger/record/career.h"

#include <algorithm>

#include "ledger/base/invariant.h"

namespace sillok {
namespace {

// Late acts come mostly within a year: four milestones, some months apart, reach a little further.
constexpr std::int32_t kApartDays = 120;
constexpr std::size_t kMilestonesMax = 4;
// Who has more acts than this in such a time is folded from the start.
constexpr std::size_t kKnownMax = 128;

// Acts on acts that change one act of the same person and nothing else.
bool changes_one_act(const BodyView& body) {
  switch (body.act()) {
    case Act::kRectified: return other_person(body).empty();
    case Act::kAnnulled:
    case Act::kReinstatedAct:
    case Act::kAwardRevoked: return true;
    default: return false;
  }
}

Date later(Date a, Date b) { return a < b ? b : a; }

}  // namespace

Date horizon_of(const PersonState& newest) {
  Date day = newest.latest_effective;
  if (!newest.awards.empty()) day = later(day, newest.awards.back().effective_on);
  if (!newest.credits.empty()) day = later(day, newest.credits.back().effective_on);
  return day;
}

const Career::Known* Career::known(Position position) const {
  const auto found = std::lower_bound(known_.begin(), known_.end(), position,
                                      [](const Known& each, Position at) { return each.position < at; });
  return found == known_.end() || found->position != position ? nullptr : &*found;
}

void Career::forget_past() {
  milestones_.clear();
  known_.clear();
}

void Career::drop_milestones_after(Date day) {
  std::erase_if(milestones_, [&](const Milestone& each) { return day < each.from; });
  if (milestones_.empty()) known_.clear();
}

// The state as it is now holds until the day before `from`.
void Career::set_milestone(Date from, Date newest) {
  if (!milestones_.empty() && from.days - milestones_.back().from.days < kApartDays) return;
  if (newest.days - from.days > static_cast<std::int32_t>(kMilestonesMax) * kApartDays)
    return;  // dropped again at once
  milestones_.push_back({from, encode(newest_)});
  if (milestones_.size() <= kMilestonesMax) return;
  milestones_.erase(milestones_.begin());
  std::erase_if(known_, [&](const Known& each) { return each.effective_on < milestones_.front().from; });
}

Career Career::of(std::string_view person, std::span<const StoredAct> acts) {
  Career career;
  const std::vector<Fact> facts = resolve(person, acts);
  // What a merge, a move or a closed case has touched lies before the first milestone.
  Position settled = 0;
  for (const StoredAct& act : acts) {
    const bool is_simple =
        act.body.subject() == person && (!is_act_on_act(act.body.act()) || changes_one_act(act.body));
    if (!is_simple) settled = act.position;
  }
  Date settled_until{INT32_MIN};
  for (const Fact& fact : facts) {
    if (fact.position() <= settled) settled_until = later(settled_until, fact.effective_on());
  }
  for (const Fact& fact : facts) {
    const Date on = fact.effective_on();
    if (!is_additive(fact.act()) && settled_until < on && career.horizon() < on)
      career.set_milestone(on, facts.back().effective_on());
    evolve(career.newest_, fact);
    if (!career.milestones_.empty()) career.known_.push_back({fact.position(), fact.position(), on, fact.act()});
  }
  if (!career.milestones_.empty()) {
    std::sort(career.known_.begin(), career.known_.end(),
              [](const Known& a, const Known& b) { return a.position < b.position; });
    std::vector<Known> corrections;
    for (const StoredAct& act : acts) {
      if (!target_of(act.body)) continue;
      const Position root = root_of(acts, act.position);
      if (const Known* corrected = career.known(root))
        corrections.push_back({act.position, root, corrected->effective_on, act.body.act()});
    }
    career.known_.insert(career.known_.end(), corrections.begin(), corrections.end());
    std::sort(career.known_.begin(), career.known_.end(),
              [](const Known& a, const Known& b) { return a.position < b.position; });
    if (career.known_.size() > kKnownMax) career.forget_past();
  }
  const auto hers =
      std::count_if(acts.begin(), acts.end(), [&](const StoredAct& act) { return act.body.subject() == person; });
  career.count(static_cast<std::uint64_t>(hers), acts.empty() ? kNoPosition : acts.back().position);
  return career;
}

void Career::count(std::uint64_t revision, Position last_position) {
  newest_.revision = revision;
  newest_.last_position = last_position;
}

void Career::add(const Fact& fact) {
  const Act act = fact.act();
  const Date on = fact.effective_on();
  if (is_act_on_act(act)) {
    forget_past();  // one that changes nothing yet may be rectified so that it does
  } else if (leaves_a_trace(act)) {
    drop_milestones_after(on);
    if (!is_additive(act) && horizon() < on) set_milestone(on, on);
    if (!milestones_.empty()) known_.push_back({fact.position(), fact.position(), on, act});
    if (known_.size() > kKnownMax) forget_past();
  }
  evolve(newest_, fact);
}

std::optional<Career::Window> Career::window(const Fact& fact, Position root) const {
  Date reach = fact.effective_on();
  if (is_act_on_act(fact.act())) {
    const Known* corrected = changes_one_act(fact.body()) ? known(root) : nullptr;
    if (corrected == nullptr) return std::nullopt;
    reach = corrected->effective_on;
    if (const auto moved = fact.body().date(Field::kEffectiveOn); moved && *moved < reach) reach = *moved;
  } else if (reaches_back(fact.act())) {
    const Known* corrected = known(static_cast<Position>(fact.number(Field::kTarget).value_or(-1)));
    if (corrected == nullptr) return std::nullopt;
    reach = corrected->effective_on;
  }
  const auto later_ones =
      std::find_if(milestones_.begin(), milestones_.end(), [&](const Milestone& each) { return reach < each.from; });
  if (later_ones == milestones_.begin()) return std::nullopt;
  const Milestone& milestone = *std::prev(later_ones);
  auto before = decode(milestone.before);
  SILLOK_INVARIANT(before.has_value(), "it was encoded here");
  Window window{milestone.from, std::move(*before), {}};
  for (const Known& each : known_) {
    if (window.from <= each.effective_on) window.acts.push_back(each.position);
  }
  return window;
}

bool Career::refold(std::string_view person, const Window& window, std::span<const StoredAct> acts, Position root) {
  const std::vector<Fact> facts = resolve(person, acts);
  if (!facts.empty() && facts.front().effective_on() < window.from) return false;
  const std::uint64_t revision = newest_.revision + 1;
  const StoredAct& added = acts.back();
  newest_ = window.before;
  for (const Fact& fact : facts) evolve(newest_, fact);
  count(revision, added.position);
  std::erase_if(milestones_, [&](const Milestone& each) { return window.from < each.from; });
  // A correction may have moved its act; one that is void stays where it was.
  const bool is_correction = is_act_on_act(added.body.act());
  known_.push_back(
      {added.position, is_correction ? root : added.position, added.body.effective_on(), added.body.act()});
  for (const Fact& fact : facts) {
    for (Known& each : known_) {
      if (each.root == fact.position()) each.effective_on = fact.effective_on();
    }
  }
  if (is_correction) known_.back().effective_on = known(root)->effective_on;
  if (known_.size() > kKnownMax) forget_past();
  return true;
}

std::size_t Career::size_in_memory() const {
  std::size_t size = sizeof(Career) + known_.capacity() * sizeof(Known);
  for (const Milestone& each : milestones_) size += sizeof(Milestone) + each.before.capacity();
  return size + newest_.sanctions.capacity() * sizeof(Sanction) + newest_.cases.capacity() * sizeof(CaseFile) +
         newest_.awards.capacity() * sizeof(Award) + newest_.spells.capacity() * sizeof(Spell) +
         newest_.credits.capacity() * sizeof(Credit) + newest_.phases.capacity() * sizeof(Phase) +
         newest_.rank_marks.capacity() * sizeof(RankMark);
}

}  // namespace sillok
