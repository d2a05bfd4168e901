// Every interleaving of three writers on one topic, small but whole: the real judge() and Attempt over a topic that is
// a list. What is on its way may land at any time, in any order, or never; a writer may be told the truth about what
// it sent, or nothing; it may die and be asked again; copies of what stands there, and commits that no honest node
// makes, may follow. From every sixteenth state a quiet end is played as well, in which everybody must get an answer.
//
// SILLOK_MODEL_BUDGET=N widens every budget by N (ops/campaign model).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/topic/attempt.h"

namespace sillok {
namespace {

constexpr std::size_t kPoolMax = 2;         // parts that are kept uncommitted
constexpr std::size_t kQuietEndEvery = 16;  // states
constexpr std::int64_t kBrokerTime = 1'000'000'000, kFarAhead = kBrokerTime + kClockAheadMax + 1'000'000;

struct Record {
  enum Kind : std::uint8_t { kPart, kCommit, kFence, kForged, kDeparture } kind = kCommit;
  std::uint8_t order = 0;  // whose part or commit
  Claim claim{};
  std::int64_t appended_at = 0;  // once it stands in the topic
};

// What every replica makes of the records it has read.
struct Fold {
  TopicHead head{0, {}, 0, Instant{0}, Instant{kBrokerTime}};
  std::vector<std::uint8_t> accepted;  // orders, in the ledger's order
  std::vector<std::uint8_t> parts;     // uncommitted, the oldest first

  bool holds(std::uint8_t order) const { return std::find(accepted.begin(), accepted.end(), order) != accepted.end(); }

  Verdict take(const Record& record, bool has_parts) {
    head.appended_at = std::max(head.appended_at, Instant{record.appended_at});
    if (record.kind == Record::kPart) {
      if (std::find(parts.begin(), parts.end(), record.order) == parts.end()) parts.push_back(record.order);
      if (parts.size() > kPoolMax) parts.erase(parts.begin());
      return Verdict::kOtherBase;  // no verdict; nobody asks
    }
    Verdict verdict = judge(head, record.claim, true);
    if (verdict == Verdict::kFences) {
      head.epoch = record.claim.epoch;
      head.has_moved = record.kind == Record::kDeparture;
    }
    if (verdict != Verdict::kWins) return verdict;
    if (record.kind == Record::kForged || holds(record.order)) return Verdict::kRefused;
    const auto part = std::find(parts.begin(), parts.end(), record.order);
    if (has_parts && part == parts.end()) return Verdict::kMissingPart;
    if (has_parts) parts.erase(part);
    accepted.push_back(record.order);
    head.size = accepted.size();
    head.root = {};
    std::copy(accepted.begin(), accepted.end(), head.root.begin());
    head.recorded_at = record.claim.last_recorded_at;
    return verdict;
  }
};

enum class Answer : std::uint8_t { kNone, kRecorded, kVoid };

struct Writer {
  std::size_t read = 0;  // records
  Fold fold;
  std::optional<Attempt> attempt;
  Answer answer = Answer::kNone;
};

struct Budgets {
  int not_stored = 0, unknown = 2, patience = 1, give_up = 0, crashes = 0, copies = 0, forged = 0, hours = 0,
      departures = 0;
};
struct Scenario {
  std::size_t writers = 3;
  bool has_parts = false;
  std::vector<std::int64_t> clocks{kBrokerTime, kBrokerTime, kBrokerTime};
  Budgets budgets;
};

struct State {
  std::vector<Record> topic, on_the_way;
  Fold all;  // of the whole topic
  std::vector<Writer> writers;
  Budgets left;
  std::int64_t broker_time = kBrokerTime;
};

void put(std::string& out, const Claim& claim) {
  out += static_cast<char>(claim.is_fence);
  out += static_cast<char>(claim.epoch);
  out += static_cast<char>(claim.base_size);
  out.append(claim.base_root.begin(), claim.base_root.begin() + 4);
  out += claim.last_recorded_at.micros > kBrokerTime ? 'a' : 'b';
}
void put(std::string& out, const std::vector<Record>& records) {
  out += static_cast<char>(records.size());
  for (const Record& each : records) {
    out += static_cast<char>(each.kind);
    out += static_cast<char>(each.order);
    put(out, each.claim);
    out += each.appended_at > kBrokerTime ? 'a' : 'b';
  }
}
std::string key_of(const State& state) {
  std::string out;
  put(out, state.topic);
  std::vector<std::string> ways;
  for (const Record& each : state.on_the_way) put(ways.emplace_back(), std::vector{each});
  std::sort(ways.begin(), ways.end());
  for (const std::string& each : ways) out += each;
  for (const Writer& writer : state.writers) {
    out += static_cast<char>(writer.read);
    out += static_cast<char>(writer.answer);
    out += writer.attempt ? writer.attempt->summary() : "-";
  }
  const Budgets& left = state.left;
  for (const int each : {left.not_stored, left.unknown, left.patience, left.give_up, left.crashes, left.copies,
                         left.forged, left.hours, left.departures})
    out += static_cast<char>(each);
  return out;
}

class Model {
 public:
  explicit Model(Scenario scenario) : scenario_(std::move(scenario)) {
    const char* more = std::getenv("SILLOK_MODEL_BUDGET");
    const int by = more != nullptr ? std::atoi(more) : 0;
    Budgets& budgets = scenario_.budgets;
    for (int* each : {&budgets.not_stored, &budgets.unknown, &budgets.patience, &budgets.give_up, &budgets.crashes,
                      &budgets.copies, &budgets.forged, &budgets.hours, &budgets.departures}) {
      if (*each > 0) *each += by;
    }
  }

