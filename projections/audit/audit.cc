#include "projections/audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <span>

#include "ledger/base/ordered_jobs.h"
#include "ledger/rules/entitlements.h"
#include "ledger/rules/standing_by_law.h"
#include "projections/answers/known_acts.h"
#include "projections/answers/point.h"
#include "projections/audit/audited_orders.h"
#include "projections/audit/duplicates.h"

namespace sillok {
namespace {

constexpr std::size_t kChunkPersons = 256, kChunksAhead = 64;
constexpr std::string_view kTwoHoldersRule = "post.two_holders";

// tests/cli/audit_test.py holds this list against the rules' own words.
constexpr std::string_view kRules[] = {
    "act.late",
    "act.own_record",
    "acting.ended_before_start",
    "appeal.heavier",
    "appeal.unchanged",
    "authority.beyond_scope",
    "authority.same_person",
    "award.does_not_halve",
    "concurrent.ended_before_start",
    "concurrent.too_long",
    "correction.target_unknown",
    "demotion.not_applicable",
    "demotion.one_grade",
    "expunged.too_early",
    "gap",
    "grade.unknown",
    "hours.out_of_range",
    "leave.minimum_service",
    "leave.overdue",
    "leave.too_long",
    "leave.too_soon",
    "leave.unknown_ground",
    "order.back_dated",
    "organization.closed",
    "organization.exists",
    "organization.into_itself",
    "organization.left_behind",
    "organization.unknown_post",
    "organization.unknown_unit",
    "pay.unknown_cell",
    kDuplicateRule,
    "person.exists",
    "person.merged",
    "person.not_born",
    "person.unknown",
    kTwoHoldersRule,
    "probation.minimum_time",
    "promotion.minimum_time",
    "promotion.not_applicable",
    "promotion.not_by_seniority",
    "promotion.not_higher",
    "promotion.restricted",
    "promotion.skips_a_grade",
    "retirement.minimum_service",
    "retirement.not_due",
    "retirement.past_age",
    "sanction.misconduct_later",
    "sanction.not_applicable",
    "sanction.prescribed",
    "sanction.term",
    "sanction.without_request",
    "sanction.without_term",
    "secondment.too_long",
    "state.disqualified",
    "state.ends_before_start",
    "state.no_position",
    "state.no_term",
    "state.not_active",
    "state.not_held",
    "state.not_on_leave",
    "state.not_on_probation",
    "state.not_seconded",
    "state.nothing_to_return_from",
    "state.on_leave",
    "state.resignation_barred",
    "state.seconded",
    "state.suspended",
    "step.differs",
    "step.missed",
    "step.not_on_the_first",
    "step.restricted",
    "step.too_early",
    "transfer.banned",
    "transfer.minimum_stay",
};

// What several rules find has one name for who asks for it.
struct Topic {
  std::string_view name;
  std::vector<std::string_view> rules;
};
const std::vector<Topic>& topics() {
  static const std::vector<Topic> kTopics = {
      {"overlap", {"person.exists", "state.seconded", "state.on_leave", kTwoHoldersRule}},
      {"gap", {"leave.overdue"}},
      {"too_early_promotion", {"promotion.minimum_time"}},
      {"promotion_in_restriction", {"promotion.restricted"}},
      {"step_without_act", {"step.missed", "step.differs", "step.too_early"}},
      {"late", {"act.late"}},
      {"back_dated", {"order.back_dated"}},
      {"own_record", {"act.own_record"}},
      {"self_dealing", {"act.own_record", "authority.same_person"}},
      {"same_person", {"authority.same_person"}},
      {"duplicate_person", {kDuplicateRule}},
      {"authority", {"authority.not_granted", "authority.beyond_scope"}},
      {"beyond_authority", {"authority.not_granted", "authority.beyond_scope"}},
  };
  return kTopics;
}

// What came of some persons.
struct Looked {
  std::vector<AuditFinding> findings;
  std::vector<Identity> identities;
};

class Auditor {
 public:
  Auditor(Ledger& ledger, const Views& views, const AuditQuery& query, std::shared_ptr<const RuleBook> rules)
      : ledger_(ledger),
        views_(views),
        query_(query),
        rules_(std::move(rules)),
        organization_(views.organization()),
        now_(now_of(ledger)),
        today_(korean_day(now_)),
        asks_for_duplicates_(is_asked(kDuplicateRule)),
        asks_for_careers_(std::any_of(std::begin(kRules), std::end(kRules), [&](std::string_view rule) {
          return rule != kDuplicateRule && rule != kTwoHoldersRule && is_asked(rule);
        })) {}

