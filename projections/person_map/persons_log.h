#pragma once
// The log ORIGIN/persons (design 7): at each published checkpoint the root of the map of persons over the ledger's
// events of then. It is as durable as the ledger's own checkpoints, which it stands beside: `persons/log`; the map,
// which follows from the ledger's log, in `persons/map`. One process at a time publishes; others wait for it.
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "ledger/desk/checkpointer.h"
#include "ledger/desk/person_proof.h"
#include "ledger/desk/side_log.h"
#include "projections/person_map/person_map.h"
#include "projections/views.h"

namespace sillok {

class PersonsLog {
 public:
  // For who may write there; waits while another does.
  static Result<std::unique_ptr<PersonsLog>> open(const Ledger& ledger, const Views& views);
  ~PersonsLog();

  // Brings the map up to the ledger's head and commits to its root, unless the newest entry has that size already.
  // Fault::unavailable (persons.ahead) where another process has published more than this one sees.
  Result<Ok> publish();
  // On a replica instead: the same at each mark that its topic has, by the rows of that log of the ledger, as far as
  // the ledger goes here.
  Result<Ok> follow(const RocksLog& rows);
  // The first events of the ledger that the newest entry commits to; nothing where there is none.
  Result<std::optional<std::uint64_t>> covered() const;
  const RocksLog& log() const { return *side_.log; }
  const PersonMap& map() const { return *map_; }

  // A proof of all that the newest entry covers, under a checkpoint of the ledger at that size and one of this log at
  // its head. Fault::not_found where she has no act; refused (person.has_act) where one holds against the absence.
  Result<std::string> prove(const std::string& person, const std::optional<Absence>& absence,
                            const std::string& checkpoint, const std::string& persons_checkpoint) const;

 private:
  PersonsLog(const Ledger& ledger, const Views& views);
  Result<Ok> open_map_to_write();
  // The map is that of a published entry; where it was thrown away it is built anew.
  Result<Ok> bring_map_to(const PersonsEntry& published);
  Result<Bytes> entry_at(std::uint64_t size, Durable durable);
  Result<Ok> append(std::span<const Bytes> entries);

  const Ledger& ledger_;
  const Views& views_;
  SideLog side_;
  std::unique_ptr<PersonMap> map_;
};

// For `verify`, which only reads: whether what was published holds by its checkpoints (Fault::damaged); false where
// nothing was published.
Result<bool> check_published_persons(const Ledger& ledger);
// The newest checkpoint of the log of persons, for who may only read; nothing where none was published.
Result<std::optional<std::string>> published_persons(const Ledger& ledger);
// Every root that was ever published against that of the map built anew, step by step, in a directory for temporary
// files (Fault::damaged, persons.other_root): a false one would prove what never was, also after others came behind it.
Result<Ok> check_roots_of_persons(const Ledger& ledger, const Views& views);

}  // namespace sillok
