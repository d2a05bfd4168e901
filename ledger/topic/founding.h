#pragma once
// How a ledger directory comes to follow a topic: it founds the ledger there, or joins the one that others founded.
#include <chrono>
#include <filesystem>
#include <string>

#include "ledger/desk/ledger.h"
#include "ledger/topic/home.h"

namespace sillok {

struct TopicOrder {
  std::string brokers, topic, settings_file;  // as in TopicHome
  std::optional<int> replicas;                // of a topic that is made; none: as Kafka has brokers, three at most
  std::chrono::milliseconds timeout{30'000};
};

// Makes the topic if it is missing, and a ledger of which its first record is the genesis. Nothing is left behind on
// failure. Fault::misuse (topic.in_use) where a ledger stands in the topic already: it is joined with what others pin
// of it; Fault::damaged (log.identity_changed) where another founder was faster.
Result<Ok> found_on_topic(const std::filesystem::path& directory, InitOptions options, const TopicOrder& order);

// A new replica of the ledger with that genesis, at its first order: the rest is read by whoever opens it. It has a
// node key of its own, and no other (a sandbox's follow from its seed). Fault::damaged (log.identity_changed) where
// another ledger stands in the topic, not_found (topic.empty) where none does.
Result<Ok> join_topic(const std::filesystem::path& directory, const Hash& genesis, const TopicOrder& order);

// Whether the topic is still what the directory was made for, and set as a ledger needs it: cluster, first commit,
// partitions, settings. Fault::damaged (log.identity_changed), misuse (topic.settings, which names them). Records are
// still read then, and none are written.
Result<Ok> check_topic(const TopicHome& home, const TopicAddress& address, std::chrono::milliseconds timeout);

}  // namespace sillok
