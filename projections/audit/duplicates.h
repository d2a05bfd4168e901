#pragma once
// Two ids of one person: the same resident number, or the same name and day of birth. Personal data is held only as
// long as it is compared, and stands in no finding.
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "ledger/desk/ledger.h"
#include "ledger/rules/record_findings.h"

namespace sillok {

inline constexpr std::string_view kDuplicateRule = "person.duplicate_suspected";

struct Identity {
  std::string person, unit;  // the unit of now, or the last one
  std::string number, birth_and_name;
  Position number_source = kNoPosition, name_source = kNoPosition;
  Date since;  // hired; of somebody who is not, when the act takes effect that tells her name
};
// Opens what the record of a person says of her; nothing where the id was merged away. `entries`: her acts, by
// position. Any thread.
Result<std::optional<Identity>> identity_of(Ledger& ledger, const std::string& person, const PersonState& state,
                                            const std::map<Position, const Bytes*>& entries);

// Persons in their order; one thread.
class Duplicates {
 public:
  // The finding about whoever looks like one taken before.
  std::optional<Finding> take(const Identity& identity);

 private:
  std::optional<Finding> compare(const std::string& key, Position source, const Identity& identity, const char* same);
  std::unordered_map<std::string, std::pair<std::string, Position>> seen_;
};

}  // namespace sillok
