// Damage and forgery, each with the position it must be found at.
#include "ledger/desk/log_verifier.h"

#include <gmock/gmock.h>

#include "ledger/crypto/merkle.h"
#include "tests/ledger/desk/forged_log.h"
#include "tests/ledger/desk/officers.h"
#include "tests/ledger/log/log_families.h"

namespace sillok::testing {
namespace {

using ::testing::StartsWith;

Bytes event_key(Position position) {
  Bytes key;
  put_u64(key, position);
  return key;
}
Bytes tile_key(std::uint32_t level, std::uint64_t index) {
  Bytes key;
  put_u32(key, level);
  put_u64(key, index);
  return key;
}

class LogVerifierTest : public OfficersTest {
 protected:
  enum Family : std::size_t { kEvents, kTiles };

  // Genesis, kim's and lee's keys and grants, U1; then at 6: an order of four acts (P1 hired, P2
  // hired, P1 promoted, P3 hired), at 10 one of P2, at 11 one of P1.
  std::unique_ptr<Room> story() {
    auto room = founded();
    EXPECT_EQ(
        submit(*room,
               order_line("A", {hire_act("P1"), hire_act("P2"), promote_act("P1", "2024-04-01", 8), hire_act("P3")},
                          kOfficers)),
        "recorded 6-9");
    EXPECT_EQ(submit(*room, order_line("B", {promote_act("P2", "2024-05-01", 8)}, kOfficers)), "recorded 10-10");
    EXPECT_EQ(submit(*room, order_line("C", {promote_act("P1", "2024-06-01", 7)}, kOfficers)), "recorded 11-11");
    return room;
  }
  // As the story goes, but changed by somebody who can write everything anew.
  std::string forged(RocksLog& log, const Forgery& forgery) {
    auto entries = take_apart(log);
    forgery(entries);
    return verdict(*put_together(std::move(entries), temp_.path() / "forged"));
  }
  // As it was written, but with the stored bytes changed in place, checksums and all.
  std::string tampered(const std::function<void(KvStore&)>& tamper) {
    const auto copy = temp_.path() / "tampered";
    copy_tree(directory() / "log", copy);
    {
      auto store = KvStore::open(copy, kLogFamilies, Access::kWrite);
      EXPECT_TRUE(store);
      tamper(**store);
      EXPECT_TRUE((*store)->commit(Durable::kNow));
    }
    const auto log = RocksLog::open(copy, Access::kRead);
    return log ? verdict(**log) : log.error().code;
  }
};

TEST_F(LogVerifierTest, AGoodLogHoldsAndIsCounted) {
  const auto room = story();
  LogVerifier verifier{room->log(), 7};
  const auto report = verifier.run(0);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report->first_bad) << report->first_bad->position << " " << report->first_bad->reason;
  EXPECT_EQ(report->size, 12u);
  EXPECT_EQ(report->events, 12u);
  EXPECT_EQ(report->orders, 9u);
  EXPECT_EQ(report->signatures_checked, 18u);
  EXPECT_EQ(report->root, room->log().head().root);
  EXPECT_EQ(verifier.root_at_known_size(), room->log().tree().root(7).value());
  EXPECT_EQ(forged(room->log(), [](auto&) {}), "holds") << "written anew without a change";
}

TEST_F(LogVerifierTest, TheTailAloneIsCheckedByWhatStandsBeforeIt) {
  const auto room = story();
  for (const Position begin : {Position{1}, Position{5}, Position{6}, Position{10}, Position{11}}) {
    LogVerifier verifier{room->log(), 0};
    const auto report = verifier.run(begin);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->first_bad) << begin << ": " << report->first_bad->reason;
    EXPECT_EQ(report->events, 12 - begin);
  }
  LogVerifier verifier{room->log(), 0};
  EXPECT_EQ(verifier.run(7)->first_bad->position, 7u) << "in the middle of an order";
}

