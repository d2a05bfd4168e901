// The demo is lawful by the ledger's own words: every order has bytes that check, every act is
// possible on the record as it stands, corrections name the acts they mean, and the same seed
// gives the same orders.
#include "tools/demo/demo.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>

#include "ledger/crypto/hash.h"
#include "ledger/event/codec.h"
#include "ledger/event/order_line.h"
#include "ledger/record/organization_state.h"
#include "ledger/record/person_fold.h"
#include "ledger/rules/shipped_policies.h"
#include "ledger/rules/state_rules.h"
#include "ledger/rules/step_track.h"

namespace sillok {
namespace {

// Stands for sealing: the fields an act must seal, with bytes that mean nothing.
std::vector<SealedField> sealed_without_keys(const PlainAct& act) {
  std::vector<SealedField> out;
  for (const auto& [member, text] : act.personal) {
    SealedField field;
    field.is_personal = true;
    field.personal = member;
    field.ciphertext = Bytes(text.size() + 16, 'x');
    out.push_back(std::move(field));
  }
  for (const auto& [name, value] : act.data) {
    const FieldSpec* spec = find_field(act.act, name);
    if (spec == nullptr || !spec->sealed) continue;
    SealedField field;
    field.field = name;
    field.ciphertext = Bytes(32, 'x');
    out.push_back(std::move(field));
  }
  return out;
}

// What a sandbox fills in where a line names no officers.
PlainHeader with_officers(PlainHeader header) {
  header.drafted_by = "sandbox.drafter";
  header.approved_by = "sandbox.approver";
  return header;
}

// A ledger in memory, as far as a demo needs one to be judged.
class Judge {
 public:
  explicit Judge(Position first) : next_(first) {
    auto shipped = shipped_rules();
    EXPECT_TRUE(shipped);
    law_ = std::move(*shipped);
  }

  Result<Ok> take(const PlainOrder& order, Instant recorded_at) {
    SILLOK_CHECK(build_header(with_officers(order.header)));
    check_times(order, recorded_at);
    if (!numbers_.emplace(order.header.authority, order.header.order).second) complain("a number is used twice", order);
    for (const PlainAct& act : order.acts) {
      SILLOK_TRY(body, build_body(act, sealed_without_keys(act)));
      bodies_.push_back(std::move(body));
      const BodyView view = BodyView::trust(bodies_.back());
      judge(act, Fact{next_, recorded_at, view}, order);
      if (is_organization_act(act.act)) {
        evolve(organization_, Fact{next_, recorded_at, view});
      } else {
        acts_[act.subject].push_back({next_, recorded_at, view});
        subject_of_[next_] = {act.subject, act.act};
      }
      ++next_;
      ++count_[act.act];
    }
    ++orders_;
    return Ok{};
  }

  const std::vector<std::string>& complaints() const { return complaints_; }
  std::size_t count(Act act) const {
    const auto found = count_.find(act);
    return found == count_.end() ? 0 : found->second;
  }
  std::size_t orders() const { return orders_; }
  const std::map<std::string, std::vector<StoredAct>>& people() const { return acts_; }
  const OrganizationState& organization() const { return organization_; }

 private:
  void complain(const std::string& what, const PlainOrder& order) {
    if (complaints_.size() < 10) complaints_.push_back(order.header.order + ": " + what);
  }

  void check_times(const PlainOrder& order, Instant recorded_at) {
    if (recorded_at < last_) complain("recorded_at goes back", order);
    last_ = recorded_at;
    const Date day = korean_day(recorded_at);
    const std::int64_t minute = (recorded_at.micros - start_of_korean_day(day).micros) / 60'000'000;
    if (minute < 9 * 60 || minute > 18 * 60) complain("recorded outside office hours", order);
    if ((day.days + 3) % 7 > 4) complain("recorded on a weekend", order);
    if (order.header.issued_on > day) complain("issued after it was recorded", order);
  }

