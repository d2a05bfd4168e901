#include "ledger/rules/lost_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sillok {
namespace {

constexpr std::int64_t kWhole = 100, kNone = 0;  // percent

class LostTimes {
 public:
  LostTimes(const PersonState& state, const Law& law, CountedFor purpose, Date decided_on)
      : state_(state), law_(law), purpose_(purpose), decided_on_(decided_on) {}

  std::vector<LostTime> run(const std::vector<Restriction>& restrictions) {
    for (const Restriction& each : restrictions) add_sanction(each);
    for (const Phase& phase : state_.phases) {
      switch (phase.kind) {
        case Phase::Kind::kLeave: add_leave(phase); break;
        case Phase::Kind::kRemoval: add_removal(phase); break;
        case Phase::Kind::kPartTime: add_part_time(phase); break;
        case Phase::Kind::kSecondment:
        case Phase::Kind::kConcurrent: break;
      }
    }
    return once_each();
  }

 private:
  void add(Period period, std::int64_t percent, std::string what, Position act, std::vector<const RuleRow*> rows) {
    if (!period.is_empty() && percent < kWhole)
      found_.push_back({period, percent, std::move(what), act, std::move(rows)});
  }

  void add_sanction(const Restriction& each) {
    const Sanction& sanction = *each.sanction;
    const auto kind = sanction.kind;
    // A reprimand is executed on its day; that day alone is no time served.
    const bool is_served = each.executed != sanction.effective_on.next();
    for (const Period& part : each.execution) {
      if (is_served) add(part, kNone, kind, sanction.source, each.rows);
    }
    const std::string what = fmt::format("restriction after {}", kind);
    if (purpose_ == CountedFor::kStep) {
      add(each.for_steps, kNone, what, sanction.source, each.rows);
      return;
    }
    for (const Period& part : each.running) add(part, kNone, what, sanction.source, each.rows);
  }

  static std::int64_t child_of(const Phase& leave) { return std::max<std::int64_t>(leave.number, 1); }

  const RuleRow* row_of(const Phase& leave) const {
    const std::string_view table =
        purpose_ == CountedFor::kPromotion ? table::kLeaveCountPromotion : table::kLeaveCountStep;
    RuleQuery query = query_of_leave(leave.from);
    query.decided_on = decided_on_;
    // Of a child's leave the rows go by the number of the child, the last of them for all further ones.
    constexpr std::int64_t kChildrenTold = 9;
    for (std::int64_t child = std::min(child_of(leave), kChildrenTold); child > 0; --child) {
      if (const RuleRow* row = law_.find(table, fmt::format("{}.{}", leave.ground, child), query)) return row;
    }
    return law_.find(table, leave.ground, query);
  }

  void add_leave(const Phase& leave) {
    const Period period = extent_of(leave);
    const std::string what = fmt::format("leave {}", leave.ground);
    const RuleRow* row = row_of(leave);
    if (row == nullptr) return add(period, kNone, what, leave.source, {});
    const std::int64_t percent = row->value.value_or(kNone);
    const auto cap = row->number("cap");
    if (percent <= kNone || !cap) return add(period, percent, what, leave.source, {row});
    // As much as counts at most, in time on leave.
    const Span limit =
        row->text("cap_unit") == "days" ? Span{0, *cap * kWhole / percent} : Span{*cap * kWhole / percent, 0};
    Span& used = used_[row->text("per") == "child" ? child_of(leave) : -static_cast<std::int64_t>(leave.source) - 1];
    const Date cap_reached = std::max(period.from, sillok::add(period.from, limit - used));
    const Period within{period.from, std::min(period.to, cap_reached)};
    if (!within.is_empty()) used = used + length_of(within);
    add(within, percent, what, leave.source, {row});
    add({std::max(within.to, period.from), period.to}, kNone, what, leave.source, {row});
  }

  void add_removal(const Phase& removal) {
    const RuleRow* row = law_.find(table::kRemovalCount, removal.ground, removal.from);
    if (row != nullptr && ended_clean(removal, row->text("counts_if"))) return;
    add(extent_of(removal), kNone, fmt::format("removal from position, ground {}", removal.ground), removal.source,
        row == nullptr ? std::vector<const RuleRow*>{} : std::vector{row});
  }

  // DAPO §31②: it counts after all where its case ended without a sanction, or in an acquittal.
  bool ended_clean(const Phase& removal, std::string_view counts_if) const {
    if (removal.case_id.empty() || counts_if == "never") return false;
    // A warning is no sanction (SPOA §79).
    const bool stands = std::any_of(state_.sanctions.begin(), state_.sanctions.end(), [&](const Sanction& each) {
      return each.case_id == removal.case_id && each.state != Sanction::State::kAnnulled && each.kind != "warning";
    });
    if (stands) return false;
    const bool was_resolved = std::any_of(state_.sanctions.begin(), state_.sanctions.end(),
                                          [&](const Sanction& each) { return each.case_id == removal.case_id; });
    bool closed = false, acquitted = false;
    for (const CaseFile& file : state_.cases) {
      if (file.case_id != removal.case_id) continue;
      if (!file.closed_on) return false;
      closed |= file.outcome == "cleared" || file.outcome == "acquitted";
      acquitted |= file.outcome == "acquitted";
    }
    if (counts_if == "acquitted") return acquitted;
    return closed || (counts_if == "no_sanction" && was_resolved);
  }

