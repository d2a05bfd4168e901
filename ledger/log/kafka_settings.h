#pragma once
// Which of librdkafka's settings a caller may choose, and keeping the secret ones out of every text. Stateless but for
// Secrets, which doesn't change; safe from several threads.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/log/kafka_topic.h"

namespace sillok {

// Fault::misuse topic.setting names what may not be chosen; `where` is the topic.
Result<Ok> check_address(const TopicAddress& address);

// A place for errors: the topic and its brokers.
std::string place_of(const TopicAddress& address);

class Secrets {
 public:
  static bool is_secret(std::string_view setting);
  explicit Secrets(const std::map<std::string, std::string>& settings);
  // The text with *** for each secret value, also for the beginning of one at its end, where a text was cut off.
  std::string hidden_in(std::string text) const;

 private:
  std::vector<std::string> values_;  // the longest first: one may hold another
};

}  // namespace sillok
