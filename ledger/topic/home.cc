#include "ledger/topic/home.h"

#include <fmt/format.h>

#include <sstream>

#include "ledger/base/durable_file.h"
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

// `NAME VALUE` in one line.
std::optional<std::string> value_of(std::istream& lines, std::string_view name) {
  std::string line;
  if (!std::getline(lines, line) || !line.starts_with(name) || line.size() < name.size() + 1 ||
      line[name.size()] != ' ')
    return std::nullopt;
  return line.substr(name.size() + 1);
}

}  // namespace

Result<TopicHome> read_topic_home(const std::filesystem::path& directory) {
  std::istringstream lines{content_of(topic_home_path(directory))};
  std::string version, rest;
  std::getline(lines, version);
  const auto brokers = value_of(lines, "brokers"), topic = value_of(lines, "topic"),
             settings = value_of(lines, "settings"), cluster = value_of(lines, "cluster"),
             offset = value_of(lines, "offset"), founded = value_of(lines, "founded");
  if (version != kVersionLine || !brokers || !topic || !settings || !cluster || !offset || !founded ||
      std::getline(lines, rest))
    return bad_home();
  const auto founding_offset = parse_note_number(*offset);
  const auto founded_at = parse_instant(*founded);
  if (!founding_offset || !founded_at) return bad_home();
  return TopicHome{*brokers,
                   *topic,
                   *settings == "-" ? std::string{} : *settings,
                   *cluster,
                   static_cast<std::int64_t>(*founding_offset),
                   *founded_at};
}

Result<Ok> write_topic_home(const std::filesystem::path& directory, const TopicHome& home) {
  const std::string text =
      fmt::format("{}\nbrokers {}\ntopic {}\nsettings {}\ncluster {}\noffset {}\nfounded {}\n", kVersionLine,
                  home.brokers, home.topic, home.settings_file.empty() ? "-" : home.settings_file, home.cluster_id,
                  home.founding_offset, to_string(home.founded_at));
  if (replace_durably(topic_home_path(directory), text, 0644))
    return fail(Fault::unavailable, "storage.failed", "TOPIC",
                "the file could not be written; check the disk and run the same command again");
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
