#pragma once
// The public service the demo plays through, one working day after the other. Each official has
// one day a month on which chance decides about her; what a decision brings about later stands in
// the calendar of dues. Single-threaded. The pieces: units.cc (organization), hiring.cc, careers.cc
// (the monthly decision), absences.cc (leave, secondment, side posts), cases.cc (discipline),
// rounds.cc (mass orders), corrections.cc, reforms.cc (reorganizations), world.cc (the days).
#include <array>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/demo/calendar.h"
#include "tools/demo/facts.h"
#include "tools/demo/names.h"
#include "tools/demo/official.h"
#include "tools/demo/order_book.h"
#include "tools/demo/step_book.h"

namespace sillok::demo {

// An act on a person or, with `subject` a unit, on the organization.
PlainAct make_act(Act act, std::string subject, Date effective_on,
                  std::initializer_list<std::pair<const Field, Value>> data = {});
// The article an act of this kind rests on.
std::string_view legal_basis_of(Act act);
int steps_max(int grade);
std::int64_t number(Date date);
// The day an agency ends, through all its later names; kEndOfTime if it goes on.
Date agency_end(const AgencyFact* fact);

class World {
 public:
  World(const DemoOptions& options, const DemoSink& sink);
  Result<Ok> run();

 private:
  static constexpr std::size_t kGrades = 10;
  enum class Level : std::uint8_t { kAgency, kBureau, kDivision };

  struct Post {
    std::string code;
    Index unit = kNobody, holder = kNobody;
    bool reserved = false;  // acting or side duty runs on it
  };
  struct Unit {
    std::string code;
    Index agency = kNobody;
    Level level = Level::kAgency;
    bool open = true;
    Date since;
    std::vector<Index> posts;  // the first is its head's
  };
  struct Agency {
    const AgencyFact* fact = nullptr;
    std::string code;
    bool open = true;
    Date ends_on = kEndOfTime;  // its last day by a reorganization to come
    Index planned = 0, present = 0, unit = kNobody;
    std::vector<Index> bureaus, divisions;
    std::array<Index, kGrades> strength{}, quota{};  // by grade; quotas are kept, never exceeded
  };
  enum class Errand : std::uint8_t {
    kFreePost,
    kRegularize,
    kExtendLeave,
    kEndLeave,
    kReturn,
    kEndConcurrent,
    kEndActing,
    kRehire,
    kNameHead,
    kEndTerm,
    kExtendTerm,
    kCloseInvestigation,
    kRequestSanction,
    kRemove,
    kBringBack,
    kSanction,
    kAppeal,
    kDecideAppeal,
    kExpunge,
    kUndoAnnulment,
    kFirstErrors,
  };
  struct Due {
    Errand errand;
    Index person = kNobody;
    std::uint64_t what = 0;  // a post, an agency, a position: by errand
    Date until{};
  };
  struct Case {
    std::string number, misconduct;
    std::string kind;
    Date misconduct_on;
    int months = 0;
    bool heavy = false, cancelled = false;
  };
  struct Pending {  // an act of the day, waiting for its order
    Index agency;
    Act kind;
    Date issued_on;
    Index person;
    PlainAct act;
  };
  struct Reform {
    Date on;
    std::vector<const ReorganizationFact*> rows;
  };
  // People of one agency that go elsewhere in a reorganization: all of them, or a part.
  struct Move {
    Index from = kNobody;
    bool whole = false;
    bool by_edge = false;  // the agency itself ends by a split or merger, not by an act of its own
    std::vector<Index> to;
    Index part = 0;  // how many, unless whole
  };

  // units.cc
  Result<Ok> open_service();
  Index found_agency(const AgencyFact& fact, Index planned, Date on, std::vector<PlainAct>& acts);
  Index add_unit(Index agency, Level level, Index parent, const UnitName& name, std::string_view kind, Date on,
                 std::vector<PlainAct>& acts);
  void add_post(Index unit, std::string_view title, int grade, Date on, std::vector<PlainAct>& acts);
  void set_quotas(Index agency, Date on, std::vector<PlainAct>& acts);
  Index vacant_seat(Index unit) const;
  Index vacant_head(Index agency, bool bureau);
  Index random_agency();
  Index random_division(Index agency);
  void take_post(Index person, Index post);
  void leave_post(Index person, Date free_from);
  std::string_view organizer() const;  // the ministry in charge of organization on this day
  Index agency_of(const Official& o) const { return units_[o.unit].agency; }

