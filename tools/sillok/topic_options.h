#pragma once
// The options of commands that put a ledger into a topic: where it is, and how it is reached and made.
#include <optional>

#include "ledger/topic/founding.h"
#include "tools/sillok/context.h"

namespace sillok::cli {

struct TopicOptions {
  std::string brokers, topic, settings_file;
  std::optional<std::uint64_t> replicas;

  // What the brokers and the topic are for is the command's to say.
  void add_to(CLI::App& command, const char* brokers_are, const char* topic_is);
  // The file of settings by its absolute path: it is kept.
  TopicOrder order() const;
};

}  // namespace sillok::cli
