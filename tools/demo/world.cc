#include "tools/demo/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace sillok::demo {
namespace {
constexpr int kSlots = 20;  // every month has at least so many working days
}

World::World(const DemoOptions& options, const DemoSink& sink)
    : options_(options),
      random_(options.seed),
      book_(sink, options.first_position, options.seed),
      start_(workday_from(add_months(kDemoEnd, -12 * options.years))) {
  dues_.resize(static_cast<std::size_t>(kDemoEnd.days - start_.days) + 7);
  officials_.reserve(options.officials + options.officials / 8 * static_cast<std::uint64_t>(options.years));
}

Result<Ok> World::run() {
  SILLOK_TRY(steps, StepBook::make());
  steps_ = std::move(steps);
  today_ = start_;
  next_workday_ = workday_from(start_.next());
  plan_reforms();
  book_.open_day(start_);
  SILLOK_CHECK(open_service());
  due(next_workday_, {Errand::kFirstErrors, 0});
  Date day = start_;
  int workday = 0;
  while (day < kDemoEnd) {
    const Date next = workday_from(day.next());
    next_workday_ = next;
    const bool last = split(next).month != split(day).month;
    if (day != start_) book_.open_day(day);
    SILLOK_CHECK(play_day(day, workday));
    workday = last ? 0 : workday + 1;
    day = next;
  }
  return Ok{};
}

// Everything that falls on a day from this working day up to the next is written down today.
Result<Ok> World::play_day(Date day, int workday_of_month) {
  today_ = day;
  for (Date d = day; d < next_workday_ && d < kDemoEnd; d = d.next()) {
    auto falling_due = std::exchange(dues_[static_cast<std::size_t>(d.days - start_.days)], {});
    for (const Due& due : falling_due) {
      if (due.errand == Errand::kNameHead) {
        SILLOK_CHECK(name_head(static_cast<Index>(due.what), today_));
      } else {
        settle(due);
      }
    }
  }
  if (day != start_ && workday_of_month < kSlots) {
    const std::size_t count = officials_.size();
    for (std::size_t i = static_cast<std::size_t>(workday_of_month); i < count; i += kSlots) {
      decide(static_cast<Index>(i));
    }
  }
  SILLOK_CHECK(flush_day());

  const int month = split(day).month;
  if (day != start_ && workday_of_month == 2) SILLOK_CHECK(hire_round());
  if (workday_of_month == 10) SILLOK_CHECK(training_round());
  if ((month == 6 || month == 12) && workday_of_month == 12) SILLOK_CHECK(evaluation_round(month == 12));
  if ((month == 6 || month == 12) && workday_of_month == 14) SILLOK_CHECK(retirement_round());
  for (Date d = day; d < next_workday_ && d < kDemoEnd; d = d.next()) {
    if (split(d).day == 1) SILLOK_CHECK(step_round(d));
    for (const Reform& plan : reforms_) {
      if (plan.on == d) SILLOK_CHECK(reform(plan));
    }
  }
  for (const Index post : freed_posts_) posts_[post].holder = kNobody;
  freed_posts_.clear();
  return Ok{};
}

void World::settle(const Due& task) {
  if (task.errand == Errand::kFreePost) {
    posts_[task.what].holder = kNobody;
    return;
  }
  if (task.errand == Errand::kRehire) return rehire(task.person);
  if (task.errand == Errand::kExpunge) return advance_case(task);
  Official& o = officials_[task.person];
  if (o.status == Status::kSeparated) {  // left before it came to that
    if (task.errand == Errand::kEndConcurrent || task.errand == Errand::kEndActing) posts_[task.what].reserved = false;
    cases_.erase(task.person);
    return;
  }
  if (task.errand == Errand::kEndTerm) {
    if (task.until == o.leaves_on) separate(task.person, task.until);  // else it was extended
    return;
  }
  // One act of a person a day; what comes second waits for the next working day.
  if (o.last_effective >= today_) return due(next_workday_, task);
  switch (task.errand) {
    case Errand::kRegularize:
      o.status = Status::kActive;
      act_today(task.person, make_act(Act::kRegularized, id_of(task.person), std::max(today_, task.until)));
      break;
    case Errand::kExtendTerm: extend_term(task); break;
    case Errand::kExtendLeave: extend_leave(task); break;
    case Errand::kEndLeave: end_leave(task); break;
    case Errand::kReturn:
    case Errand::kEndConcurrent:
    case Errand::kEndActing: end_side_duty(task); break;
    case Errand::kUndoAnnulment: undo_annulment(task); break;
    case Errand::kFirstErrors: make_first_errors(task); break;
    default: advance_case(task); break;
  }
}

