#pragma once
// Moving house (design 5): a ledger goes from a directory of its own into a topic, or from its topic home into one of
// its replicas. Positions, hashes and checkpoints stay as they are; the directory stays where it is.
//
// The source is fenced first: a directory by its anchor, which says `moved` until it has become a replica of the topic;
// a topic by a departure, behind which no record counts. Each may be interrupted at any point and is run again with the
// same words; the file MOVING in the directory says how far it came (schemas/FORMAT.md, section 7).
#include <cstdint>
#include <filesystem>
#include <functional>

#include "ledger/topic/bringing.h"

namespace sillok {

// Nothing is to be done where it is that topic already. Else into an absent topic, or an empty one: order by order,
// each read back and checked as any replica reads and checks it, in a second copy of the log that is removed at the
// end. Then the directory is a replica of the topic.
//   topic.in_use   Fault::misuse  another ledger stands in the topic, or this one as it was
//   topic.refused  Fault::damaged an order is not such as a node records; `verify` says more
Result<Ok> move_to_topic(const std::filesystem::path& directory, const TopicOrder& order, const MoveProgress& progress);

enum class CameHome : std::uint8_t {
  kFromTopic,
  kIsHome,     // nothing was to be done
  kNeverLeft,  // it was on its way into a topic that has not all of it: that was called off
};
// Brings the logs beside the events to what the topic has of them (ledger/desk/beside_rows.h): it is forgotten here
// behind that. Asked before the ledger leaves the topic, and once more behind that; again where a run was cut off.
using Homecoming = std::function<Result<Ok>(const Ledger&)>;
// The replica becomes the ledger's home, and its topic is over: other replicas read what they have. It must have the
// ledger's own keys (Fault::misuse, key.absent) and a node key that is registered (topic.node).
//   ledger.moved  Fault::refused  it has left the topic for another directory
Result<CameHome> move_to_directory(const std::filesystem::path& directory, const Homecoming& homecoming);

}  // namespace sillok
