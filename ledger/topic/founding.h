#pragma once
// How a ledger directory comes to follow a topic: it founds the ledger there, or joins the one that others founded.
#include <chrono>
#include <filesystem>
#include <string>

#include "ledger/desk/ledger.h"
#include "ledger/topic/home.h"
#include "ledger/topic/signed_record.h"

namespace sillok {

struct TopicOrder {
  std::string brokers, topic, settings_file;  // as in TopicHome
  std::optional<int> replicas;                // of a topic that is made; none: as Kafka has brokers, three at most
  std::chrono::milliseconds timeout{30'000};
};

// Makes the topic if it is missing, and a ledger of which its first record is the genesis. Nothing is left behind on
// failure. Fault::misuse (topic.in_use) where a ledger stands in the topic already: it is joined with what others pin
// of it; Fault::damaged (log.identity_changed) where another founder was faster. How many copies of the topic the
// brokers keep: fewer than three outlive no broker without a doubt.
Result<int> found_on_topic(const std::filesystem::path& directory, InitOptions options, const TopicOrder& order);

// A new replica of the ledger with that genesis, at its first order: the rest is read by whoever opens it. It has a
// node key of its own, and no other (a sandbox's follow from its seed). Fault::damaged (log.identity_changed) where
// another ledger stands in the topic, not_found (topic.empty) where none does.
Result<Ok> join_topic(const std::filesystem::path& directory, const Hash& genesis, const TopicOrder& order);

// The first record of a ledger that was moved into a topic, or is on its way there.
struct ArrivedIn {
  std::int64_t offset = 0;
  Hash genesis{};
  std::optional<Arrival> head;  // nothing where it was founded there
  PublicKey node{};
};
// Nothing where no ledger stands in it.
Result<std::optional<ArrivedIn>> who_stands_in(const TopicAddress& address, std::chrono::milliseconds timeout);
// Sends it: whether it was the first is read with who_stands_in().
Result<Ok> announce_arrival(const TopicAddress& address, std::span<const BytesView> genesis, const Arrival& head,
                            const Hash& root_behind_genesis, const Signer& node, std::chrono::milliseconds timeout);

// Whether the topic is still what the directory was made for, and set as a ledger needs it: cluster, first commit,
// partitions, settings. Fault::damaged (log.identity_changed), misuse (topic.settings, which names them). Records are
// still read then, and none are written.
Result<Ok> check_topic(const TopicHome& home, const TopicAddress& address, std::chrono::milliseconds timeout);

}  // namespace sillok
