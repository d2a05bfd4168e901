#include "ledger/topic/home.h"

#include <fmt/format.h>

#include <sstream>

#include "ledger/base/durable_file.h"
#include "ledger/base/named_lines.h"
#include "ledger/crypto/keys.h"
#include "ledger/crypto/note.h"
#include "ledger/desk/ledger_files.h"

namespace sillok {
namespace {

constexpr std::string_view kVersionLine = "sillok-home/v1";
constexpr std::size_t kSettingsBytesMax = 64u << 10;

tl::unexpected<Error> bad_home() {
  return fail(Fault::damaged, "topic.home", "TOPIC",
              "the file that names this replica's topic can't be read; make a new replica of the topic");
}

tl::unexpected<Error> storage_failed() {
  return fail(Fault::unavailable, "storage.failed", "TOPIC",
              "the file could not be changed; check the disk and run the same command again");
}

}  // namespace

Result<TopicHome> read_topic_home(const std::filesystem::path& directory) {
  NamedLines lines{content_of(topic_home_path(directory)), kVersionLine};
  TopicHome home;
  home.brokers = lines.take("brokers");
  home.topic = lines.take("topic");
  home.settings_file = lines.take("settings");
  if (home.settings_file == "-") home.settings_file.clear();
  home.cluster_id = lines.take("cluster");
  const auto offset = parse_note_number(lines.take("offset"));
  const auto founded_at = parse_instant(lines.take("founded"));
  if (!lines.are_all() || !offset || !founded_at) return bad_home();
  home.founding_offset = static_cast<std::int64_t>(*offset);
  home.founded_at = *founded_at;
  return home;
}

Result<Ok> write_topic_home(const std::filesystem::path& directory, const TopicHome& home) {
  const std::string text =
      fmt::format("{}\nbrokers {}\ntopic {}\nsettings {}\ncluster {}\noffset {}\nfounded {}\n", kVersionLine,
                  home.brokers, home.topic, home.settings_file.empty() ? "-" : home.settings_file, home.cluster_id,
                  home.founding_offset, to_string(home.founded_at));
  if (replace_durably(topic_home_path(directory), text, 0644)) return storage_failed();
  return Ok{};
}

Result<Ok> remove_topic_home(const std::filesystem::path& directory) {
  if (remove_durably(topic_home_path(directory))) return storage_failed();
  return Ok{};
}

Result<TopicAddress> address_of(const TopicHome& home) {
  TopicAddress address{home.brokers, home.topic, {}};
  if (home.settings_file.empty()) return address;
  SILLOK_TRY(text, read_private_file(home.settings_file, kSettingsBytesMax));
  std::istringstream lines{text};
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string::npos || line[begin] == '#') continue;
    const std::size_t equals = line.find('=', begin);
    if (equals == std::string::npos || equals == begin) {
      // Not the line itself: it may be a secret.
      return fail(Fault::misuse, "topic.setting", fmt::format("{}:{}", home.settings_file, number),
                  "a line is a setting of librdkafka and its value: name=value");
    }
    const auto trimmed = [](std::string each) {
      each.erase(each.find_last_not_of(" \t\r") + 1);
      return each.substr(std::min(each.find_first_not_of(" \t"), each.size()));
    };
    address.settings[trimmed(line.substr(begin, equals - begin))] = trimmed(line.substr(equals + 1));
  }
  return address;
}

}  // namespace sillok
