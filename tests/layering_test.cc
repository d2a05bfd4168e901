// The arrow rule: schemas <- ledger <- projections <- connectors <- tools, the order inside ledger,
// and the few folders that may include a heavy library. Reads every #include of the tree, so the
// rule can't fade; a tree made up here is seen to fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/paths.h"

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kFolders = {"schemas", "ledger", "projections", "connectors", "tools"};

// What each part of ledger may include besides itself. Authority sees crypto because a grant holds
// for a key and a key is known by its hash. desk sees them all, and topic brings
// its batches into a topic.
const std::map<std::string, std::set<std::string>> kLedgerArrows = {
    {"base", {}},
    {"event", {"base"}},
    {"crypto", {"base", "event"}},
    {"log", {"base", "event", "crypto"}},
    {"record", {"base", "event"}},
    {"rules", {"base", "event", "record"}},
    {"reorganization", {"base", "event", "crypto", "record", "rules"}},
    {"privacy", {"base", "event", "crypto"}},
    {"authority", {"base", "event", "crypto"}},
    {"witness", {"base", "event", "crypto"}},
    {"desk", {"base", "event", "crypto", "log", "record", "rules", "privacy", "authority", "witness"}},
    {"topic", {"base", "event", "crypto", "log", "privacy", "authority", "desk"}},
};

struct Fence {
  std::string_view library;  // how the name of its headers begins
  std::set<std::string> folders;
};
const std::vector<Fence> kFences = {
    {"rocksdb/", {"ledger/log", "projections/base"}},
    {"librdkafka/", {"ledger/log", "connectors/subscriptions"}},
    {"sodium", {"ledger/crypto"}},
    {"boost/asio", {"connectors/http"}},
    {"boost/beast", {"connectors/http"}},
    {"prometheus/", {"connectors/service"}},
};

// The n-th folder of a path: part("ledger/log/x.h", 1) is "log"; empty where there is none.
std::string part(const fs::path& path, std::ptrdiff_t index) {
  if (std::distance(path.begin(), path.end()) <= index + 1) return {};
  return std::next(path.begin(), index)->string();
}

// What stands between the quotes or brackets of an #include line; empty for any other line.
std::string included(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos || line[first] != '#') return {};
  const auto word = line.find_first_not_of(" \t", first + 1);
  if (word == std::string_view::npos || !line.substr(word).starts_with("include")) return {};
  const auto open = line.find_first_of("\"<", word);
  if (open == std::string_view::npos) return {};
  const auto close = line.find_first_of("\">", open + 1);
  return std::string{line.substr(open + 1, close - open - 1)};
}

std::ptrdiff_t rank(const std::string& folder) {
  return std::find(kFolders.begin(), kFolders.end(), folder) - kFolders.begin();
}

// Why `file` may not include `header`; empty if it may.
std::string objection(const fs::path& file, const fs::path& header) {
  const std::string from = part(file, 0);
  const std::string to = part(header, 0);
  if (to == "tests") return "nobody sees tests";
  for (const Fence& fence : kFences) {
    const std::string folder = from + "/" + part(file, 1);
    if (header.string().starts_with(fence.library) && !fence.folders.contains(folder)) {
      return "only " + *fence.folders.begin() + " and its like include this library";
    }
  }
  if (rank(to) == static_cast<std::ptrdiff_t>(kFolders.size())) return {};  // a library's or the system's
  if (rank(to) > rank(from)) return to + " stands to the right of " + from;
  if (from != "ledger" || to != "ledger" || part(file, 1) == part(header, 1)) return {};
  const auto arrows = kLedgerArrows.find(part(file, 1));
  if (arrows == kLedgerArrows.end()) return "ledger/" + part(file, 1) + " has no place in the arrow rule";
  if (!arrows->second.contains(part(header, 1))) return part(file, 1) + " does not see " + part(header, 1);
  return {};
}

struct Findings {
  std::size_t files = 0;
  std::vector<std::string> broken;
};

Findings read_tree(const fs::path& root) {
  Findings found;
  for (const std::string& folder : kFolders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator{root / folder}) {
      const auto kind = entry.path().extension();
      if (!entry.is_regular_file() || (kind != ".h" && kind != ".cc")) continue;
      ++found.files;
      const fs::path file = fs::relative(entry.path(), root);
      std::ifstream text{entry.path()};
      std::string line;
      for (int number = 1; std::getline(text, line); ++number) {
        const std::string header = included(line);
        if (header.empty()) continue;
        const std::string why = objection(file, header);
        if (why.empty()) continue;
        found.broken.push_back(file.string() + ":" + std::to_string(number) + " includes " + header + ": " + why);
      }
    }
  }
  return found;
}

