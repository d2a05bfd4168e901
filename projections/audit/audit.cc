#include "projections/audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "ledger/privacy/sealed_field.h"
#include "ledger/rules/entitlements.h"
#include "ledger/rules/standing_by_law.h"
#include "projections/answers/known_acts.h"
#include "projections/answers/point.h"
#include "projections/audit/audited_orders.h"

namespace sillok {
namespace {

constexpr std::size_t kChunkPersons = 256;
constexpr std::string_view kDuplicateRule = "person.duplicate_suspected", kTwoHoldersRule = "post.two_holders";

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

class Auditor {
 public:
  Auditor(Ledger& ledger, const Views& views, const AuditQuery& query, std::shared_ptr<const RuleBook> rules)
      : ledger_(ledger),
        views_(views),
        query_(query),
        rules_(std::move(rules)),
        organization_(views.organization()),
        now_(now_of(ledger)),
        today_(korean_day(now_)) {}

  // Safe from several threads: each has its own cache of orders.
  Result<std::vector<AuditFinding>> look_at(const std::string& person, AuditedOrders& orders) const {
    std::vector<AuditFinding> out;
    SILLOK_TRY(known, known_acts(views_, person, std::nullopt));
    std::map<Position, const Bytes*> entries;
    for (std::size_t i = 0; i < known.acts.size(); ++i) entries[known.acts[i].position] = &known.entries[i];
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
    PersonState state = fold(person, known.acts, today_);
    take_standing_by_law(state, law, today_);
    if (auto overdue = overdue_leave(state, today_)) findings.push_back(std::move(*overdue));
    Entitlements entitled = entitlements_of(state, law, today_);
    for (std::vector<Finding>* each : {&entitled.findings, &entitled.untimely_steps})
      std::move(each->begin(), each->end(), std::back_inserter(findings));
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& a, const Finding& b) { return a.effective_on < b.effective_on; });
    for (Finding& finding : findings) {
      if (is_asked_for(finding) && is_in_unit(person, known, finding)) out.push_back({person, std::move(finding)});
    }
    return out;
  }

  bool is_asked_for(const Finding& finding) const {
    if (!query_.rule.empty() && !answers_to(finding, query_.rule)) return false;
    if (query_.from && finding.effective_on < *query_.from) return false;
    return !query_.to || finding.effective_on < *query_.to;
  }

  bool is_in_unit(std::string_view person, const ReadActs& known, const Finding& finding) const {
    if (query_.unit.empty()) return true;
    const PersonState then = fold(person, known.acts, finding.effective_on);
    const std::string& unit = then.unit.empty() && !then.spells.empty() ? then.spells.back().unit : then.unit;
    return organization_->is_within(unit, query_.unit);
  }