  void judge(const PlainAct& act, const Fact& fact, const PlainOrder& order) {
    const std::string at = std::string{name_of(act.act)} + " of " + act.subject;
    if (act.effective_on < order.header.issued_on) complain(at + " is back-dated", order);
    if (const auto target = target_of(fact.body()); target) {
      const auto named = subject_of_.find(*target);
      if (named == subject_of_.end() || named->second.first != act.subject)
        complain(at + " names another's act", order);
      const bool undone = annulled_.contains(*target);
      if (undone != (act.act == Act::kReinstatedAct))
        complain(at + " meets an act already annulled, or not annulled", order);
      if (act.act == Act::kAnnulled) annulled_.insert(*target);
      if (act.act == Act::kReinstatedAct) annulled_.erase(*target);
    }
    PersonState before, newest;
    if (!is_organization_act(act.act)) {
      const auto& known = acts_[act.subject];
      before = fold(act.subject, known, act.effective_on);
      newest = fold(act.subject, known, std::nullopt);
      check_law(act, before, order);
    }
    for (const Refusal& refusal : refuse_impossible(before, fact, organization_, &newest)) {
      complain(at + ": " + refusal.code + " " + refusal.message, order);
    }
  }

  // The rules of domain.md the demo promises to keep, told from the record and not from the demo.
  void check_law(const PlainAct& act, const PersonState& before, const PlainOrder& order) {
    const auto number = [&](Field field) { return std::get<std::int64_t>(act.data.at(field)); };
    const std::string at = std::string{name_of(act.act)} + " of " + act.subject;
    if (act.act == Act::kPromoted) {
      if (number(Field::kGrade) != *before.grade - 1) complain(at + " skips a grade", order);
      const int months = minimum_months(static_cast<int>(*before.grade), act.effective_on);
      if (act.effective_on < add_months(*before.grade_since, months)) complain(at + " too early", order);
    }
    check_step(act, before, order);
    if (act.act == Act::kPromoted) {
      for (const CaseFile& file : before.cases) {
        if (file.is_request && !file.closed_on) complain(at + " while a sanction is requested", order);
      }
      for (const Sanction& sanction : before.sanctions) {
        const int months = restriction_months(sanction);
        if (months > 0 && act.effective_on < add_months(sanction.effective_on, months))
          complain(at + " restricted", order);
      }
    }
    if (act.act == Act::kSanctioned) {
      const CaseFile* request = nullptr;
      for (const CaseFile& file : before.cases) {
        if (file.is_request && !file.closed_on && act.data.at(Field::kCase) == Value{file.case_id}) request = &file;
      }
      if (request == nullptr) return complain(at + " without a request", order);
      const auto& kind = std::get<std::string>(act.data.at(Field::kKind));
      const bool heavy = kind == "expulsion" || kind == "removal" || kind == "demotion" || kind == "suspension";
      if (heavy != (request->kind == "heavy")) complain(at + " of another weight than requested", order);
    }
    if (act.act == Act::kSeconded && number(Field::kUntil) > add_months(act.effective_on, 24).days)
      complain(at + " too long", order);
  }

  // By the rules of the ledger itself: on its day, to the step that follows, and nobody held back.
  void check_step(const PlainAct& act, const PersonState& before, const PlainOrder& order) {
    if (act.act != Act::kStepRaised) return;
    const std::string at = "step_raised of " + act.subject;
    const Law law{law_, Instant{INT64_MAX}};
    const std::vector<Restriction> restrictions = restrictions_of(before, law);
    const StepTrack track{before, law, restrictions, act.effective_on};
    if (act.data.at(Field::kStep) != Value{track.step().value_or(0) + 1}) complain(at + " skips a step", order);
    if (track.block_on(act.effective_on)) complain(at + " restricted", order);
    const auto next = track.next();
    const bool is_regular = act.data.at(Field::kKind) == Value{"regular"};
    if (is_regular && (!next || act.effective_on < next->on)) complain(at + " too early", order);
  }