  // Walks all that can be; the number of states.
  std::size_t run() {
    State start;
    start.writers.resize(scenario_.writers);
    start.left = scenario_.budgets;
    visit(std::move(start));
    while (!open_.empty() && !::testing::Test::HasFailure()) {
      const State state = std::move(open_.back());
      open_.pop_back();
      if (++walked_ % kQuietEndEvery == 0) end_quietly(state);
      expand(state);
    }
    return seen_.size();
  }
  std::size_t recorded() const { return recorded_; }
  std::size_t voided() const { return voided_; }

 private:
  void visit(State state) {
    if (seen_.insert(std::hash<std::string>{}(key_of(state))).second) open_.push_back(std::move(state));
  }

  void land(State& state, const Record& record) {
    state.topic.push_back(record);
    state.topic.back().appended_at = state.broker_time;
    if (state.all.take(state.topic.back(), scenario_.has_parts) != Verdict::kWins) return;
    auto sorted = state.all.accepted;
    std::sort(sorted.begin(), sorted.end());
    ASSERT_EQ(std::adjacent_find(sorted.begin(), sorted.end()), sorted.end()) << "an order is recorded twice";
    ASSERT_FALSE(state.all.head.has_moved) << "recorded in a topic that the ledger has left\n" << told(state);
    for (std::size_t w = 0; w < state.writers.size(); ++w) {
      ASSERT_FALSE(state.writers[w].answer == Answer::kVoid && state.all.holds(static_cast<std::uint8_t>(w)))
          << "recorded after \"not recorded\" was said\n"
          << told(state);
    }
  }

  // What a writer does by itself once it knows: answer, or decide again.
  void settle(State& state, std::size_t w) {
    Writer& writer = state.writers[w];
    if (!writer.attempt) return;
    const auto order = static_cast<std::uint8_t>(w);
    switch (writer.attempt->next()) {
      case Attempt::Step::kWon:
        ASSERT_TRUE(writer.fold.holds(order)) << told(state);
        writer.answer = Answer::kRecorded;
        writer.attempt.reset();
        ++recorded_;
        return;
      case Attempt::Step::kVoid: {
        // Its copy of before a death may have won: then its number is used, and that is what it is told.
        const bool is_there = writer.fold.holds(order);
        writer.answer = is_there ? Answer::kRecorded : Answer::kVoid;
        writer.attempt.reset();
        ++(is_there ? recorded_ : voided_);
        ASSERT_TRUE(is_there || !state.all.holds(order)) << "\"not recorded\" was said of what is\n" << told(state);
        return;
      }
      case Attempt::Step::kLost: begin(state, w); return;
      default: return;
    }
  }

  void begin(State& state, std::size_t w) {
    Writer& writer = state.writers[w];
    if (writer.fold.holds(static_cast<std::uint8_t>(w))) {
      writer.answer = Answer::kRecorded;  // answered before: a duplicate
      writer.attempt.reset();
      return;
    }
    if (writer.fold.head.has_moved) {
      writer.answer = Answer::kVoid;  // the ledger is elsewhere
      writer.attempt.reset();
      ++voided_;
      return;
    }
    const Instant now = std::max(Instant{scenario_.clocks[w]}, writer.fold.head.recorded_at);
    writer.attempt.emplace(writer.fold.head, now, now, scenario_.has_parts);
  }