  // Two ids of one person: the same resident number, or the same name and day of birth.
  Result<Ok> look_for_duplicates(const std::vector<std::string>& persons, std::vector<AuditFinding>& out) const {
    std::unordered_map<std::string, std::pair<std::string, Position>> seen;
    for (const std::string& person : persons) {
      SILLOK_TRY(career, views_.career(person));
      const PersonState& state = career->newest();
      if (!state.merged_into.empty()) continue;
      SILLOK_TRY(name, text_of(state, Personal::kName));
      SILLOK_TRY(birth, text_of(state, Personal::kBirthOn));
      SILLOK_TRY(number, text_of(state, Personal::kResidentNo));
      std::vector<std::string> keys;
      if (!number.empty()) keys.push_back("n" + number);
      if (!name.empty() && !birth.empty()) keys.push_back("b" + birth + name);
      for (const std::string& key : keys) {
        const Position source =
            state.personal[static_cast<std::size_t>(key[0] == 'n' ? Personal::kResidentNo : Personal::kName)];
        const auto [first, is_new] = seen.emplace(key, std::pair{person, source});
        if (is_new) continue;
        Finding finding;
        finding.rule = kDuplicateRule;
        finding.positions = {source, first->second.second};
        finding.effective_on = state.hired_on.value_or(today_);
        finding.message = fmt::format("{} as {}; merge the two ids, or record what tells them apart",
                                      key[0] == 'n' ? "the same resident number" : "the same name and day of birth",
                                      first->second.first);
        if (!is_asked_for(finding)) break;
        SILLOK_TRY(known, known_acts(views_, person, std::nullopt));
        if (is_in_unit(person, known, finding)) out.push_back({person, std::move(finding)});
        break;
      }
    }
    return Ok{};
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
  Result<std::string> text_of(const PersonState& state, Personal member) const {
    const Position position = state.personal[static_cast<std::size_t>(member)];
    if (position == kNoPosition) return std::string{};
    SILLOK_TRY(entry, ledger_.log().read(position));
    const VaultOpener opener{ledger_.vault()};
    const PlainAct act = plain_act(EventView::trust(entry).body(), opener);
    if (opener.error()) return tl::unexpected{*opener.error()};
    const auto text = act.personal.find(member);
    // Of a person whose key was destroyed nothing is known any more.
    return text == act.personal.end() || text->second == kErased ? std::string{} : text->second;
  }

  static constexpr std::string_view kErased = "ERASED";
  Ledger& ledger_;
  const Views& views_;
  const AuditQuery& query_;
  const std::shared_ptr<const RuleBook> rules_;
  const std::shared_ptr<const OrganizationState> organization_;
  const Instant now_;
  const Date today_;
};

// Chunks of persons on all cores; their findings in order.
class Pool {
 public:
  Pool(const Auditor& auditor, const EventLog& log, const std::vector<std::string>& persons)
      : auditor_(auditor), log_(log), persons_(persons), chunks_((persons.size() + kChunkPersons - 1) / kChunkPersons) {
    const unsigned count = std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Pool() {
    next_ = chunks_;
    for (std::thread& thread : threads_) thread.join();
  }

  std::size_t chunks() const { return chunks_; }
  Result<std::vector<AuditFinding>> take(std::size_t chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return done_.contains(chunk); });
    auto found = std::move(done_.at(chunk));
    done_.erase(chunk);
    return found;
  }

 private:
  void work() {
    AuditedOrders orders{log_};
    for (std::size_t chunk = next_++; chunk < chunks_; chunk = next_++) {
      Result<std::vector<AuditFinding>> all = std::vector<AuditFinding>{};
      const std::size_t end = std::min(persons_.size(), (chunk + 1) * kChunkPersons);
      for (std::size_t i = chunk * kChunkPersons; i < end && all; ++i) {
        auto found = auditor_.look_at(persons_[i], orders);
        if (!found) all = tl::unexpected{std::move(found).error()};
        else std::move(found->begin(), found->end(), std::back_inserter(*all));
      }
      const std::lock_guard lock(mutex_);
      done_.emplace(chunk, std::move(all));
      changed_.notify_all();
    }
  }

  const Auditor& auditor_;
  const EventLog& log_;
  const std::vector<std::string>& persons_;
  const std::size_t chunks_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::size_t, Result<std::vector<AuditFinding>>> done_;
  std::vector<std::thread> threads_;
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
  SILLOK_CHECK(views.persons("", [&](std::string_view person, const PersonState&) {
    persons.emplace_back(person);
    return true;
  }));
  SILLOK_TRY(rules, views.rules());
  const Auditor auditor{ledger, views, query, std::move(rules)};
  const auto is_asked = [&](std::string_view rule) {
    Finding finding;
    finding.rule = rule;
    return query.rule.empty() || answers_to(finding, query.rule);
  };
  // Found by looking across careers, and not within one.
  const auto is_across = [&](std::string_view rule) { return rule == kDuplicateRule || rule == kTwoHoldersRule; };
  const bool only_across = std::all_of(std::begin(kRules), std::end(kRules),
                                       [&](std::string_view rule) { return !is_asked(rule) || is_across(rule); });
  if (!only_across) {
    Pool pool{auditor, ledger.log(), persons};
    for (std::size_t chunk = 0; chunk < pool.chunks(); ++chunk) {
      SILLOK_TRY(found, pool.take(chunk));
      for (const AuditFinding& finding : found) {
        if (!each(finding)) return Ok{};
      }
      if (progress) progress(std::min(persons.size(), (chunk + 1) * kChunkPersons));
    }
  }
  std::vector<AuditFinding> across;
  if (is_asked(kTwoHoldersRule)) SILLOK_CHECK(auditor.look_for_two_holders(across));
  if (is_asked(kDuplicateRule)) SILLOK_CHECK(auditor.look_for_duplicates(persons, across));
  for (const AuditFinding& finding : across) {
    if (!each(finding)) return Ok{};
  }
  return Ok{};
}

}  // namespace sillok