// A tree of one file with one #include, in a folder of its own.
Findings read_made_up(const std::string& file, const std::string& include) {
  const fs::path root =
      fs::path{testing::TempDir()} / ("sillok-layering-" + std::to_string(std::hash<std::string>{}(file + include)));
  fs::create_directories((root / file).parent_path());
  std::ofstream{root / file} << "// made up\n#include " << include << "\n";
  Findings found = read_tree(root);
  fs::remove_all(root);
  return found;
}

TEST(Layering, HoldsInTheTree) {
  const Findings found = read_tree(sillok::paths::source_dir());
  EXPECT_GT(found.files, 20U) << "the tree was not found";
  for (const std::string& line : found.broken) ADD_FAILURE() << line;
}

TEST(Layering, RefusesEveryArrowThatPointsBack) {
  struct Case {
    const char* name;
    const char* file;
    const char* include;
    bool allowed;
  };
  const Case cases[] = {
      {"ledger to projections", "ledger/desk/desk.cc", "\"projections/roster/roster.h\"", false},
      {"projections to ledger", "projections/roster/roster.cc", "\"ledger/event/kinds.h\"", true},
      {"projections to connectors", "projections/feed/feed.cc", "\"connectors/http/server.h\"", false},
      {"connectors to tools", "connectors/http/server.cc", "\"tools/sillok/main.h\"", false},
      {"tools to projections", "tools/sillok/show.cc", "\"projections/base/projector.h\"", true},
      {"anything to tests", "tools/demo/demo.cc", "\"tests/support/builders.h\"", false},
      {"base to event", "ledger/base/date.cc", "\"ledger/event/kinds.h\"", false},
      {"event to crypto", "ledger/event/codec.cc", "\"ledger/crypto/hash.h\"", false},
      {"crypto to base", "ledger/crypto/hash.cc", "\"ledger/base/bytes.h\"", true},
      {"crypto to log", "ledger/crypto/keys.cc", "\"ledger/log/event_log.h\"", false},
      {"crypto to authority", "ledger/crypto/keys.cc", "\"ledger/authority/grants.h\"", false},
      {"record to log", "ledger/record/person.cc", "\"ledger/log/event_log.h\"", false},
      {"rules to record", "ledger/rules/promotion.cc", "\"ledger/record/person.h\"", true},
      {"record to rules", "ledger/record/person.cc", "\"ledger/rules/promotion.h\"", false},
      {"log to desk", "ledger/log/rocks_log.cc", "\"ledger/desk/desk.h\"", false},
      {"desk to log", "ledger/desk/desk.cc", "\"ledger/log/rocks_log.h\"", true},
      {"a folder of no place", "ledger/misc/x.cc", "\"ledger/base/bytes.h\"", false},
      {"rocksdb in the log", "ledger/log/rocks_log.cc", "<rocksdb/db.h>", true},
      {"rocksdb in the desk", "ledger/desk/desk.cc", "<rocksdb/db.h>", false},
      {"rocksdb in a view", "projections/roster/roster.cc", "<rocksdb/db.h>", false},
      {"kafka in a view", "projections/feed/feed.cc", "<librdkafka/rdkafkacpp.h>", false},
      {"sodium in privacy", "ledger/privacy/vault.cc", "<sodium.h>", false},
      {"sodium in crypto", "ledger/crypto/keys.cc", "<sodium.h>", true},
      {"asio in the service", "connectors/service/service.cc", "<boost/asio/post.hpp>", false},
      {"asio behind the gate", "connectors/http/server.cc", "<boost/asio/post.hpp>", true},
      {"prometheus in a view", "projections/roster/roster.cc", "<prometheus/registry.h>", false},
      {"prometheus in the service", "connectors/service/metrics.cc", "<prometheus/registry.h>", true},
      {"spaces in the line", "ledger/log/rocks_log.cc", "   \"tools/sillok/main.h\"", false},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const Findings found = read_made_up(c.file, c.include);
    EXPECT_EQ(found.files, 1U);
    EXPECT_EQ(found.broken.empty(), c.allowed);
    if (!found.broken.empty()) {
      EXPECT_NE(found.broken[0].find(std::string{c.file} + ":2"), std::string::npos);
    }
  }
}

}  // namespace
