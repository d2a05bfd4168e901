#pragma once
// Where the log of a replica has its home: the file TOPIC of a ledger directory (schemas/FORMAT.md, section 7), and the
// settings librdkafka reaches it by, which may hold secrets and stand in a file of their own.
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/log/kafka_topic.h"

namespace sillok {

struct TopicHome {
  std::string brokers, topic;
  std::string settings_file;  // absolute; empty: none
  // What it must be, pinned when the directory was made: a topic that was deleted and made again has another first
  // commit, whoever copies the old records into it.
  std::string cluster_id;
  std::int64_t founding_offset = 0;
  Instant founded_at;  // append time of that commit
};

// Fault::damaged (topic.home) where the file can't be read as one.
Result<TopicHome> read_topic_home(const std::filesystem::path& directory);
Result<Ok> write_topic_home(const std::filesystem::path& directory, const TopicHome& home);
// It is a replica no more.
Result<Ok> remove_topic_home(const std::filesystem::path& directory);
// With the settings of its file: lines `name=value`, blank ones and those that begin with # left out. Fault::misuse
// where others can read the file (key.file_mode), or a line is none (topic.setting).
Result<TopicAddress> address_of(const TopicHome& home);

}  // namespace sillok
