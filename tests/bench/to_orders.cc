// Turns the workload of gen_events into order lines (README.md: which event becomes which act).
//   to_orders EVENTS UNITS-OUT ORDERS-OUT grouped|single|day FIRST-POSITION [DRAFTER APPROVER]
// grouped: the acts of one actor on one day for one agency are one order, and the transfers of a
// reorganization are one order with it. single: one act an order.
// day: all acts of a day are one order, to see what is left when signatures are few. FIRST-POSITION is where
// the first act of ORDERS-OUT will stand in the log: corrections name their targets by it. With DRAFTER and
// APPROVER the lines name these officers and carry no recorded_at.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/event.h"

namespace bench {
namespace {

constexpr int kAgencies = 72;
constexpr int kNewAgency = 99;  // where the mass move goes
constexpr int kDepartments = 20;

// Dates of the workload: months of 28 days, so that adding months needs no calendar.
std::string months_later(std::string_view day, std::uint64_t months) {
  std::uint64_t year = 0, month = 0;
  std::from_chars(day.data(), day.data() + 4, year);
  std::from_chars(day.data() + 5, day.data() + 7, month);
  month += months - 1;
  return fmt::format("{:04}-{:02}-{}", year + month / 12, month % 12 + 1, day.substr(8, 2));
}

struct Known {  // what a correction needs of an earlier event
  std::uint64_t position = 0;
  std::string effective_on;
  bool has_step = false;
  std::uint64_t corrects = 0;  // the event it corrects itself; 0: none
};

struct Official {
  std::uint32_t org = 0, grade = 0, step = 1;
};

struct Event {
  std::string line;
  std::uint64_t seq = 0, official = 0;
  std::string_view type() const { return member(line, "type"); }
};

enum class Layout { kGrouped, kSingle, kDay };

struct Group {
  std::uint32_t agency = 0;
  std::vector<std::size_t> events;  // of the day
};

class Converter {
 public:
  Converter(std::FILE* out, Layout layout, std::uint64_t first_position, std::string drafter, std::string approver)
      : out_(out),
        layout_(layout),
        next_(first_position),
        drafter_(std::move(drafter)),
        approver_(std::move(approver)) {}

  void take(const std::string& line) {
    const std::string_view day = member(line, "rec").substr(0, 10);
    if (day != day_) flush();
    day_ = day;
    Event event{line, number(line, "seq"), number(line, "off")};
    const std::size_t index = events_.size();
    std::size_t group = group_of(event);
    events_.push_back(std::move(event));
    groups_[group].events.push_back(index);
    group_by_seq_.push_back(group);
  }

  // The day is over: every act gets its position, then the orders are written.
  void flush() {
    if (known_.size() < events_written_ + events_.size() + 1) known_.resize(events_written_ + events_.size() + 1);
    for (const Group& group : groups_) {
      for (const std::size_t index : group.events) note(events_[index]);
    }
    for (const Group& group : groups_) write(group);
    events_written_ += events_.size();
    events_.clear();
    groups_.clear();
    group_by_seq_.clear();
    by_key_.clear();
    reform_ = 0;
  }

  std::uint64_t orders() const { return orders_; }
  std::uint64_t events() const { return events_written_; }

 private:
  std::size_t group_of(const Event& event) {
    Official& official = official_at(event.official);
    const std::string_view type = event.type();
    if (type == "APPOINT" || type == "TRANSFER") official.org = static_cast<std::uint32_t>(number(event.line, "org"));
    const std::uint32_t agency = type == "REORG" ? kNewAgency : official.org / 100;
    if (layout_ == Layout::kSingle) return new_group(agency);
    if (layout_ == Layout::kDay) {
      constexpr std::size_t kActsMax = 50'000;  // a line of 64 MiB holds some more
      return groups_.empty() || groups_.back().events.size() >= kActsMax ? new_group(0) : groups_.size() - 1;
    }
    const std::uint64_t ref = number(event.line, "ref");
    if (type == "TRANSFER" && ref != 0 && ref == reform_) return reform_group_;
    // An act on an act of the same day stands in the same order as that one.
    if (type == "CORRECT" && ref > events_written_) return group_by_seq_[ref - events_written_ - 1];
    const auto [found, added] = by_key_.try_emplace({number(event.line, "actor"), agency}, groups_.size());
    if (added) new_group(agency);
    if (type == "REORG") {
      reform_ = event.seq;
      reform_group_ = found->second;
    }
    return found->second;
  }