  bool is_asked(std::string_view rule) const {
    Finding finding;
    finding.rule = rule;
    return query_.rule.empty() || answers_to(finding, query_.rule);
  }
  bool looks_at_persons() const { return asks_for_duplicates_ || asks_for_careers_; }

  // Safe from several threads: each has its own cache of orders.
  Result<Ok> look_at(const std::string& person, AuditedOrders& orders, Looked& out) const {
    SILLOK_TRY(known, known_acts(views_, person, std::nullopt));
    std::map<Position, const Bytes*> entries;
    for (std::size_t i = 0; i < known.acts.size(); ++i) entries[known.acts[i].position] = &known.entries[i];
    PersonState state = fold(person, known.acts, today_);
    if (asks_for_duplicates_) {
      SILLOK_TRY(identity, identity_of(ledger_, person, state, entries));
      if (identity) out.identities.push_back(std::move(*identity));
    }
    if (!asks_for_careers_) return Ok{};
    const Law law{*rules_, now_};
    FindingsAsked asked;
    asked.organization = organization_.get();
    asked.law = &law;
    asked.audits = true;
    asked.order_of = [&](Position position) {
      const auto found = entries.find(position);
      return found == entries.end() ? orders.of(position) : orders.of(EventView::trust(*found->second));
    };
    std::vector<Finding> findings = record_findings(person, known.acts, asked);
    take_standing_by_law(state, law, today_);
    if (auto overdue = overdue_leave(state, today_)) findings.push_back(std::move(*overdue));
    if (auto left = left_behind(state, *organization_, today_)) findings.push_back(std::move(*left));
    Entitlements entitled = entitlements_of(state, law, today_);
    for (std::vector<Finding>* each : {&entitled.findings, &entitled.untimely_steps})
      std::move(each->begin(), each->end(), std::back_inserter(findings));
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& a, const Finding& b) { return a.effective_on < b.effective_on; });
    for (Finding& finding : findings) {
      if (is_asked_for(finding) && is_in_unit(person, known, finding))
        out.findings.push_back({person, std::move(finding)});
    }
    return Ok{};
  }

  bool is_asked_for(const Finding& finding) const {
    if (!query_.rule.empty() && !answers_to(finding, query_.rule)) return false;
    if (query_.from && finding.effective_on < *query_.from) return false;
    return !query_.to || finding.effective_on < *query_.to;
  }

  bool is_in_unit(std::string_view person, const ReadActs& known, const Finding& finding) const {
    if (query_.unit.empty()) return true;
    const PersonState then = fold(person, known.acts, finding.effective_on);
    const std::string& unit = then.newest_unit();
    return organization_->is_within(unit, query_.unit);
  }

  void compare(const Identity& identity, Duplicates& duplicates, std::vector<AuditFinding>& out) const {
    auto finding = duplicates.take(identity);
    if (!finding || !is_asked_for(*finding)) return;
    if (query_.unit.empty() || organization_->is_within(identity.unit, query_.unit))
      out.push_back({identity.person, std::move(*finding)});
  }

  // A post is the seat of one official (SPOA §5): whoever took it while another held it as the main post.
  Result<Ok> look_for_two_holders(std::vector<AuditFinding>& out) const {
    return views_.posts_held_twice([&](const Holder& second, const Holder& first) {
      Finding finding;
      finding.rule = kTwoHoldersRule;
      finding.positions = {second.source, first.source};
      finding.effective_on = second.since;
      finding.message =
          fmt::format("post {} is held by {} too, since {}; move one of them, or correct the act that is wrong",
                      second.post, first.person, to_string(first.since));
      finding.legal_reference = "SPOA:5";
      const bool is_there = query_.unit.empty() || organization_->is_within(second.unit, query_.unit);
      if (is_asked_for(finding) && is_there) out.push_back({second.person, std::move(finding)});
    });
  }