  // hiring.cc
  Result<Ok> hire_opening(Index agency);
  Result<Ok> hire_round();
  Result<Ok> name_head(Index agency, Date on);
  void rehire(Index person);
  Index new_person();
  std::string draw_person(Official& o, int age_low, int age_high, Date on);
  PlainAct hired_act(Index person, std::string_view route, Date on, int probation_months, Date prior_from);
  void enter(Index person, Index unit, Date on);
  Date retirement_of(const Official& o) const;

  // careers.cc
  void decide(Index person);
  bool try_promotion(Index person);
  bool try_transfer(Index person);
  bool try_separation(Index person);
  bool try_merit(Index person);
  bool try_small(Index person);
  void separate(Index person, Date first_day_out);
  int months_in_grade_needed(int grade) const;

  // absences.cc
  bool try_absence(Index person);
  bool try_side_duty(Index person);
  bool start_leave(Index person, std::string_view ground, int months, int once_bit, bool child);
  void exclude(Official& o, int days);
  bool has_room(const Official& o, Date until) const;
  void end_leave(const Due& due);
  void extend_leave(const Due& due);
  void end_side_duty(const Due& due);
  bool extend_secondment(const Due& due);
  void extend_term(const Due& due);

  // cases.cc
  bool try_case(Index person);
  void advance_case(const Due& due);
  void impose(Index person, Case& file);
  void finish_case(Index person);

  // rounds.cc
  Result<Ok> step_round(Date on);
  Result<Ok> evaluation_round(bool second_half);
  Result<Ok> training_round();
  Result<Ok> retirement_round();
  std::vector<std::vector<Index>> members() const;
  // One order per agency (at most so many acts each) of what `choose` gives for its people.
  using Choose = std::function<std::optional<PlainAct>(Index person)>;
  Result<Ok> mass_orders(Act kind, const Choose& choose);

  // corrections.cc
  bool try_correction(Index person);
  void undo_annulment(const Due& due);
  void make_first_errors(const Due& due);

  // reforms.cc
  void plan_reforms();
  Result<Ok> reform(const Reform& reform);
  void rename_agencies(const Reform& reform, std::vector<PlainAct>& acts);
  Index take_from_largest();
  std::vector<Move> moves_of(const Reform& reform, std::vector<PlainAct>& founded);
  void restructure(const Reform& reform, const std::vector<Move>& moves, std::vector<PlainAct>& acts) const;
  void move_person(Index person, Index to, Date on, std::vector<PlainAct>& acts, std::vector<Index>& people);
  Result<Ok> move_people(const Reform& reform, const std::vector<Move>& moves);
  Result<Ok> close_agencies(const Reform& reform, const std::vector<Move>& moves);

  // world.cc
  Result<Ok> play_day(Date day, int workday_of_month);
  void settle(const Due& due);
  Result<Ok> flush_day();
  void act_today(Index person, PlainAct act, Date issued_on);
  void act_today(Index person, PlainAct act) { act_today(person, std::move(act), today_); }
  Result<Ok> order(Index agency, std::string_view basis, std::vector<PlainAct> acts, const std::vector<Index>& people);
  void due(Date on, Due what);
  std::string id_of(Index person) const;

  DemoOptions options_;
  Random random_;
  OrderBook book_;
  StepBook steps_;
  Date start_, today_, next_workday_;
  std::vector<Official> officials_;
  std::vector<Agency> agencies_;
  std::vector<Unit> units_;
  std::vector<Post> posts_;
  std::vector<Index> freed_posts_;      // free from the next day on
  std::vector<std::vector<Due>> dues_;  // by day since start_
  std::vector<Pending> pending_;
  std::map<Index, Case> cases_;
  std::map<std::string, Index, std::less<>> by_slug_;
  std::vector<Reform> reforms_;
  std::uint32_t case_count_ = 0;
};

}  // namespace sillok::demo
