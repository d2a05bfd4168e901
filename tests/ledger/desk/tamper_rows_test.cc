// The tamper matrix of faults.md (F) for rows that stand beside the entries: the log's index, the tiles of the tree,
// and the vault of wrapped keys. Each cell is found; of the index and the tiles at the position that the row speaks of.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "ledger/crypto/merkle.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/privacy/data_key_check.h"
#include "tests/ledger/desk/officers.h"
#include "tests/ledger/desk/tampered_store.h"
#include "tests/ledger/log/log_families.h"

namespace sillok::testing {
namespace {

using Rows = std::map<Bytes, Bytes>;

// All ways to change one row, each with a name; a row that is gone has no value.
struct Tampering {
  std::string name;
  std::map<Bytes, std::optional<Bytes>> changed;
};
std::vector<Tampering> tamperings(const Rows& rows, const Bytes& key) {
  const Bytes& value = rows.at(key);
  std::vector<Tampering> all{{"gone", {{key, std::nullopt}}}, {"extended", {{key, value + '\0'}}}};
  if (value.empty()) return all;
  for (const std::size_t byte : {std::size_t{0}, value.size() / 2, value.size() - 1}) {
    Bytes flipped = value;
    flipped[byte] = static_cast<char>(flipped[byte] ^ 1);
    all.push_back({fmt::format("byte {} flipped", byte), {{key, flipped}}});
  }
  all.push_back({"zeroed", {{key, Bytes(value.size(), '\0')}}});
  all.push_back({"truncated", {{key, value.substr(0, value.size() - 1)}}});
  all.push_back({"emptied", {{key, Bytes{}}}});
  // The next row of the same kind, and the last one.
  auto next = std::next(rows.find(key));
  if (next != rows.end() && next->first[0] == key[0] && next->second != value)
    all.push_back({"swapped", {{key, next->second}, {next->first, value}}});
  for (const auto& [other, there] : rows) {
    if (other != key && other[0] == key[0] && there.size() == value.size() && there != value) {
      all.push_back({"transplanted", {{key, there}}});
      break;
    }
  }
  return all;
}

// A copy of a database of rows that can be changed and read.
class RowStore {
 public:
  RowStore(const std::filesystem::path& from, std::vector<FamilySpec> families, std::size_t family)
      : families_(std::move(families)), family_(family) {
    copy_tree(from, path());
    store_ = KvStore::open(path(), families_, Access::kWrite).value();
    EXPECT_TRUE(store_->scan(family_, "", [&](BytesView key, BytesView value) {
      rows_[Bytes{key}] = Bytes{value};
      return true;
    }));
  }
  std::filesystem::path path() const { return place_.path() / "store"; }
  const Rows& rows() const { return rows_; }
  void put(const std::map<Bytes, std::optional<Bytes>>& changed) {
    for (const auto& [key, value] : changed) {
      if (value) store_->put(family_, key, *value);
      else store_->erase(family_, key);
    }
    EXPECT_TRUE(store_->commit(Durable::kNotYet));
  }
  void restore(const std::map<Bytes, std::optional<Bytes>>& changed) {
    std::map<Bytes, std::optional<Bytes>> before;
    for (const auto& [key, value] : changed) {
      const auto row = rows_.find(key);
      before[key] = row == rows_.end() ? std::nullopt : std::optional{row->second};
    }
    put(before);
  }

