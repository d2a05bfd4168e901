#pragma once
// Holders of posts on any day, as known at any instant. Entries are differences of timelines
// (design 13): (post, date, position, person) → holdings that begin or end that day, as learned
// by that event. A holding counts on a day when what is summed up to it is left positive.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/person_fold.h"
#include "projections/base/changes.h"
#include "projections/base/view_store.h"

namespace sillok {

struct Holder {
  std::string person, post, unit;
  Holding::Kind kind = Holding::Kind::kMain;
  Date since;
  Position source = kNoPosition;
  bool operator==(const Holder&) const = default;
};

Bytes encode_holding(const Holding& holding);  // without its post, which is in the key
void put_roster_entry(ViewStore& store, std::string_view person, Position position, const Change& first,
                      BytesView changes);
// Whether anybody held the post, or a post of the unit, on any day, as events before `cut` tell it.
Result<bool> was_ever_held(const ViewStore& store, std::string_view post_or_unit, Position cut);
// By post, kind (main first), since, person. A code that is both a post and a unit answers for both.
Result<std::vector<Holder>> holders_on(const ViewStore& store, std::string_view post_or_unit, Date on, Position cut);

// Whoever took a post as the main one while another held it so: `second`, who came later, and one of those who held it.
Result<Ok> posts_held_twice(const ViewStore& store, Position cut,
                            const std::function<void(const Holder& second, const Holder& first)>& each);

}  // namespace sillok
