#pragma once
// `present@1`: officials in service on a day, by any dimension (contract §6). Separated people are
// not present; who is seconded counts at home; a concurrent post counts once; leave counts.
// Entries are differences of timelines (design 13): (date, position, person) → standings that begin
// or end that day, as learned by that event. A figure as of D known at P is the sum over dates ≤ D
// and positions ≤ P; dimensions are computed from the standings at query time.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/organization_state.h"
#include "ledger/record/person_fold.h"
#include "projections/base/view_store.h"

namespace sillok {

// By id: everybody whom any event ever told to be in the unit, on whatever day.
Result<std::vector<std::string>> persons_ever_in(const ViewStore& store, std::string_view unit);

struct PresentQuery {
  std::vector<std::string> by;  // dimensions, in order
  Date as_of;
  std::optional<Instant> known_at;
  std::map<std::string, std::string> where;  // dimension → value; "null" for a class without
};

// One row a combination of values that occurs; nothing stands for null.
struct FigureRow {
  std::vector<std::optional<std::string>> values;
  std::int64_t value = 0;
};
struct Figure {
  std::vector<FigureRow> rows;  // sorted by values; numbers in numeric order; null last
  std::int64_t total = 0;
  Position position = 0;  // events counted
};

// ministry, unit, class, grade, series, sex, age_band, tenure_band, kind, ground, year, month.
std::span<const std::string_view> present_dimensions();
// The value of a dimension of one standing on a day.
std::optional<std::string> dimension_value(std::string_view dimension, const Standing& standing, Date on,
                                           const OrganizationState& organization);

Bytes encode_standing(const Standing& standing);
std::optional<Standing> decode_standing(BytesView bytes);
void put_present_entry(ViewStore& store, std::string_view person, Date date, Position position, BytesView changes);
// Fault::misuse for an unknown dimension. `cut`: events known.
Result<Figure> present_figure(const ViewStore& store, const OrganizationState& organization, const PresentQuery& query,
                              Position cut);

}  // namespace sillok