 private:
  Ledger& ledger_;
  const Views& views_;
  const AuditQuery& query_;
  const std::shared_ptr<const RuleBook> rules_;
  const std::shared_ptr<const OrganizationState> organization_;
  const Instant now_;
  const Date today_;
  const bool asks_for_duplicates_, asks_for_careers_;
};

// Caches of orders, each lent to one job at a time.
class OrderCaches {
 public:
  explicit OrderCaches(const EventLog& log) : log_(log) {}
  std::unique_ptr<AuditedOrders> lend() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<AuditedOrders>(log_);
    auto orders = std::move(idle_.back());
    idle_.pop_back();
    return orders;
  }
  void take_back(std::unique_ptr<AuditedOrders> orders) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(orders));
  }

 private:
  const EventLog& log_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<AuditedOrders>> idle_;
};

}  // namespace

bool answers_to(const Finding& finding, std::string_view rule) {
  if (finding.rule == rule) return true;
  if (finding.rule.size() > rule.size() && finding.rule.starts_with(rule) && finding.rule[rule.size()] == '.')
    return true;
  for (const Topic& topic : topics()) {
    if (topic.name == rule && std::find(topic.rules.begin(), topic.rules.end(), finding.rule) != topic.rules.end())
      return true;
  }
  return false;
}

bool is_audit_rule(std::string_view rule) {
  const auto is_topic = [&](const Topic& topic) { return topic.name == rule; };
  if (std::any_of(topics().begin(), topics().end(), is_topic)) return true;
  Finding finding;
  return std::any_of(std::begin(kRules), std::end(kRules), [&](std::string_view each) {
    finding.rule = each;
    return answers_to(finding, rule);
  });
}

std::vector<std::string_view> audit_rules() { return {std::begin(kRules), std::end(kRules)}; }

Result<Ok> audit(Ledger& ledger, const Views& views, const AuditQuery& query,
                 const std::function<bool(const AuditFinding&)>& each,
                 const std::function<void(std::uint64_t persons)>& progress) {
  std::vector<std::string> persons;
  SILLOK_CHECK(views.person_ids("", [&](std::string_view person) {
    persons.emplace_back(person);
    return true;
  }));
  SILLOK_TRY(rules, views.rules());
  const Auditor auditor{ledger, views, query, std::move(rules)};
  std::vector<AuditFinding> across;
  bool goes_on = true;
  if (auditor.looks_at_persons()) {
    Duplicates duplicates;
    OrderCaches caches{ledger.log()};
    const auto look_at = [&](std::span<const std::string> some) -> Result<Looked> {
      auto orders = caches.lend();
      Looked looked;
      for (const std::string& person : some) SILLOK_CHECK(auditor.look_at(person, *orders, looked));
      caches.take_back(std::move(orders));
      return looked;
    };
    std::uint64_t done = 0;
    const auto take = [&](std::size_t count, const Looked& looked) {
      if (!std::all_of(looked.findings.begin(), looked.findings.end(), each)) return false;
      for (const Identity& identity : looked.identities) auditor.compare(identity, duplicates, across);
      if (progress) progress(done += count);
      return true;
    };
    OrderedJobs jobs{kChunksAhead};
    for (std::size_t begin = 0; begin < persons.size() && goes_on; begin += kChunkPersons) {
      const auto some = std::span{persons}.subspan(begin, std::min(kChunkPersons, persons.size() - begin));
      SILLOK_TRY(given, jobs.give([&look_at, &take, some]() -> Result<OrderedJobs::Take> {
        SILLOK_TRY(looked, look_at(some));
        return [&take, some, all = std::move(looked)]() -> Result<bool> { return take(some.size(), all); };
      }));
      goes_on = given;
    }
    if (goes_on) {
      SILLOK_TRY(finished, jobs.finish());
      goes_on = finished;
    }
  }
  if (!goes_on) return Ok{};
  if (auditor.is_asked(kTwoHoldersRule)) SILLOK_CHECK(auditor.look_for_two_holders(across));
  for (const AuditFinding& finding : across) {
    if (!each(finding)) return Ok{};
  }
  return Ok{};
}

}  // namespace sillok