void World::act_today(Index person, PlainAct act, Date issued_on) {
  Official& o = officials_[person];
  o.last_effective = std::max(o.last_effective, act.effective_on);
  pending_.push_back({agency_of(o), act.act, issued_on, person, std::move(act)});
}

// Acts of one kind, issued by one agency on one day, are one order.
Result<Ok> World::flush_day() {
  std::stable_sort(pending_.begin(), pending_.end(), [](const Pending& a, const Pending& b) {
    return std::tie(a.agency, a.kind, a.issued_on) < std::tie(b.agency, b.kind, b.issued_on);
  });
  for (std::size_t begin = 0; begin < pending_.size();) {
    std::size_t end = begin + 1;
    const Pending& first = pending_[begin];
    while (end < pending_.size() && pending_[end].agency == first.agency && pending_[end].kind == first.kind &&
           pending_[end].issued_on == first.issued_on) {
      ++end;
    }
    std::vector<PlainAct> acts;
    acts.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      SILLOK_CHECK(steps_.take(pending_[i].person, book_.next() + (i - begin), pending_[i].act));
      acts.push_back(std::move(pending_[i].act));
    }
    SILLOK_TRY(position, book_.record(agencies_[first.agency].code, legal_basis_of(first.kind), first.issued_on,
                                      std::move(acts)));
    for (std::size_t i = begin; i < end; ++i) {
      Official& o = officials_[pending_[i].person];
      o.last_position = position + (i - begin);
      o.last_act = pending_[i].kind;
    }
    begin = end;
  }
  pending_.clear();
  return Ok{};
}

// `people[i]` is the person of acts[i].
Result<Ok> World::order(Index agency, std::string_view basis, std::vector<PlainAct> acts,
                        const std::vector<Index>& people) {
  if (acts.empty()) return Ok{};
  std::vector<std::pair<Act, Date>> kinds;
  kinds.reserve(acts.size());
  for (const PlainAct& act : acts) kinds.emplace_back(act.act, act.effective_on);
  for (std::size_t i = 0; i < people.size(); ++i) SILLOK_CHECK(steps_.take(people[i], book_.next() + i, acts[i]));
  SILLOK_TRY(position, book_.record(agencies_[agency].code, basis, today_, std::move(acts)));
  for (std::size_t i = 0; i < people.size(); ++i) {
    Official& o = officials_[people[i]];
    o.last_position = position + i;
    o.last_act = kinds[i].first;
    o.last_effective = std::max(o.last_effective, kinds[i].second);
  }
  return Ok{};
}

void World::due(Date on, Due what) {
  if (on >= kDemoEnd) return;
  dues_[static_cast<std::size_t>(std::max(on, next_workday_).days - start_.days)].push_back(what);
}

std::string World::id_of(Index person) const { return fmt::format("P{:06}", person + 1); }

}  // namespace sillok::demo

namespace sillok {

Result<Ok> generate_demo(const DemoOptions& options, const DemoSink& each) {
  if (options.officials < 1 || options.officials > kDemoOfficialsMax) {
    return fail(Fault::misuse, "demo.options", "--officials", fmt::format("from 1 to {}", kDemoOfficialsMax));
  }
  if (options.years < 1 || options.years > kDemoYearsMax) {
    return fail(Fault::misuse, "demo.options", "--years", fmt::format("from 1 to {}", kDemoYearsMax));
  }
  return demo::World{options, each}.run();
}

}  // namespace sillok
