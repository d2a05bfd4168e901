#include "ledger/log/kafka_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace sillok {
namespace {

// All that says how brokers are reached, and nothing of what is read, written or promised. A list of what is refused
// would have to know each setting of each version to come (one loads a library, one brings brokers that are none).
constexpr std::array<std::string_view, 3> kFamilies{"ssl.", "sasl.", "compression."};
constexpr std::array<std::string_view, 14> kSingle{
    "security.protocol",
    "enable.ssl.certificate.verification",
    "client.id",
    "client.dns.lookup",
    "broker.address.family",
    "broker.address.ttl",
    "socket.keepalive.enable",
    "socket.nagle.disable",
    "socket.send.buffer.bytes",
    "socket.receive.buffer.bytes",
    "reconnect.backoff.ms",
    "reconnect.backoff.max.ms",
    "connections.max.idle.ms",
    "log.connection.close",
};
constexpr std::array<std::string_view, 5> kSecretWords{"password", "secret", "key", "token", "jaas"};
constexpr std::size_t kTailMin = 4;  // of a secret that was cut off; shorter ones are everywhere

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool may_be_chosen(std::string_view setting) {
  const auto begins = [&](std::string_view family) { return setting.starts_with(family); };
  return std::any_of(kFamilies.begin(), kFamilies.end(), begins) ||
         std::find(kSingle.begin(), kSingle.end(), setting) != kSingle.end();
}

tl::unexpected<Error> refused(const TopicAddress& address, std::string message) {
  return fail(Fault::misuse, "topic.setting", place_of(address), std::move(message));
}

}  // namespace

std::string place_of(const TopicAddress& address) {
  return Secrets{address.settings}.hidden_in(fmt::format("{} at {}", address.topic, address.brokers));
}

Result<Ok> check_address(const TopicAddress& address) {
  if (address.brokers.empty()) return refused(address, "no broker is named; give host:port of at least one");
  if (address.topic.empty()) return refused(address, "no topic is named");
  for (const auto& [name, value] : address.settings) {
    if (!may_be_chosen(name)) {
      return refused(address, fmt::format("{} is not to be chosen: it does not say how a broker is reached, or would "
                                          "break what is promised of the topic; remove it",
                                          name));
    }
    if (name.starts_with("sasl.mechanism") && lower(value) == "oauthbearer") {
      return refused(address, fmt::format("{} can't be OAUTHBEARER: nobody here renews its tokens; use another", name));
    }
  }
  return Ok{};
}

bool Secrets::is_secret(std::string_view setting) {
  const std::string name = lower(setting);
  return std::any_of(kSecretWords.begin(), kSecretWords.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

Secrets::Secrets(const std::map<std::string, std::string>& settings) {
  for (const auto& [name, value] : settings) {
    if (is_secret(name) && !value.empty()) values_.push_back(value);
  }
  std::sort(values_.begin(), values_.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Secrets::hidden_in(std::string text) const {
  constexpr std::string_view kHidden = "***";
  for (const std::string& value : values_) {
    for (std::size_t at = 0; (at = text.find(value, at)) != std::string::npos; at += kHidden.size()) {
      text.replace(at, value.size(), kHidden);
    }
    for (std::size_t size = std::min(value.size(), text.size()); size >= kTailMin; --size) {
      if (!text.ends_with(std::string_view{value}.substr(0, size))) continue;
      text.replace(text.size() - size, size, kHidden);
      break;
    }
  }
  return text;
}

}  // namespace sillok