 private:
  FastDirectory place_;
  std::vector<FamilySpec> families_;
  std::size_t family_;
  std::unique_ptr<KvStore> store_;
  Rows rows_;
};

constexpr std::size_t kTiles = 1, kIndex = 2;

using TamperRows = OfficersTest;

TEST_F(TamperRows, OfTheLogsIndex) {
  auto room = sandbox();
  std::vector<std::string> acts;
  for (int i = 0; i < 300; ++i) acts.push_back(hire_act(fmt::format("P{}", i)));
  ASSERT_EQ(told(room->take_in({order_line("A", acts)})[0]), "recorded 2-301");
  ASSERT_EQ(told(room->take_in({order_line("B", {promote_act("P1", "2024-05-01", 8)}, R"("command_id":"c-1",)")})[0]),
            "recorded 302-302");
  ASSERT_EQ(told(room->take_in({order_line("C", {promote_act("P2", "2024-05-01", 8)}, R"("command_id":"c-2",)")})[0]),
            "recorded 303-303");
  const LogHead anchored = room->log().head();
  room.reset();
  RowStore store{directory() / "log", kLogFamilies, kIndex};
  const auto verdict = [&] {
    const auto log = RocksLog::open(store.path(), Access::kRead);
    return log ? verdict_beside(**log, anchored) : log.error().code;
  };
  ASSERT_EQ(verdict(), "holds");
  // The position that a row speaks of.
  const auto position_of = [&](const Bytes& key) -> Position {
    if (key[0] == 'T') return get_u64(BytesView{key}.substr(1));
    const Bytes& value = store.rows().at(key);
    return key[0] == 'P' ? log_index::read_person_place(value).second : log_index::read_order_place(value).first;
  };
  std::size_t cells = 0;
  std::map<char, int> tried;
  for (const auto& [key, value] : store.rows()) {
    if (++tried[key[0]] > 3) continue;  // three of each kind
    for (const Tampering& each : tamperings(store.rows(), key)) {
      store.put(each.changed);
      const std::string found = verdict();
      const bool names_it = std::ranges::any_of(each.changed, [&](const auto& row) {
        return found.starts_with(fmt::format("{}: the log's index", position_of(row.first))) ||
               found == fmt::format("{}: the order's number was used before by its authority", position_of(row.first));
      });
      EXPECT_TRUE(names_it) << key[0] << ", " << each.name << ": " << found;
      store.restore(each.changed);
      ++cells;
    }
  }
  EXPECT_THAT(tried, ::testing::UnorderedElementsAre(::testing::Key('N'), ::testing::Key('C'), ::testing::Key('P'),
                                                     ::testing::Key('T')));
  for (const Bytes& key : {log_index::order_key("1760000", "never"), log_index::person_key("P999"),
                           log_index::authority_key(5), Bytes{"?"}}) {
    store.put({{key, log_index::order_place(1, 1)}});
    EXPECT_THAT(verdict(), ::testing::HasSubstr("the log's index")) << key;
    store.restore({{key, std::nullopt}});
    ++cells;
  }
  EXPECT_EQ(verdict(), "holds");
  EXPECT_GE(cells, 70u);
}

// Between two verifications (ARCHITECTURE.md) a reader and the desk take the log's index at its word. With the row of a
// revocation gone, a revoked key signs on: `verify` names the row and then the order, but nothing refuses the order.
TEST_F(TamperRows, ARevocationThatTheIndexForgets) {
  auto room = founded();
  ASSERT_EQ(by_roots(*room, "R-1", revoke_act(Act::kKeyRevoked, 1)), "recorded 6-6");
  ASSERT_THAT(submit(*room, order_line("H-1", {hire_act("P1")}, kOfficers)), ::testing::StartsWith("refused "));
  room.reset();
  {
    const auto store = KvStore::open(directory() / "log", kLogFamilies, Access::kWrite).value();
    store->erase(kIndex, log_index::authority_key(6));
    ASSERT_TRUE(store->commit(Durable::kNow));
  }
  room = Room::enter(directory());
  const LogHead anchored = room->log().head();
  EXPECT_EQ(verdict_beside(room->log(), anchored), "6: the log's index does not name this change of keys or grants");
  EXPECT_EQ(submit(*room, order_line("H-1", {hire_act("P1")}, kOfficers)), "recorded 7-7");
  EXPECT_THAT(verdict_beside(room->log(), anchored), ::testing::StartsWith("7: the drafter had no key in force"));
}

// Likewise a number whose row is gone is taken a second time, and a person whose row is gone begins anew.
// `verify` names both rows before, and the orders afterwards; but those orders stand in the log for ever.
TEST_F(TamperRows, NumbersAndPersonsThatTheIndexForgets) {
  for (const bool person : {false, true}) {
    std::filesystem::remove_all(directory());
    auto room = founded();
    ASSERT_EQ(submit(*room, order_line("H-1", {hire_act("P1")}, kOfficers)), "recorded 6-6");
    room.reset();
    {
      const auto store = KvStore::open(directory() / "log", kLogFamilies, Access::kWrite).value();
      store->erase(kIndex, person ? log_index::person_key("P1") : log_index::order_key("1760000", "H-1"));
      ASSERT_TRUE(store->commit(Durable::kNow));
    }
    room = Room::enter(directory());
    const LogHead anchored = room->log().head();
    EXPECT_THAT(verdict_beside(room->log(), anchored), ::testing::StartsWith("6: the log's index does not know"));
    const std::string told = submit(*room, person ? order_line("H-2", {promote_act("P1", "2024-06-01", 8)}, kOfficers)
                                                  : order_line("H-1", {hire_act("P2")}, kOfficers));
    EXPECT_EQ(told, "recorded 7-7") << "refused now: take the finding away";
    EXPECT_THAT(verdict_beside(room->log(), anchored),
                ::testing::StartsWith(person ? "7: the person's chain is broken" : "6: the log's index does not know"));
  }
}

// A row that is too short is damage for the desk as well; it neither reads on behind it nor ends with an exception.
TEST_F(TamperRows, ShortRowsOfTheIndexAreDamage) {
  auto room = founded();
  ASSERT_EQ(submit(*room, order_line("H-1", {hire_act("P1")}, R"("command_id":"c-1",)" + std::string{kOfficers})),
            "recorded 6-6");
  const std::string promotion = signed_text(*room, order_line("H-2", {promote_act("P1", "2024-06-01", 8)}, kOfficers));
  const std::string again = signed_text(*room, order_line("H-1", {hire_act("P1")}, kOfficers));
  room.reset();
  for (const auto& [key, line] :
       {std::pair{log_index::person_key("P1"), promotion}, {log_index::order_key("1760000", "H-1"), again}}) {
    for (const std::size_t size : {0, 1, 7, 11, 13}) {
      SCOPED_TRACE(fmt::format("{} of {} bytes", key[0], size));
      Bytes before;
      const auto put = [&](const Bytes& value) {
        const auto store = KvStore::open(directory() / "log", kLogFamilies, Access::kWrite).value();
        before = store->get(kIndex, key).value().value();
        store->put(kIndex, key, value);
        ASSERT_TRUE(store->commit(Durable::kNow));
      };
      put(Bytes(size, '\1'));
      const Bytes good = before;
      room = Room::enter(directory());
      ASSERT_TRUE(room);
      const auto receipt = take_in_one(read_line(line), room->ledger(), room->records(), {});
      EXPECT_EQ(receipt ? told(LineOutcome{1, *receipt}) : receipt.error().code, "log.index");
      room.reset();
      put(good);
    }
  }
}

TEST_F(TamperRows, OfTheTree) {
  auto room = sandbox();
  std::vector<std::string> acts;
  for (int i = 0; i < 600; ++i) acts.push_back(hire_act(fmt::format("P{}", i)));
  ASSERT_EQ(told(room->take_in({order_line("A", acts)})[0]), "recorded 2-601");
  const LogHead anchored = room->log().head();
  room.reset();
  RowStore store{directory() / "log", kLogFamilies, kTiles};
  ASSERT_EQ(store.rows().size(), 5u) << "two tiles of leaves with their middle rows, one of level 1";
  const auto verdict = [&] {
    const auto log = RocksLog::open(store.path(), Access::kRead);
    return log ? verdict_beside(**log, anchored) : log.error().code;
  };
  ASSERT_EQ(verdict(), "holds");
  std::size_t cells = 0;
  for (const auto& [key, value] : store.rows()) {
    for (const Tampering& each : tamperings(store.rows(), key)) {
      store.put(each.changed);
      // A tile of an upper level is read when the log is opened, and may be refused there already.
      EXPECT_THAT(verdict(), ::testing::AnyOf(::testing::HasSubstr("of the tree is not what the events give"),
                                              "log.missing_tile", "tree.tile", ::testing::HasSubstr("log.root_differs"),
                                              ::testing::HasSubstr("root over all events")))
          << to_hex(key) << ", " << each.name;
      store.restore(each.changed);
      ++cells;
    }
  }
  EXPECT_EQ(verdict(), "holds");
  EXPECT_GE(cells, 20u);
}

TEST_F(TamperRows, OfTheVault) {
  auto room = founded();
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(submit(*room, order_line(fmt::format("H-{}", i), {hire_act(fmt::format("P{}", i))}, kOfficers)),
              fmt::format("recorded {0}-{0}", 6 + i));
  const Genesis genesis = room->ledger().genesis();
  std::vector<Bytes> entries;
  ASSERT_TRUE(room->log().scan(0, 9, [&](Position, BytesView entry) {
    entries.emplace_back(entry);
    return true;
  }));
  room.reset();
  RowStore store{directory() / "vault", {{"keys", Layout::kRandom}}, 0};
  ASSERT_GE(store.rows().size(), 3u);
  // As `verify --full` looks: every stored key, and every key that something is sealed with.
  FastDirectory copy;
  copy_tree(directory() / "keys", copy.path() / "keys");
  std::filesystem::create_directory_symlink(store.path(), copy.path() / "vault");
  const auto verdict = [&]() -> std::string {
    const auto vault = open_vault(copy.path(), genesis, Access::kRead);
    if (!vault) return vault.error().code;
    if (const auto held = (*vault)->check(); !held) return held.error().code;
    DataKeyCheck keys{**vault};
    for (const Bytes& entry : entries) keys.look_at(EventView::trust(entry));
    return keys.error() ? keys.error()->code : "holds";
  };
  ASSERT_EQ(verdict(), "holds");
  std::size_t cells = 0;
  for (const auto& [key, value] : store.rows()) {
    for (const Tampering& each : tamperings(store.rows(), key)) {
      store.put(each.changed);
      EXPECT_THAT(verdict(), ::testing::StartsWith("vault.")) << to_hex(key) << ", " << each.name;
      store.restore(each.changed);
      ++cells;
    }
  }
  EXPECT_EQ(verdict(), "holds");
  EXPECT_GE(cells, 25u);
}

}  // namespace
}  // namespace sillok::testing
