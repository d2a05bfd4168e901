#include "tools/sillok/topic_options.h"

#include <algorithm>
#include <filesystem>

namespace sillok::cli {
namespace {

constexpr std::uint64_t kReplicasMax = 99;

}  // namespace

void TopicOptions::add_to(CLI::App& command, const char* brokers_are, const char* topic_is) {
  command.add_option("--kafka", brokers, brokers_are);
  command.add_option("--topic", topic, topic_is);
  command.add_option("--kafka-settings", settings_file,
                     "file (mode 0600) of librdkafka settings: security.protocol=…, sasl.*, ssl.*");
  add_number(command, "--replicas", replicas, "copies of a topic that is made (default: 3, or as many brokers)");
}

TopicOrder TopicOptions::order() const {
  TopicOrder out;
  out.brokers = brokers;
  out.topic = topic;
  if (!settings_file.empty()) out.settings_file = std::filesystem::absolute(settings_file).string();
  if (replicas) out.replicas = static_cast<int>(std::min(*replicas, kReplicasMax));
  return out;
}

}  // namespace sillok::cli