  void add_part_time(const Phase& phase) {
    const RuleRow* full = law_.find(table::kPartTime, "full_hours", phase.from);
    const RuleRow* converted = law_.find(table::kPartTime, "converted", phase.from);
    if (purpose_ != CountedFor::kPromotion || full == nullptr || !full->value || phase.number <= 0) return;
    const std::int64_t percent = phase.number / (*full->value * 10);  // hours are thousandths
    // One first year, however often the hours change in it.
    const Period period = extent_of(phase);
    if (percent >= kWhole) return part_time_since_.reset();
    if (!part_time_since_ || part_time_until_ != period.from) part_time_since_ = period.from;
    part_time_until_ = period.to;
    const std::int64_t whole = converted == nullptr ? 0 : converted->number("whole").value_or(0);
    const Date counts_whole_until = std::max(sillok::add(*part_time_since_, {whole, 0}), period.from);
    add({std::min(counts_whole_until, period.to), period.to}, percent,
        fmt::format("part-time work, {} hours a week", phase.number / 1000), phase.source, {full, converted});
  }

  // Two periods over the same days: the one that counts less.
  std::vector<LostTime> once_each() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const LostTime& a, const LostTime& b) { return a.counted_percent < b.counted_percent; });
    std::vector<LostTime> out;
    std::vector<Period> taken;
    for (const LostTime& each : found_) {
      for (const Period& part : without({each.period}, taken)) {
        out.push_back(each);
        out.back().period = part;
      }
      taken.push_back(each.period);
    }
    std::sort(out.begin(), out.end(), [](const LostTime& a, const LostTime& b) { return a.period < b.period; });
    return out;
  }

  const PersonState& state_;
  const Law& law_;
  const CountedFor purpose_;
  const Date decided_on_;
  std::vector<LostTime> found_;
  std::map<std::int64_t, Span> used_;  // by child; of caps for one leave by its act
  std::optional<Date> part_time_since_, part_time_until_;
};

Span lost_of(const LostTime& each, Period within) {
  const Span whole = length_of(within);
  return whole - share_of(whole, each.counted_percent);
}

// How long it takes until so much has counted, at that share.
Span stretched(Span counted, std::int64_t percent) {
  const std::int64_t days = ((counted.months * 30 + counted.days) * kWhole + percent - 1) / percent;
  return {days / 30, days % 30};
}

CountedPeriod told(const LostTime& each, Period period) {
  CountedPeriod out{each.what, period, share_of(length_of(period), each.counted_percent), {}, {}, "", ""};
  if (each.act != kNoPosition) out.acts.push_back(each.act);
  for (const RuleRow* row : each.rows) {
    if (row == nullptr) continue;
    out.policies.push_back(row->policy());
    out.legal_reference = row->legal_reference;
  }
  return out;
}

}  // namespace

std::vector<LostTime> lost_time(const PersonState& state, const Law& law, const std::vector<Restriction>& restrictions,
                                CountedFor purpose, Date decided_on) {
  return LostTimes(state, law, purpose, decided_on).run(restrictions);
}

Span credited_between(const PersonState& state, const Law& law, CountedFor purpose, Date from, Date to,
                      std::vector<CountedPeriod>* told_out) {
  Span sum;
  for (const Credit& credit : state.credits) {
    if (credit.effective_on < from || to <= credit.effective_on) continue;
    const RuleRow* row = law.find(table::kCreditUses, credit.ground, credit.effective_on);
    if (row == nullptr) row = law.find(table::kCreditUses, "*", credit.effective_on);
    if (row == nullptr || row->text("uses") != (purpose == CountedFor::kPromotion ? "promotion" : "step")) continue;
    const Span counted = share_of({credit.months, 0}, credit.percent);
    sum = sum + counted;
    if (told_out != nullptr) {
      told_out->push_back({fmt::format("service credited, {}", credit.ground),
                           {credit.effective_on, credit.effective_on},
                           counted,
                           {credit.source},
                           {row->policy()},
                           row->legal_reference,
                           ""});
    }
  }
  return sum;
}

FullDay full_day(Date from, Span needed, const std::vector<LostTime>& lost) {
  FullDay full{std::max(from, add(from, needed)), {}};
  for (const LostTime& each : lost) {
    const Period period{std::max(each.period.from, from), each.period.to};
    if (period.is_empty()) continue;
    if (full.on <= period.from) break;
    full.periods.push_back(told(each, period));
    if (period.to == kEndOfTime) {
      // What goes on for ever in part takes so much longer.
      const Span missing = span_between(period.from, full.on);
      full.on = each.counted_percent > 0 ? add(period.from, stretched(missing, each.counted_percent)) : kEndOfTime;
      break;
    }
    needed = needed + lost_of(each, period);
    full.on = std::max(from, add(from, needed));
  }
  return full;
}

Span counted_between(Date from, Date to, const std::vector<LostTime>& lost) {
  Span out = span_between(from, to);
  Span gone;
  for (const LostTime& each : lost) {
    const Period period = common(each.period, {from, to});
    if (!period.is_empty()) gone = gone + lost_of(each, period);
  }
  out = out - gone;
  // Days are counted down from a month where they don't suffice.
  while (out.days < 0 && out.months > 0) out = {out.months - 1, out.days + 30};
  if (out.days < 0 || out.months < 0) return {};
  return out;
}

}  // namespace sillok