TEST_F(LogVerifierTest, AFlippedByteInAnyStoredEntry) {
  auto room = story();
  room.reset();
  for (const Position position : {Position{0}, Position{1}, Position{3}, Position{6}, Position{8}, Position{10}}) {
    for (const double place : {0.02, 0.4, 0.7, 0.98}) {
      const std::string found = tampered([&](KvStore& store) {
        Bytes entry = store.get(kEvents, event_key(position)).value().value();
        const auto byte = static_cast<std::size_t>(place * static_cast<double>(entry.size() - 1));
        entry[byte] = static_cast<char>(entry[byte] ^ 0x04);
        store.put(kEvents, event_key(position), entry);
      });
      // Where the form still holds, the next entry tells. (Of the newest one the anchor does.)
      EXPECT_THAT(found, ::testing::AnyOf(StartsWith(fmt::format("{}: ", position)),
                                          StartsWith(fmt::format("{}: the chain is broken", position + 1))))
          << position << " " << place;
    }
  }
}

TEST_F(LogVerifierTest, SwappedAndMissingEntries) {
  auto room = story();
  room.reset();
  EXPECT_THAT(tampered([](KvStore& store) {
                const Bytes seven = store.get(kEvents, event_key(7)).value().value(),
                            eight = store.get(kEvents, event_key(8)).value().value();
                store.put(kEvents, event_key(7), eight);
                store.put(kEvents, event_key(8), seven);
              }),
              StartsWith("7: the entry names another position"));
  EXPECT_EQ(tampered([](KvStore& store) { store.erase(kEvents, event_key(8)); }), "log.gap")
      << "of the open tile: it can't even be opened";
}

TEST_F(LogVerifierTest, AMissingEventAndChangedTilesOfALongLog) {
  auto room = sandbox();
  std::vector<std::string> acts;
  for (int i = 0; i < 600; ++i) acts.push_back(hire_act(fmt::format("P{}", i)));
  ASSERT_EQ(told(room->take_in({order_line("A", acts)})[0]), "recorded 2-601");
  room.reset();
  EXPECT_EQ(tampered([](KvStore&) {}), "holds");
  EXPECT_THAT(tampered([](KvStore& store) { store.erase(kEvents, event_key(77)); }), StartsWith("77: "));
  const auto flip_tile = [](std::uint32_t level, std::uint64_t index, std::size_t byte) {
    return [=](KvStore& store) {
      Bytes tile = store.get(kTiles, tile_key(level, index)).value().value();
      tile[byte] = static_cast<char>(tile[byte] ^ 1);
      store.put(kTiles, tile_key(level, index), tile);
    };
  };
  // Found where the tile is full, and for the upper ones at the end.
  EXPECT_THAT(tampered(flip_tile(0, 0, 5)), StartsWith("255: tile 0/0"));
  EXPECT_THAT(tampered(flip_tile(0, 1, 8'191)), StartsWith("511: tile 0/1"));
  EXPECT_THAT(tampered(flip_tile(1, 0, 40)), ::testing::HasSubstr("tile 1/0"));
  EXPECT_THAT(tampered(flip_tile(kMiddleRow, 1, 511)), StartsWith("511: middle row of tile 0/1"));
  EXPECT_THAT(tampered([](KvStore& store) { store.erase(kTiles, tile_key(0, 1)); }), StartsWith("511: tile 0/1"));
}

TEST_F(LogVerifierTest, WrongRevisionsAndPersonsChains) {
  const auto room = story();
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[8].envelope.revision = 3; }),
              StartsWith("8: the person's chain"));
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[11].envelope.person_previous = 6; }),
              StartsWith("11: the person's chain"));
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[9].envelope.person_previous = 6; }),
              StartsWith("9: the person's chain"));
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[5].envelope.revision = 1; }),
              StartsWith("5: an act of no person"));
}

