#pragma once
// The record of contract §4 as JSON, with the position of the act each field comes from.
#include <boost/json/object.hpp>

#include "ledger/privacy/sealed_field.h"
#include "ledger/rules/entitlements.h"
#include "projections/answers/point.h"

namespace sillok {

// What an answer about one person rests on.
struct RecordAt {
  std::string person;
  Point point;
  PointStamp stamp;
  ReadActs acts;  // known at the point
  PersonState state;
  std::shared_ptr<const RuleBook> rules;
  Entitlements entitled;
  Law law() const { return {*rules, stamp.known_at}; }
  // What the law makes of the state that the acts have left.
  void take_law();
};
// Fault::not_found where nothing is recorded of that person at that point.
Result<RecordAt> record_at(const Ledger& ledger, const Views& views, std::string_view person, const Point& point);
Result<boost::json::object> record_json(Ledger& ledger, const Views& views, const RecordAt& record,
                                        VaultOpener::WithoutKeys without_keys = VaultOpener::WithoutKeys::kFails);

Result<boost::json::object> record_json(Ledger& ledger, const Views& views, std::string_view person,
                                        const Point& point);
// The field of the record that a name of the answer stands for; nothing: it is no field of its own.
std::optional<RecordField> record_field(std::string_view name);

}  // namespace sillok
