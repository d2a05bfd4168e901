#pragma once
// Puts a case capsule together (ledger/desk/capsule.h): reads the ledger, logs that it was read, and signs.
#include <string>
#include <vector>

#include "ledger/desk/access_log.h"
#include "ledger/desk/capsule.h"
#include "projections/answers/point.h"
#include "projections/person_map/persons_log.h"

namespace sillok {

struct CapsuleOrder {
  std::vector<std::string> persons;
  Point point;
  std::string purpose, made_by;
  std::vector<std::string> opened;  // names of sealed fields
  std::string trust;                // JSON, as `trust export` gives it
};
// Published at the ledger's head; `access` gives the checkpoint of the log of reads once the read is in it.
struct CapsuleCheckpoints {
  std::string events, persons;
  std::function<Result<std::string>(const AccessLog&)> access;
};
// Enters the read into that log, and gives its place there.
using LogRead = std::function<Result<Position>(AccessLog&, const ReadRecord&)>;
// What is given is in the log of reads before this returns. Fault::not_found for a person without acts, misuse
// (evidence.field) for a field that is never sealed, damaged where a data key is missing.
Result<std::string> make_capsule(Ledger& ledger, const Views& views, const PersonsLog& persons, AccessLog& access,
                                 const LogRead& log_read, const CapsuleOrder& order,
                                 const CapsuleCheckpoints& checkpoints);

}  // namespace sillok