  std::size_t new_group(std::uint32_t agency) {
    groups_.push_back({agency, {}});
    return groups_.size() - 1;
  }

  Official& official_at(std::uint64_t id) {
    if (officials_.size() <= id) officials_.resize(id + id / 2 + 1);
    return officials_[id];
  }

  void note(const Event& event) {
    Known& known = known_[event.seq];
    known.position = next_++;
    known.effective_on = member(event.line, "eff");
    const std::string_view type = event.type();
    known.has_step = type == "APPOINT" || type == "STEP" || type == "PAY";
    if (type == "CORRECT") known.corrects = number(event.line, "ref");
  }

  void write(const Group& group) {
    const std::string& first = events_[group.events.front()].line;
    std::vector<std::string> laws;
    for (const std::size_t index : group.events) {
      const std::string_view note = member(events_[index].line, "note");
      std::string law{note.substr(0, note.find(';'))};
      if (std::find(laws.begin(), laws.end(), law) == laws.end()) laws.push_back(std::move(law));
    }
    buffer_.clear();
    put(R"({{"order":"{}","authority":"A{}","issued_on":"{}","legal_basis":["{}"],"remarks":"{}")",
        member(first, "doc"), group.agency, day_, fmt::join(laws, R"(",")"), member(first, "note"));
    if (drafter_.empty()) {
      put(R"(,"recorded_at":"{}","drafted_by":"hr.{}","approved_by":"head.{}")", member(first, "rec"),
          number(first, "actor"), group.agency);
    } else {
      put(R"(,"drafted_by":"{}","approved_by":"{}")", drafter_, approver_);
    }
    put(R"(,"acts":[)");
    bool comma = false;
    for (const std::size_t index : group.events) {
      if (comma) buffer_.push_back(',');
      comma = true;
      act(events_[index]);
    }
    put("]}}\n");
    std::fwrite(buffer_.data(), 1, buffer_.size(), out_);
    ++orders_;
  }

  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Args>(args)...);
  }