  bool read_next(State& state, std::size_t w) {
    Writer& writer = state.writers[w];
    if (writer.read == state.topic.size()) return false;
    const Record& record = state.topic[writer.read++];
    const Verdict verdict = writer.fold.take(record, scenario_.has_parts);
    if (!writer.attempt) return true;
    const bool mine = record.kind == Record::kCommit && record.order == w && record.claim == writer.attempt->claim();
    if (mine) writer.attempt->read_mine(writer.fold.head, verdict);
    else writer.attempt->read(writer.fold.head);
    settle(state, w);
    return true;
  }

  static Record record_of(const Attempt& attempt, std::size_t w) {
    const auto order = static_cast<std::uint8_t>(w);
    if (attempt.next() == Attempt::Step::kSendParts) return {Record::kPart, order, {}};
    if (attempt.next() == Attempt::Step::kSendFence) return {Record::kFence, 0, attempt.fence()};
    return {Record::kCommit, order, attempt.claim()};
  }
  static bool sends(const Attempt& attempt) {
    return attempt.next() == Attempt::Step::kSendParts || attempt.next() == Attempt::Step::kSendCommit ||
           attempt.next() == Attempt::Step::kSendFence;
  }

  // A state that follows, if the budget allows it.
  template <class Change>
  void follow(const State& state, int Budgets::*budget, Change change) {
    if (budget != nullptr && state.left.*budget == 0) return;
    State next = state;
    if (budget != nullptr) --(next.left.*budget);
    change(next);
    if (!::testing::Test::HasFatalFailure()) visit(std::move(next));
  }

  void expand(const State& state) {
    for (std::size_t w = 0; w < state.writers.size(); ++w) {
      const Writer& writer = state.writers[w];
      // Whoever is asked reads to the end first (attempt.h).
      if (!writer.attempt && writer.answer == Answer::kNone && writer.read == state.topic.size())
        follow(state, nullptr, [&](State& next) { begin(next, w); });
      if (writer.read < state.topic.size() && writer.answer == Answer::kNone)
        follow(state, nullptr, [&](State& next) { read_next(next, w); });
      if (!writer.attempt) continue;
      if (sends(*writer.attempt)) {
        const Record record = record_of(*writer.attempt, w);
        follow(state, nullptr, [&](State& next) {
          land(next, record);
          next.writers[w].attempt->sent(Attempt::Sent::kStored);
        });
        follow(state, &Budgets::unknown, [&](State& next) {
          next.on_the_way.push_back(record);
          next.writers[w].attempt->sent(Attempt::Sent::kUnknown);
          settle(next, w);
        });
        follow(state, &Budgets::not_stored, [&](State& next) {
          next.writers[w].attempt->sent(Attempt::Sent::kNotStored);
          settle(next, w);
        });
      } else if (writer.read == state.topic.size()) {
        follow(state, &Budgets::patience, [&](State& next) { next.writers[w].attempt->patience_over(); });
      }
      follow(state, &Budgets::give_up, [&](State& next) {
        next.writers[w].attempt->give_up();
        settle(next, w);
      });
      follow(state, &Budgets::crashes, [&](State& next) { next.writers[w].attempt.reset(); });
    }
    for (std::size_t i = 0; i < state.on_the_way.size(); ++i) {
      follow(state, nullptr, [&](State& next) {
        const Record record = next.on_the_way[i];
        next.on_the_way.erase(next.on_the_way.begin() + static_cast<std::ptrdiff_t>(i));
        land(next, record);
      });
    }
    for (std::size_t i = 0; i < state.topic.size(); ++i)
      follow(state, &Budgets::copies, [&](State& next) { land(next, Record{next.topic[i]}); });
    // Of somebody who has read all, or as far as one of the writers.
    for (std::size_t w = 0; w <= state.writers.size(); ++w) {
      const Fold& read = w < state.writers.size() ? state.writers[w].fold : state.all;
      Claim claim;
      claim.is_fence = true;
      claim.epoch = read.head.epoch + 1;
      follow(state, &Budgets::departures, [&](State& next) { land(next, {Record::kDeparture, 0, claim}); });
    }
    follow(state, &Budgets::hours, [&](State& next) { next.broker_time = kFarAhead; });
    follow(state, &Budgets::forged, [&](State& next) {
      const TopicHead& head = next.all.head;
      land(next, {Record::kForged, 0, {false, head.epoch, head.size, head.root, head.recorded_at, head.recorded_at}});
    });
  }

