#pragma once
// What a replica adds to the logs beside the events (ledger/desk/side_log.h): it goes through the topic, so that these
// logs are the same on all of them. Needs no turn at the directory: who reads the topic to its end afterwards finds in
// its rows whether it counts (ledger/desk/beside_rows.h).
#include <cstdint>
#include <optional>
#include <variant>

#include "ledger/topic/signed_record.h"

namespace sillok {

class Ledger;

// It stands in the topic when this returns, behind all that was acknowledged before; at which offset, where the broker
// says so. Fault::misuse (topic.node) where
// this node's key is not registered; unavailable where the topic does not take it; outcome_unknown where nobody can
// tell.
Result<std::optional<std::int64_t>> put_beside(const Ledger& ledger, const std::variant<TopicMark, TopicRead>& content);

}  // namespace sillok