  void act(const Event& event) {
    const std::string_view line = event.line, type = event.type(), eff = member(line, "eff");
    Official& official = official_at(event.official);
    const auto open = [&](std::string_view name) {
      put(R"({{"act":"{}","person":"B{:07}","effective_on":"{}","data":{{)", name, event.official, eff);
    };
    const auto until = [&] { return months_later(eff, number(line, "n")); };
    if (type == "REORG") {
      put(R"({{"act":"function_moved","effective_on":"{}","data":{{"from":"A41","to":"A{}","function":"mass move of {} people")",
          eff, kNewAgency, number(line, "n"));
    } else if (type == "APPOINT") {
      appoint(event);
    } else if (type == "TRANSFER") {
      open("transferred");
      put(R"("unit":"U{0}","post":"U{0}-{1:02}","ground":"{2}")", number(line, "org"), number(line, "post"),
          number(line, "ref") == 0 ? "regular" : "reorganization");
    } else if (type == "PROMOTE") {
      official.step = static_cast<std::uint32_t>(number(line, "step"));
      open("promoted");
      put(R"("kind":"ordinary","grade":{})", number(line, "grade"));
    } else if (type == "STEP") {
      official.step = static_cast<std::uint32_t>(number(line, "step"));
      open("step_raised");
      put(R"("kind":"regular","step":{})", official.step);
    } else if (type == "PAY") {
      open("step_fixed");
      put(R"("step":{},"remainder_months":{})", official.step, number(line, "n") % 12);
    } else if (type == "RATING") {
      open("evaluated");
      put(R"("period":"{}","rating":"{}")", member(line, "rec").substr(0, 7), member(line, "a"));
    } else if (type == "TRAIN") {
      open("trained");
      put(R"("course":"{}","hours":{})", member(line, "a"), number(line, "n"));
    } else if (type == "LEAVE") {
      const std::string_view kind = member(line, "a");
      open("leave_started");
      put(R"("ground":"{}","until":"{}"{})",
          kind == "PARENTAL" ? "LV.CHILD"
          : kind == "SICK"   ? "LV.SICK"
                             : "LV.STUDY",
          until(), kind == "PARENTAL" ? R"(,"child":1)" : "");
    } else if (type == "RETURN") {
      open("reinstated");
    } else if (type == "SECOND") {
      open("seconded");
      put(R"("host":"A{}","ground":"DAPO:41","until":"{}")", number(line, "org") / 100, until());
    } else if (type == "SECOND_END") {
      open("returned");
    } else if (type == "AWARD") {
      const std::string_view kind = member(line, "a");
      open("awarded");
      put(R"("kind":"{}","name":"citation","grantor":"{}")",
          kind == "MINISTER"   ? "minister"
          : kind == "PRIMEMIN" ? "pm"
                               : "president",
          kind);
    } else if (type == "DISCIPLINE") {
      discipline(event);
    } else if (type == "CORRECT") {
      correct(event);
    } else {
      const std::string_view kind = member(line, "a");
      if (kind == "VOLUNTARY") {
        open("resigned");
      } else if (kind == "AGE") {
        open("retired");
        put(R"("kind":"age")");
      } else {
        open("dismissed");
        put(R"("ground":"1")");
      }
    }
    put("}}}}");
  }

  void appoint(const Event& event) {
    const std::string_view line = event.line, eff = member(line, "eff"), since = member(line, "since");
    Official& official = official_at(event.official);
    official.step = static_cast<std::uint32_t>(number(line, "step"));
    // Members of `personal` go before `data`, which act() closes.
    put(R"({{"act":"hired","person":"B{:07}","effective_on":"{}","personal":{{"name":"{}","birth_on":"{}-{:02}-15","sex":"{}"}},"data":{{)",
        event.official, eff, member(line, "name"), number(line, "birth"), event.official % 12 + 1, member(line, "sex"));
    put(R"("route":"{}","class":"general","grade":{},"series":"{}","unit":"U{}","post":"U{}-{:02}","step":{},"probation_months":0)",
        since < eff ? "career" : "open", number(line, "grade"), member(line, "series"), number(line, "org"),
        number(line, "org"), number(line, "post"), official.step);
    if (since < eff) {
      put(R"(,"prior_career":[{{"from":"{}","to":"{}","grade":{},"percent":100}}])", since, eff, number(line, "grade"));
    }
  }

  // A demotion of the workload is a mark that leaves the grade: a suspension stands for it.
  void discipline(const Event& event) {
    const std::string_view kind = member(event.line, "a"), eff = member(event.line, "eff");
    const bool term = kind != "REPRIMAND";
    put(R"({{"act":"sanctioned","person":"B{:07}","effective_on":"{}","data":{{"case":"D{}","kind":"{}","misconduct":"general","misconduct_on":"{}")",
        event.official, eff, event.seq,
        kind == "REPRIMAND" ? "reprimand"
        : kind == "PAYCUT"  ? "pay_cut"
                            : "suspension",
        eff);
    if (term) put(R"(,"months":{})", number(event.line, "n"));
  }