TEST_F(LogVerifierTest, SignedForAnotherRevision) {
  const auto room = story();
  const auto expecting = [&](const char* revision) {
    std::string act = promote_act("P2", "2024-07-01", 7);
    act.insert(1, fmt::format(R"("expected_revision":{},)", revision));
    return verdict_behind(
        *room,
        signed_line(room->ledger(), read_line(order_line("D", {act}, kOfficers)), signer_of('k'), signer_of('l')),
        temp_.path() / "forged");
  };
  EXPECT_EQ(expecting("2"), "holds");
  EXPECT_THAT(expecting("1"), StartsWith("12: the officers signed it for another revision"));
  EXPECT_THAT(expecting("3"), StartsWith("12: the officers signed it for another revision"));
}

TEST_F(LogVerifierTest, TimeThatGoesBack) {
  const auto room = story();
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[10].envelope.recorded_at = Instant{0}; }),
              StartsWith("10: recorded_at goes back"));
}

TEST_F(LogVerifierTest, ForgedSignatures) {
  const auto room = story();
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[6].opening->drafter_signature[9] ^= 1; }),
              StartsWith("6: a signature"));
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[10].opening->approver_signature[63] ^= 1; }),
              StartsWith("10: a signature"));
  EXPECT_THAT(forged(room->log(),
                     [](auto& entries) {
                       std::swap(entries[10].opening->drafter_signature, entries[10].opening->approver_signature);
                     }),
              StartsWith("10: a signature"));
  EXPECT_THAT(forged(room->log(),
                     [](auto& entries) {
                       std::swap(entries[10].opening->drafter_signature, entries[11].opening->drafter_signature);
                     }),
              StartsWith("10: a signature"))
      << "the lowest is named";
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[0].opening->approver_signature[0] ^= 1; }),
              StartsWith("0: "))
      << "the genesis is signed too";
}

TEST_F(LogVerifierTest, OrdersCutShortLengthenedOrMixed) {
  const auto room = story();
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries.resize(8); }),
              StartsWith("6: the order ends before its last act"));
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries.erase(entries.begin() + 9); }), StartsWith("9: "));
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[10].opening.reset(); }),
              StartsWith("10: entry: only the first event opens an order"));
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[7].envelope.index = 2; }),
              StartsWith("7: the event is not the next one"));
  EXPECT_THAT(forged(room->log(),
                     [](auto& entries) {
                       entries.push_back(entries[10]);
                       entries.back().envelope = entries[11].envelope;
                       entries.back().envelope.revision = 3, entries.back().envelope.person_previous = 10;
                     }),
              StartsWith("12: the order's number was used before"));
  // Another body in the place of one that was signed: the act root tells, at the order's last act.
  EXPECT_THAT(forged(room->log(),
                     [](auto& entries) {
                       entries[9].body = entries[7].body, entries[9].envelope.revision = 2,
                       entries[9].envelope.person_previous = 7;
                     }),
              StartsWith("9: the order's act root"));
  // With an act root to match, the signatures.
  EXPECT_THAT(forged(room->log(),
                     [](auto& entries) {
                       entries[10].body = entries[11].body;
                       entries[10].envelope.revision = 3, entries[10].envelope.person_previous = 8;
                       entries[11].envelope.revision = 4, entries[11].envelope.person_previous = 10;
                       const std::vector<Hash> leaves{act_leaf(entries[10].body)};
                       entries[10].opening->act_root = merkle_root(leaves);
                     }),
              StartsWith("10: a signature"));
}

TEST_F(LogVerifierTest, KeysAndGrantsThatWereNotInForce) {
  const auto room = story();
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[6].opening->drafter_key = 2; }),
              StartsWith("6: the drafter's key or grant"));
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries[6].opening->approver_grant = 3; }),
              StartsWith("6: the approver's key or grant"));
  // Kim's grant taken out of the log: what she drafted then stands on nothing.
  EXPECT_THAT(forged(room->log(), [](auto& entries) { entries.erase(entries.begin() + 3); }),
              StartsWith("4: the drafter's key or grant"));
  // Kim's key registered later than what she signed with it.
  EXPECT_THAT(forged(room->log(),
                     [](auto& entries) { std::rotate(entries.begin() + 1, entries.begin() + 2, entries.begin() + 6); }),
              StartsWith("4: the drafter had no key in force"));
}