  // The faults stop: what is sent lands, what is on its way lands at once or never. Everybody gets on.
  void end_quietly(const State& state) {
    for (const bool lands : {false, true}) {
      State end = state;
      if (lands) {
        for (const Record& each : end.on_the_way) land(end, each);
      }
      end.on_the_way.clear();
      int rounds = 0;
      const auto is_open = [&] {
        return std::any_of(end.writers.begin(), end.writers.end(),
                           [](const Writer& writer) { return writer.answer == Answer::kNone; });
      };
      for (; is_open() && rounds < 60 && !::testing::Test::HasFatalFailure(); ++rounds) {
        for (std::size_t w = 0; w < end.writers.size(); ++w) {
          if (end.writers[w].answer != Answer::kNone) continue;
          while (read_next(end, w)) {
          }
          Writer& writer = end.writers[w];
          if (writer.answer != Answer::kNone) continue;
          if (!writer.attempt) begin(end, w);
          while (writer.attempt && sends(*writer.attempt)) {
            land(end, record_of(*writer.attempt, w));
            writer.attempt->sent(Attempt::Sent::kStored);
          }
          while (read_next(end, w)) {
          }
          if (writer.attempt && writer.attempt->next() == Attempt::Step::kRead) writer.attempt->patience_over();
        }
      }
      ASSERT_FALSE(is_open()) << "somebody gets no answer\n" << told(state);
      for (std::size_t w = 0; w < end.writers.size(); ++w) {
        // Void: nobody's but the one whose clock is wrong or who gave up.
        const bool gave_up =
            scenario_.budgets.give_up > 0 || scenario_.clocks[w] > kBrokerTime || end.all.head.has_moved;
        ASSERT_TRUE(end.writers[w].answer == Answer::kRecorded || gave_up) << told(state);
      }
    }
  }

  std::string told(const State& state) const {
    std::string out = "topic:";
    for (const Record& each : state.topic) {
      out += ' ' + std::string("PCFXD").substr(each.kind, 1) + std::to_string(each.order) + "@" +
             std::to_string(each.claim.base_size) + "e" + std::to_string(each.claim.epoch);
    }
    for (const Writer& writer : state.writers)
      out += " | read " + std::to_string(writer.read) + " answer " + std::to_string(static_cast<int>(writer.answer));
    return out;
  }

  Scenario scenario_;
  std::unordered_set<std::size_t> seen_;
  std::vector<State> open_;
  std::size_t recorded_ = 0, voided_ = 0, walked_ = 0;
};

TEST(FenceModel, RaceWithUnknownOutcomes) {
  Scenario scenario;
  scenario.budgets = {0, 1, 1, 0, 0, 0, 0};
  Model model{scenario};
  const std::size_t states = model.run();
  RecordProperty("states", std::to_string(states));
  EXPECT_GT(states, 10'000u);
  EXPECT_GT(model.recorded(), 1'000u);
}

TEST(FenceModel, DyingAndGivingUp) {
  Scenario scenario;
  scenario.writers = 2;
  scenario.budgets = {0, 2, 1, 1, 1, 0, 0};
  Model model{scenario};
  EXPECT_GT(model.run(), 5'000u);
  EXPECT_GT(model.voided(), 100u);
}

TEST(FenceModel, LargeOrdersWhosePartsMayFallOut) {
  Scenario scenario;
  scenario.has_parts = true;
  scenario.writers = 2;
  scenario.budgets = {0, 1, 1, 1, 1, 0, 0};
  Model model{scenario};
  EXPECT_GT(model.run(), 10'000u);
}

TEST(FenceModel, CopiesOfWhatStandsThere) {
  Scenario scenario;
  scenario.writers = 2;
  scenario.budgets = {0, 1, 1, 1, 0, 1, 0};
  Model model{scenario};
  EXPECT_GT(model.run(), 5'000u);
}

TEST(FenceModel, CommitsThatNoHonestNodeMakes) {
  Scenario scenario;
  scenario.writers = 2;
  scenario.budgets = {0, 1, 1, 1, 1, 0, 1};
  Model model{scenario};
  EXPECT_GT(model.run(), 5'000u);
}

TEST(FenceModel, TheLedgerLeaves) {
  Scenario scenario;
  scenario.writers = 2;
  scenario.budgets = {0, 1, 1, 0, 1, 0, 0, 0, 1};
  Model model{scenario};
  EXPECT_GT(model.run(), 10'000u);
  EXPECT_GT(model.recorded(), 100u);
  EXPECT_GT(model.voided(), 100u);
}

TEST(FenceModel, AClockThatRunsAhead) {
  Scenario scenario;
  scenario.clocks[1] = kFarAhead;
  scenario.writers = 2;
  scenario.budgets = {0, 1, 1, 0, 0, 0, 0, 1};
  Model model{scenario};
  EXPECT_GT(model.run(), 10'000u);
  EXPECT_GT(model.voided(), 100u) << "it stops, and is told so";
}

}  // namespace
}  // namespace sillok
