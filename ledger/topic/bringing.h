#pragma once
// The way of a ledger into a topic, its source fenced: order by order, each read back and checked as any replica reads
// and checks it.
#include <cstdint>
#include <functional>
#include <memory>

#include "ledger/topic/founding.h"

namespace sillok {

// Events that are there, of all.
using MoveProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

// Fault::misuse (topic.in_use) where another ledger stands in the topic, or this one as it was.
Result<Ok> check_may_bring(const Ledger& source, const TopicOrder& order, const TopicAddress& address);

// Announces the ledger, brings all of its log, and gives the copy that the topic leads to; it lies in
// move_copy_path(). Goes on where another run was cut off.
//   topic.in_use       Fault::misuse
//   topic.refused      Fault::damaged      an order is not such as a node records
//   topic.not_recorded Fault::unavailable  the topic took something not in time, or others record in it
Result<std::unique_ptr<Ledger>> bring_into_topic(const Ledger& source, const TopicOrder& order,
                                                 const TopicAddress& address, const MoveProgress& progress);

}  // namespace sillok
