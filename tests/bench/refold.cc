// One person's record from her acts, as a correction makes it anew: a career of 100 acts with corrections in it.
// One JSON object on stdout: microseconds for the fold alone, and with what the law gives (contract §4).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <vector>

#include "ledger/record/person_fold.h"
#include "ledger/rules/entitlements.h"
#include "ledger/rules/shipped_policies.h"

namespace bench {
namespace {

using namespace sillok;
using F = Field;
using Data = std::map<Field, Value>;

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "refold: {}\n", why);
  std::exit(1);
}

class Career {
 public:
  Career() {
    Date day{9'000};
    add(day, Act::kHired,
        {{F::kRoute, "open"},
         {F::kClass, "general"},
         {F::kGrade, std::int64_t{9}},
         {F::kSeries, "ADM"},
         {F::kUnit, "U1"},
         {F::kPost, "U1-1"},
         {F::kStep, std::int64_t{1}},
         {F::kProbationMonths, std::int64_t{6}}});
    for (std::int64_t i = 1; i < kActs; ++i) {
      day = Date{day.days + 97};
      switch (i % 10) {
        case 0:
          add(day, Act::kPromoted, {{F::kKind, "ordinary"}, {F::kGrade, std::max<std::int64_t>(9 - i / 10, 3)}});
          break;
        case 1:
          add(day, Act::kTransferred, {{F::kUnit, fmt::format("U{}", i)}, {F::kPost, fmt::format("P{}", i)}});
          break;
        case 2:
          add(day, Act::kLeaveStarted, {{F::kGround, "LV.SICK"}, {F::kUntil, std::int64_t{day.days + 90}}});
          break;
        case 3: add(day, Act::kReinstated, {}); break;
        case 4: add(day, Act::kStepRaised, {{F::kKind, "regular"}, {F::kStep, 1 + i / 4}}); break;
        case 5: add(day, Act::kTrained, {{F::kCourse, "ethics"}, {F::kHours, std::int64_t{8'000}}}); break;
        case 6: add(day, Act::kEvaluated, {{F::kPeriod, "2020-1"}, {F::kRating, "A"}}); break;
        case 7:
          add(day, Act::kSanctioned,
              {{F::kCase, fmt::format("C{}", i)},
               {F::kKind, "reprimand"},
               {F::kMisconduct, "general"},
               {F::kMisconductOn, std::int64_t{day.days - 40}}});
          break;
        case 8:
          add(day, Act::kRectified, {{F::kTarget, i - 6}, {F::kData, std::vector<Patch>{{F::kGround, "LV.FAMILY"}}}});
          break;
        default: add(day, Act::kAwarded, {{F::kKind, "medal"}, {F::kName, "medal"}, {F::kGrantor, "state"}}); break;
      }
    }
    for (std::size_t i = 0; i < bodies_.size(); ++i)
      acts.push_back(
          {static_cast<Position>(i + 1), Instant{static_cast<std::int64_t>(i)}, BodyView::trust(bodies_[i])});
  }

  static constexpr std::int64_t kActs = 100;
  std::vector<StoredAct> acts;

 private:
  void add(Date day, Act act, Data data) {
    PlainAct plain;
    plain.act = act;
    plain.subject = "P1";
    plain.effective_on = day;
    plain.data = std::move(data);
    auto body = build_body(plain, {});
    if (!body) stop(body.error().message);
    bodies_.push_back(std::move(*body));
  }
  std::vector<Bytes> bodies_;
};

// Microseconds a call, the best of many goes: what the work costs where nothing disturbs it.
double best(const std::function<void()>& call) {
  double least = 1e9;
  for (int round = 0; round < 200; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 10; ++i) call();
    least = std::min(least,
                     std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count() / 10);
  }
  return least;
}

void run() {
  const auto book = shipped_rules();
  if (!book) stop(book.error().message);
  const Career career;
  const Date day{20'000};
  const Law law{*book, start_of_korean_day(day)};
  std::size_t sum = 0;
  const double fold_us = best([&] { sum += fold("P1", career.acts, day).phases.size(); });
  const PersonState state = fold("P1", career.acts, day);
  const double law_us = best([&] { sum += entitlements_of(state, law, day).findings.size(); });
  fmt::print("{{\"acts\":{},\"fold_us\":{:.1f},\"entitlements_us\":{:.1f},\"check\":{}}}\n", career.acts.size(),
             fold_us, law_us, sum % 2);
}

}  // namespace
}  // namespace bench

int main() {
  bench::run();
  return 0;
}