  // Its target is the act itself, also where the event names an earlier correction of it. The
  // right step goes into acts that have one; for the others the effective date is confirmed.
  void correct(const Event& event) {
    std::uint64_t target = number(event.line, "ref");
    while (known_[target].corrects != 0) target = known_[target].corrects;
    const Known& known = known_[target];
    put(R"({{"act":"rectified","person":"B{:07}","effective_on":"{}","data":{{"target":{})", event.official,
        member(event.line, "eff"), known.position);
    if (known.has_step) {
      put(R"(,"data":{{"step":{}}})", number(event.line, "step"));
    } else {
      put(R"(,"effective_on":"{}")", known.effective_on);
    }
  }

  std::FILE* out_;
  Layout layout_;
  std::uint64_t next_;
  std::string drafter_, approver_;
  std::string day_, buffer_;
  std::vector<Event> events_;  // of the day
  std::vector<Group> groups_;
  std::vector<std::size_t> group_by_seq_;
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::size_t> by_key_;
  std::vector<Official> officials_;
  std::vector<Known> known_{1};  // by seq
  std::uint64_t events_written_ = 0, orders_ = 0, reform_ = 0;
  std::size_t reform_group_ = 0;
};

// Agencies A1 … A72 and A99 with twenty departments each, one order an agency.
void write_units(std::FILE* out, std::string_view day, const std::string& officers) {
  for (int agency = 1; agency <= kNewAgency; ++agency) {
    if (agency > kAgencies && agency != kNewAgency) continue;
    std::string line =
        fmt::format(R"({{"order":"UNITS-{0}","authority":"A{0}","issued_on":"{1}","legal_basis":["GOA:2"]{2},"acts":[)",
                    agency, day, officers);
    line += fmt::format(
        R"({{"act":"unit_created","effective_on":"{1}","data":{{"unit":"A{0}","name_ko":"기관 {0}","name_en":"Agency {0}","kind":"agency"}}}})",
        agency, day);
    for (int department = 0; department < kDepartments; ++department) {
      line += fmt::format(
          R"(,{{"act":"unit_created","effective_on":"{2}","data":{{"unit":"U{1}","name_ko":"{1}과","name_en":"Division {1}","kind":"division","parent":"A{0}"}}}})",
          agency, agency * 100 + department, day);
    }
    line += "]}\n";
    std::fwrite(line.data(), 1, line.size(), out);
  }
}

int convert(int argc, char** argv) {
  const std::string_view name = argc > 4 ? argv[4] : "";
  const bool known = name == "grouped" || name == "single" || name == "day";
  if ((argc != 6 && argc != 8) || !known) {
    std::fputs("usage: to_orders EVENTS UNITS-OUT ORDERS-OUT grouped|single|day FIRST-POSITION [DRAFTER APPROVER]\n",
               stderr);
    return 2;
  }
  const Layout layout = name == "grouped" ? Layout::kGrouped : name == "single" ? Layout::kSingle : Layout::kDay;
  std::ifstream events{argv[1]};
  std::FILE* units = std::fopen(argv[2], "w");
  std::FILE* orders = std::fopen(argv[3], "w");
  if (!events || units == nullptr || orders == nullptr) {
    std::perror("to_orders");
    return 3;
  }
  const std::string drafter = argc == 8 ? argv[6] : "", approver = argc == 8 ? argv[7] : "";
  Converter converter{orders, layout, std::strtoull(argv[5], nullptr, 10), drafter, approver};
  std::string line;
  bool first = true;
  while (std::getline(events, line)) {
    if (first) {
      // Some seconds before the first event, on the same day.
      const std::string day{member(line, "rec").substr(0, 10)};
      write_units(units, day,
                  drafter.empty() ? fmt::format(R"(,"recorded_at":"{}T00:00:00Z")", day)
                                  : fmt::format(R"(,"drafted_by":"{}","approved_by":"{}")", drafter, approver));
    }
    first = false;
    converter.take(line);
  }
  converter.flush();
  const bool written = std::fclose(units) == 0 && std::fclose(orders) == 0;
  fmt::print("{{\"events\":{},\"orders\":{}}}\n", converter.events(), converter.orders());
  return written ? 0 : 4;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) { return bench::convert(argc, argv); }
