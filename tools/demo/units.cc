// Agencies, their bureaus, divisions, posts and quotas.
#include <fmt/format.h>

#include <algorithm>

#include "tools/demo/world.h"

namespace sillok::demo {
namespace {

// How large an agency is beside others: an impression, not a source.
Index weight_of(const AgencyFact& fact) {
  static constexpr std::pair<std::string_view, Index> kLarge[] = {
      {"NTS", 24}, {"MOJ", 12}, {"MSIT", 14}, {"MSIP", 14}, {"MIC", 14},  {"SPO", 10}, {"KNPA", 8},
      {"MOEL", 8}, {"MOL", 8},  {"KCS", 6},   {"MMA", 4},   {"MOLIT", 5}, {"KNR", 12}, {"ME", 5},
  };
  for (const auto& [slug, weight] : kLarge) {
    if (fact.slug == slug) return weight;
  }
  if (fact.kind == "ministry") return 4;
  if (fact.kind == "office") return 3;
  return fact.kind == "committee" ? 1 : 2;
}

std::string_view unit_kind(const AgencyFact& fact) {
  return fact.kind == "ministry" || fact.kind == "office" ? fact.kind : std::string_view{"agency"};
}

std::string_view head_title(const AgencyFact& fact) {
  if (fact.kind == "ministry") return "장관";
  if (fact.kind == "office") return "청장";
  return fact.kind == "committee" || fact.kind == "board" ? "위원장" : "처장";
}

constexpr int kSeats = 4;  // numbered posts of a division, beside its head's
constexpr Index kDivisionSize = 12;
// Of 100 officials, by grade 1 … 9.
constexpr Index kShare[] = {0, 1, 1, 3, 10, 13, 18, 24, 22, 24};

}  // namespace

Result<Ok> World::open_service() {
  std::vector<const AgencyFact*> facts;
  std::uint64_t weights = 0;
  for (const AgencyFact& fact : kAgencyFacts) {
    const bool begun = fact.from == 0 || date_of(fact.from) <= start_;
    if (!begun || (fact.to != 0 && date_of(fact.to) <= start_)) continue;
    facts.push_back(&fact);
    weights += weight_of(fact);
  }
  std::uint64_t weight = 0, given = 0;
  for (const AgencyFact* fact : facts) {
    weight += weight_of(*fact);
    const std::uint64_t upto = options_.officials * weight / weights;
    std::vector<PlainAct> acts;
    const Index agency = found_agency(*fact, static_cast<Index>(upto - given), start_, acts);
    given = upto;
    SILLOK_CHECK(book_.record(agencies_[agency].code, "GOA:2", today_, std::move(acts)));
  }
  for (Index agency = 0; agency < agencies_.size(); ++agency) {
    SILLOK_CHECK(hire_opening(agency));
    SILLOK_CHECK(name_head(agency, start_));
  }
  return Ok{};
}

Index World::found_agency(const AgencyFact& fact, Index planned, Date on, std::vector<PlainAct>& acts) {
  const Index agency = static_cast<Index>(agencies_.size());
  by_slug_[std::string{fact.slug}] = agency;
  Agency& a = agencies_.emplace_back();
  a.fact = &fact;
  a.code = fact.slug;
  a.planned = planned;
  a.ends_on = agency_end(&fact);
  const UnitName whole{"", std::string{fact.name_ko}, std::string{fact.name_en}};
  a.unit = add_unit(agency, Level::kAgency, kNobody, whole, unit_kind(fact), on, acts);
  add_post(a.unit, head_title(fact), 0, on, acts);

  const Index divisions = std::clamp<Index>((planned + kDivisionSize - 1) / kDivisionSize, 1, 800);
  const Index bureaus = divisions < 3 ? 0 : (divisions + 4) / 5;
  for (Index i = 0; i < bureaus; ++i) {
    const Index bureau = add_unit(agency, Level::kBureau, a.unit, bureau_name(i), "bureau", on, acts);
    add_post(bureau, "국장", 3, on, acts);
    a.bureaus.push_back(bureau);
  }
  for (Index i = 0; i < divisions; ++i) {
    const Index parent = bureaus == 0 ? a.unit : a.bureaus[i * bureaus / divisions];
    const Index division = add_unit(agency, Level::kDivision, parent, division_name(i), "division", on, acts);
    add_post(division, "과장", 4, on, acts);
    for (int seat = 0; seat < kSeats; ++seat) add_post(division, "주무관", 0, on, acts);
    a.divisions.push_back(division);
  }
  set_quotas(agency, on, acts);
  return agency;
}

Index World::add_unit(Index agency, Level level, Index parent, const UnitName& name, std::string_view kind, Date on,
                      std::vector<PlainAct>& acts) {
  const Index unit = static_cast<Index>(units_.size());
  Unit& u = units_.emplace_back();
  u.agency = agency;
  u.level = level;
  u.since = on;
  u.code = level == Level::kAgency ? agencies_[agency].code : agencies_[agency].code + "-" + name.code;
  PlainAct created = make_act(Act::kUnitCreated, u.code, on,
                              {{Field::kUnit, u.code},
                               {Field::kNameKo, name.name_ko},
                               {Field::kNameEn, name.name_en},
                               {Field::kKind, std::string{kind}}});
  if (parent != kNobody) created.data[Field::kParent] = units_[parent].code;
  acts.push_back(std::move(created));
  return unit;
}

void World::add_post(Index unit, std::string_view title, int grade, Date on, std::vector<PlainAct>& acts) {
  Unit& u = units_[unit];
  const Index post = static_cast<Index>(posts_.size());
  Post& p = posts_.emplace_back();
  p.unit = unit;
  p.code = fmt::format("{}-{:02}", u.code, u.posts.size());
  u.posts.push_back(post);
  PlainAct act = make_act(Act::kPostEstablished, u.code, on,
                          {{Field::kUnit, u.code}, {Field::kPost, p.code}, {Field::kTitle, std::string{title}}});
  if (grade != 0) act.data[Field::kGrade] = grade;
  acts.push_back(std::move(act));
}

// Room for a fifth more than planned or present, so that careers can go on.
void World::set_quotas(Index agency, Date on, std::vector<PlainAct>& acts) {
  Agency& a = agencies_[agency];
  for (int grade = 1; grade < static_cast<int>(kGrades); ++grade) {
    const Index planned = a.planned * kShare[grade] / 100;
    const Index quota = std::max(planned, a.strength[grade]) * 6 / 5 + 4;
    if (quota <= a.quota[grade]) continue;
    a.quota[grade] = quota;
    acts.push_back(make_act(Act::kQuotaSet, a.code, on,
                            {{Field::kUnit, a.code}, {Field::kGrade, grade}, {Field::kCount, std::int64_t{quota}}}));
  }
}

Index World::vacant_seat(Index unit) const {
  const Unit& u = units_[unit];
  for (std::size_t i = 1; i < u.posts.size(); ++i) {
    const Post& post = posts_[u.posts[i]];
    if (post.holder == kNobody && !post.reserved) return u.posts[i];
  }
  return kNobody;
}

// A vacant head's post of the agency, looked for from a place chosen by chance.
Index World::vacant_head(Index agency, bool bureau) {
  const std::vector<Index>& units = bureau ? agencies_[agency].bureaus : agencies_[agency].divisions;
  if (units.empty()) return kNobody;
  const std::size_t begin = random_.below(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Index post = units_[units[(begin + i) % units.size()]].posts.front();
    if (posts_[post].holder == kNobody && !posts_[post].reserved) return post;
  }
  return kNobody;
}

Index World::random_agency() {
  for (;;) {
    const Index agency = static_cast<Index>(random_.below(agencies_.size()));
    if (agencies_[agency].open) return agency;
  }
}

Index World::random_division(Index agency) {
  const auto& divisions = agencies_[agency].divisions;
  return divisions[random_.below(divisions.size())];
}

void World::take_post(Index person, Index post) {
  officials_[person].post = post;
  if (post != kNobody) posts_[post].holder = person;
}

// A post left today can be filled tomorrow; one left on a later day, from that day on.
void World::leave_post(Index person, Date free_from) {
  Index& post = officials_[person].post;
  if (post == kNobody) return;
  if (free_from <= today_) {
    freed_posts_.push_back(post);
  } else {
    due(free_from, {Errand::kFreePost, kNobody, post});
  }
  post = kNobody;
}

std::string_view World::organizer() const {
  static constexpr std::string_view kOrganizers[] = {"MOIS", "MOI", "MOSPA", "MOPAS", "MOGAHA", "MOGA97"};
  for (const std::string_view slug : kOrganizers) {
    const auto found = by_slug_.find(slug);
    if (found != by_slug_.end() && agencies_[found->second].open) return agencies_[found->second].code;
  }
  return "GOVERNMENT";
}

}  // namespace sillok::demo