// A whole order of roots on a person, good signatures and all: the desk refuses it, and so must
// whoever reads a log that another program wrote.
TEST_F(LogVerifierTest, RootsThatSignAnOrdinaryOrder) {
  const auto room = story();
  const auto by = [&](const char* drafter, const char* approver, const Signer& first, const Signer& second) {
    const OrderLine plain = read_line(
        order_line("R", {hire_act("P9")}, fmt::format(R"("drafted_by":"{}","approved_by":"{}",)", drafter, approver)));
    const OrderLine line = signed_line(room->ledger(), plain, first, second);
    ForgedEntry entry;
    entry.body = line.sealed_bodies[0];
    entry.header = build_header(line.order.header).value();
    entry.envelope.recorded_at = room->ledger().newest_recorded_at();
    entry.envelope.revision = 1;
    entry.opening.emplace();
    entry.opening->act_count = 1;
    const std::vector<Hash> leaves{act_leaf(entry.body)};
    entry.opening->act_root = merkle_root(leaves);
    std::copy_n(line.drafter_signature->begin(), 64, entry.opening->drafter_signature.begin());
    std::copy_n(line.approver_signature->begin(), 64, entry.opening->approver_signature.begin());
    if (std::string_view{drafter} == "kim") entry.opening->drafter_key = 1, entry.opening->drafter_grant = 3;
    if (std::string_view{approver} == "lee") entry.opening->approver_key = 2, entry.opening->approver_grant = 4;
    return forged(room->log(), [&](auto& entries) { entries.push_back(entry); });
  };
  EXPECT_EQ(by("kim", "lee", signer_of('k'), signer_of('l')), "holds") << "the same order of officers";
  EXPECT_THAT(by("root.a", "root.b", signer_of('a'), signer_of('b')),
              StartsWith("12: keys and grants are changed by roots"));
  EXPECT_THAT(by("kim", "root.b", signer_of('k'), signer_of('b')), StartsWith("12: a root signs with roots only"));
}

// The index answers for used numbers and for the newest event of a person: a row that is gone or says
// something else would let a number be used twice.
TEST_F(LogVerifierTest, AnIndexThatIsNotWhatTheEventsGive) {
  const auto room = story();
  std::vector<RocksLog::IndexPut> rows;
  ASSERT_TRUE(room->log().index_scan("", [&](BytesView key, BytesView value) -> Result<Ok> {
    rows.push_back({Bytes{key}, Bytes{value}});
    return Ok{};
  }));
  ASSERT_GT(rows.size(), 5u);
  const auto with = [&](const std::function<void(std::vector<RocksLog::IndexPut>&)>& change) {
    auto changed = rows;
    change(changed);
    const auto log = put_together(take_apart(room->log()), temp_.path() / "forged", changed);
    return verdict(*log);
  };
  EXPECT_EQ(with([](auto&) {}), "holds");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_THAT(with([&](auto& each) { each.erase(each.begin() + static_cast<std::ptrdiff_t>(i)); }),
                ::testing::HasSubstr("the log's index does not"))
        << rows[i].key;
    if (rows[i].value.empty()) continue;
    EXPECT_THAT(with([&](auto& each) { each[i].value.back() = static_cast<char>(each[i].value.back() ^ 1); }),
                ::testing::HasSubstr("the log's index does not"))
        << rows[i].key;
  }
  EXPECT_THAT(with([&](auto& each) {
                each.push_back({log_index::order_key("1760000", "never"), log_index::order_place(1, 1)});
              }),
              ::testing::HasSubstr("rows that no event gives"));
}

}  // namespace
}  // namespace sillok::testing