  static int minimum_months(int grade, Date on) {
    if (on >= *parse_date("2024-01-31")) return grade >= 7 ? 12 : grade == 6 ? 24 : 36;
    if (on >= *parse_date("2012-03-30"))
      return grade == 9 ? 18 : grade >= 7 ? 24 : grade == 6 ? 42 : grade == 5 ? 48 : 36;
    return grade == 9 ? 24 : grade >= 7 ? 36 : grade == 6 ? 48 : 60;
  }
  static int restriction_months(const Sanction& sanction) {
    if (sanction.kind == "reprimand") return 6;
    if (sanction.kind == "pay_cut") return 12 + static_cast<int>(sanction.months.value_or(0));
    if (sanction.kind == "suspension") return 18 + static_cast<int>(sanction.months.value_or(0));
    return sanction.kind == "demotion" ? 21 : 0;
  }

  Position next_;
  std::size_t orders_ = 0;
  Instant last_{};
  std::deque<Bytes> bodies_;
  OrganizationState organization_;
  std::map<std::string, std::vector<StoredAct>> acts_;
  std::map<Position, std::pair<std::string, Act>> subject_of_;
  RuleBook law_;
  std::set<Position> annulled_;
  std::set<std::pair<std::string, std::string>> numbers_;
  std::map<Act, std::size_t> count_;
  std::vector<std::string> complaints_;
};

Judge judged(const DemoOptions& options) {
  Judge judge{options.first_position};
  const auto done = generate_demo(options, [&](const PlainOrder& order, Instant at) { return judge.take(order, at); });
  EXPECT_TRUE(done) << (done ? "" : done.error().where + ": " + done.error().message);
  return judge;
}

// Over all bytes of all orders, in their order.
std::string digest_of(const DemoOptions& options) {
  Hash all{};
  const auto done = generate_demo(options, [&](const PlainOrder& order, Instant at) -> Result<Ok> {
    SILLOK_TRY(header, build_header(with_officers(order.header)));
    Bytes instant;
    put_u64(instant, static_cast<std::uint64_t>(at.micros));
    all = sha256({view(all), header, instant});
    for (const PlainAct& act : order.acts) {
      SILLOK_TRY(body, build_body(act, sealed_without_keys(act)));
      all = sha256({view(all), body});
      for (const auto& [member, text] : act.personal) all = sha256({view(all), text});
    }
    return Ok{};
  });
  EXPECT_TRUE(done);
  return to_hex(view(all));
}

TEST(Demo, KeepsTheRules) {
  struct Case {
    const char* name;
    DemoOptions options;
  };
  const Case cases[] = {
      {"a small service over ten years", {150, 10, 42, 1}},
      {"another chance, a log that holds more than its genesis", {150, 10, 7, 33}},
      {"every reorganization since 1998", {120, 29, 3, 1}},
      {"larger, one year", {1500, 1, 1, 1}},
      {"one official", {1, 2, 1, 1}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const Judge judge = judged(c.options);
    EXPECT_EQ(judge.complaints(), std::vector<std::string>{});
    EXPECT_GT(judge.orders(), 0u);
  }
}

TEST(Demo, HoldsCorrectionsAnnulmentsAndReorganizations) {
  const Judge judge = judged({400, 10, 42, 1});
  for (const Act act : {Act::kRectified, Act::kAnnulled, Act::kReinstatedAct, Act::kUnitRenamed, Act::kUnitSplit,
                        Act::kUnitMerged, Act::kFunctionMoved, Act::kPromoted, Act::kLeaveStarted, Act::kSeconded,
                        Act::kSanctioned, Act::kRetired, Act::kResigned, Act::kStepRaised, Act::kEvaluated}) {
    EXPECT_GT(judge.count(act), 0u) << name_of(act);
  }
  // A demo of the shortest span has them too.
  const Judge year = judged({300, 1, 42, 1});
  EXPECT_GT(year.count(Act::kRectified), 0u);
  EXPECT_GT(year.count(Act::kAnnulled), 0u);
  EXPECT_GT(year.count(Act::kUnitSplit), 0u);
}

TEST(Demo, HoldsThemWhateverItsSizeAndSeed) {
  for (const auto& [officials, years] : {std::pair{1u, 1}, {5u, 1}, {20u, 1}, {20u, 2}, {300u, 4}}) {
    for (const std::uint64_t seed : {1u, 2u, 42u}) {
      SCOPED_TRACE(std::to_string(officials) + " officials, " + std::to_string(years) + " years, seed " +
                   std::to_string(seed));
      const Judge judge = judged({officials, years, seed, 1});
      EXPECT_EQ(judge.complaints(), std::vector<std::string>{});
      EXPECT_GT(judge.count(Act::kRectified), 0u);
      EXPECT_GT(judge.count(Act::kAnnulled), 0u);
      EXPECT_GT(judge.count(Act::kUnitSplit) + judge.count(Act::kUnitMerged) + judge.count(Act::kFunctionMoved), 0u);
    }
  }
}

TEST(Demo, LeavesNobodyInAUnitThatIsNoMore) {
  const Judge judge = judged({300, 29, 5, 1});
  const Date last = kDemoEnd.previous();
  std::size_t present = 0;
  for (const auto& [person, acts] : judge.people()) {
    const PersonState state = fold(person, acts, last);
    if (!state.in_service()) continue;
    ++present;
    const Unit* unit = judge.organization().unit(state.unit);
    ASSERT_NE(unit, nullptr) << state.unit;
    EXPECT_TRUE(unit->exists_on(last)) << person << " in " << state.unit;
  }
  EXPECT_GT(present, 200u);
  EXPECT_LT(present, 400u);
}

TEST(Demo, NoPostHasTwoHolders) {
  const Judge judge = judged({300, 3, 11, 1});
  for (const char* day : {"2024-03-04", "2025-08-15", "2026-10-30"}) {
    std::map<std::string, std::string> holders;
    for (const auto& [person, acts] : judge.people()) {
      for (const Holding& holding : holdings_of(fold(person, acts, parse_date(day)))) {
        if (holding.post.empty()) continue;
        const auto [other, alone] = holders.emplace(holding.post, person);
        EXPECT_TRUE(alone) << day << ": " << holding.post << " is held by " << person << " and " << other->second;
      }
    }
    EXPECT_GT(holders.size(), 50u);
  }
}

TEST(Demo, IsTheSameForTheSameSeed) {
  const DemoOptions options{80, 3, 42, 1};
  const std::string first = digest_of(options);
  EXPECT_EQ(first, digest_of(options));
  EXPECT_NE(first, digest_of({80, 3, 43, 1}));
}

TEST(Demo, CanBeWrittenAsOrderLinesAndReadBack) {
  OrderLineReader reader;
  std::size_t lines = 0;
  const auto done = generate_demo({100, 2, 42, 1}, [&](const PlainOrder& order, Instant at) -> Result<Ok> {
    OrderLine line;
    line.order = order;
    line.recorded_at = at;
    SILLOK_TRY(back, reader.read(write_order_line(line)));
    EXPECT_EQ(back.recorded_at, at);
    EXPECT_EQ(back.order.header, order.header);
    EXPECT_EQ(back.order.acts, order.acts) << order.header.order;
    ++lines;
    return Ok{};
  });
  ASSERT_TRUE(done) << done.error().where << ": " << done.error().message;
  EXPECT_GT(lines, 100u);
}

TEST(Demo, HandsAnErrorOfItsReaderUp) {
  std::size_t taken = 0;
  const auto done = generate_demo({50, 1, 1, 1}, [&](const PlainOrder&, Instant) -> Result<Ok> {
    if (++taken < 10) return Ok{};
    return fail(Fault::unavailable, "log.full", "", "no room left");
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "log.full");
  EXPECT_EQ(taken, 10u);
}

TEST(Demo, RefusesOptionsOutOfRange) {
  const DemoSink ignore = [](const PlainOrder&, Instant) -> Result<Ok> { return Ok{}; };
  for (const DemoOptions& options : {DemoOptions{0, 1, 1, 1}, DemoOptions{1, 0, 1, 1}, DemoOptions{1, 41, 1, 1}}) {
    const auto done = generate_demo(options, ignore);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().fault, Fault::misuse);
  }
}

}  // namespace
}  // namespace sillok
