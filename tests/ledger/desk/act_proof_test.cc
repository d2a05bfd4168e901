// A proof holds, and nothing that differs from it in any byte does.
#include "ledger/desk/act_proof.h"

#include <gmock/gmock.h>

#include "ledger/crypto/hash.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/log_verifier.h"
#include "tests/ledger/desk/officers.h"

namespace sillok::testing {
namespace {

class ActProofTest : public OfficersTest {
 protected:
  void SetUp() override {
    OfficersTest::SetUp();
    room_ = founded();
    ASSERT_EQ(
        submit(*room_, order_line("A", {hire_act("P1"), hire_act("P2"), hire_act("P3"), hire_act("P4"), hire_act("P5")},
                                  kOfficers)),
        "recorded 6-10");
    ASSERT_EQ(submit(*room_, order_line("B", {promote_act("P1", "2024-05-01", 8)}, kOfficers)), "recorded 11-11");
    trust_.origin = "sillok/test";
    trust_.genesis = room_->ledger().genesis().hash;
    trust_.ledger_key = make_note_key("sillok/test", room_->ledger().genesis().ledger_key);
    trust_.key_at = [](std::string_view officer, Position) -> std::optional<PublicKey> {
      if (officer == "kim") return signer_of('k').public_key();
      if (officer == "lee") return signer_of('l').public_key();
      if (officer == "root.a") return signer_of('a').public_key();
      if (officer == "root.b") return signer_of('b').public_key();
      return std::nullopt;
    };
  }
  std::string checkpoint(std::uint64_t size) { return Checkpoints{room_->ledger()}.publish(size).value(); }
  std::string prove(Position position, std::uint64_t size = 12) {
    const auto proof = prove_act(room_->log(), position, size, checkpoint(size));
    EXPECT_TRUE(proof) << proof.error().message;
    return proof.value_or("");
  }
  std::string outcome(const std::string& proof, const std::optional<Bytes>& payload = {}) const {
    const auto checked = check_act_proof(proof, trust_, payload);
    return checked ? "holds" : checked.error().code;
  }
  // The same proof with its parts changed.
  static std::string rewritten(const std::string& proof, const std::function<void(ProofFile&, ActEvidence&)>& change) {
    ProofFile file = parse_proof(proof).value();
    ActEvidence evidence = decode_act_evidence(*file.extra).value();
    change(file, evidence);
    file.extra = encode(evidence);
    return write_proof(file);
  }

  std::unique_ptr<Room> room_;
  ProofTrust trust_;
};

TEST_F(ActProofTest, EveryPositionIsProvedAtEverySizeThatHoldsIt) {
  for (std::uint64_t size = 1; size <= 12; ++size) {
    for (Position position = 0; position < size; ++position) {
      // A checkpoint in the middle of an order proves the acts it holds.
      const auto checked = check_act_proof(prove(position, size), trust_, room_->log().read(position).value());
      ASSERT_TRUE(checked) << position << " of " << size << ": " << checked.error().code;
      EXPECT_EQ(checked->position, position);
      EXPECT_EQ(checked->size, size);
      EXPECT_EQ(checked->root, room_->log().tree().root(size).value());
      EXPECT_EQ(checked->person, position < 6 ? "" : position == 11 ? "P1" : fmt::format("P{}", position - 5));
    }
    const auto beyond = prove_act(room_->log(), size, size, checkpoint(size));
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().fault, Fault::not_found);
  }
}

// Every byte counts: each one flipped, of the first act of an order and of one in its middle.
TEST_F(ActProofTest, OneFlippedBitAnywhereIsRefused) {
  for (const Position position : {Position{6}, Position{8}, Position{11}}) {
    const std::string good = prove(position);
    ASSERT_EQ(outcome(good), "holds");
    std::string held;
    for (std::size_t byte = 0; byte < good.size(); ++byte) {
      std::string bad = good;
      bad[byte] = static_cast<char>(bad[byte] ^ (1 << (byte % 7)));
      if (check_act_proof(bad, trust_, {})) held += fmt::format(" {}", byte);
    }
    EXPECT_EQ(held, "") << "bytes of the proof of " << position << " whose change was not seen";
  }
}

// Where the subtrees begin and end that the index keeps the roots of.
TEST_F(ActProofTest, EveryActOfALargeOrderHasItsPath) {
  for (const std::size_t count : {64u, 65u, 127u, 128u, 129u, 1'025u, 16'384u, 16'385u, 32'900u}) {
    std::vector<std::string> hires;
    for (std::size_t i = 0; i < count; ++i) hires.push_back(hire_act(fmt::format("L{}-{}", count, i)));
    const Position first = room_->log().head().size;
    ASSERT_EQ(submit(*room_, order_line(fmt::format("LARGE-{}", count), hires, kOfficers)),
              fmt::format("recorded {}-{}", first, first + count - 1));
    const std::uint64_t size = room_->log().head().size;
    for (const std::size_t index :
         {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{127}, std::size_t{128},
          std::size_t{255}, std::size_t{256}, std::size_t{16'383}, std::size_t{16'384}, std::size_t{32'767},
          std::size_t{32'768}, std::size_t{32'832}, count - 2, count - 1}) {
      if (index >= count) continue;
      EXPECT_EQ(outcome(prove(first + index, size)), "holds") << count << " " << index;
    }
    EXPECT_EQ(room_->log().index(log_index::subtrees_key(first)).value().has_value(), count > 64);
  }
  EXPECT_FALSE(LogVerifier(room_->log(), 0).run(0).value().first_bad);
}

// The base64 of `extra` decoded, flipped and encoded again: no byte of either entry is free.
TEST_F(ActProofTest, OneFlippedBitAnywhereInTheEvidenceIsRefused) {
  for (const Position position : {Position{8}, Position{11}}) {
    const std::string good = prove(position);
    const ProofFile file = parse_proof(good).value();
    std::string held;
    for (std::size_t byte = 0; byte < file.extra->size(); ++byte) {
      ProofFile bad = file;
      (*bad.extra)[byte] = static_cast<char>((*bad.extra)[byte] ^ (1 << (byte % 8)));
      if (check_act_proof(write_proof(bad), trust_, {})) held += fmt::format(" {}", byte);
    }
    EXPECT_EQ(held, "") << "bytes of the evidence of " << position << " whose change was not seen";
  }
}

TEST_F(ActProofTest, BytesTakenOutOrPutInAnywhereAreRefused) {
  const std::string good = prove(8);
  for (std::size_t at = 0; at < good.size(); at += 7) {
    std::string shorter = good, longer = good;
    shorter.erase(at, 1);
    longer.insert(at, 1, good[at]);
    EXPECT_NE(outcome(shorter), "holds") << at;
    EXPECT_NE(outcome(longer), "holds") << at;
    EXPECT_NE(outcome(good.substr(0, at)), "holds") << at;
  }
  for (const char* more : {"\n", " ", "x", "\r\n"}) {
    EXPECT_NE(outcome(good + more), "holds");
    EXPECT_NE(outcome(more + good), "holds");
  }
}

TEST_F(ActProofTest, PathsDroppedAddedOrChanged) {
  const std::string good = prove(8);
  using Change = std::function<void(ProofFile&, ActEvidence&)>;
  const auto each_path = [&](const std::function<std::vector<Hash>&(ProofFile&, ActEvidence&)>& path_of,
                             const char* what) {
    std::size_t length = 0;
    rewritten(good, [&](ProofFile& file, ActEvidence& evidence) { length = path_of(file, evidence).size(); });
    ASSERT_GE(length, 2u) << what;
    for (std::size_t i = 0; i <= length; ++i) {
      std::vector<Change> changes{[&](ProofFile& file, ActEvidence& evidence) {
        auto& path = path_of(file, evidence);
        path.insert(path.begin() + static_cast<std::ptrdiff_t>(i), Hash{});
      }};
      if (i < length) {
        changes.push_back([&](ProofFile& file, ActEvidence& evidence) {
          auto& path = path_of(file, evidence);
          path.erase(path.begin() + static_cast<std::ptrdiff_t>(i));
        });
        changes.push_back([&](ProofFile& file, ActEvidence& evidence) { path_of(file, evidence)[i][31] ^= 0x80; });
      }
      if (i + 1 < length)
        changes.push_back([&](ProofFile& file, ActEvidence& evidence) {
          auto& path = path_of(file, evidence);
          std::swap(path[i], path[i + 1]);
        });
      for (const Change& change : changes) EXPECT_NE(outcome(rewritten(good, change)), "holds") << what << " " << i;
    }
  };
  each_path([](ProofFile& file, ActEvidence&) -> std::vector<Hash>& { return file.path; }, "log path");
  each_path([](ProofFile&, ActEvidence& evidence) -> std::vector<Hash>& { return evidence.order_path; }, "order path");
  each_path([](ProofFile&, ActEvidence& evidence) -> std::vector<Hash>& { return evidence.first_path; },
            "path of the first entry");
}

TEST_F(ActProofTest, AnotherIndexEntryOrOrder) {
  const std::string good = prove(8);
  for (Position index = 0; index < 14; ++index) {
    EXPECT_EQ(outcome(rewritten(good, [&](ProofFile& file, ActEvidence&) { file.index = index; })) == "holds",
              index == 8)
        << index;
  }
  const auto with = [&](const std::function<void(ProofFile&, ActEvidence&)>& change) {
    return outcome(rewritten(good, change));
  };
  EXPECT_EQ(with([&](ProofFile&, ActEvidence& evidence) { evidence.entry = room_->log().read(9).value(); }),
            "proof.inclusion");
  const Bytes first_entry = room_->log().read(6).value();
  std::vector<Bytes> others{room_->log().read(11).value(), room_->log().read(8).value(), {}};
  for (std::size_t i = 0; i < first_entry.size(); i += 7) {  // most of these can't be read as an entry, either
    others.push_back(first_entry);
    others.back()[i] ^= 1;
  }
  for (const Bytes& other : others)
    EXPECT_EQ(with([&](ProofFile&, ActEvidence& evidence) { evidence.first_entry = other; }), "proof.inclusion");
  EXPECT_EQ(with([&](ProofFile& file, ActEvidence&) { file.checkpoint = checkpoint(11); }), "proof.inclusion");
  // Of the first act of an order there is no other first entry.
  const std::string first = prove(6);
  EXPECT_EQ(outcome(rewritten(first, [](ProofFile&, ActEvidence& evidence) { evidence.first_entry = evidence.entry; })),
            "proof.malformed");
  EXPECT_EQ(outcome(rewritten(first, [](ProofFile&, ActEvidence& evidence) { evidence.first_path.push_back({}); })),
            "proof.malformed");
}

// An older entry in the place of the first, with its own good path, is in the log but opens
// another order; and the first one with its envelope changed is not in the log at all.
TEST_F(ActProofTest, TheFirstEntryIsProvedToStandInTheLog) {
  const std::string good = prove(8);
  EXPECT_EQ(outcome(rewritten(good,
                              [&](ProofFile&, ActEvidence& evidence) {
                                evidence.first_entry = room_->log().read(5).value();
                                evidence.first_path = room_->log().tree().inclusion(5, 12).value();
                              })),
            "proof.inclusion")
      << "its path leads to another position than this act's order begins at";
  EXPECT_EQ(outcome(rewritten(good,
                              [&](ProofFile&, ActEvidence& evidence) {
                                const EventView event = EventView::trust(evidence.first_entry);
                                const auto opening = event.opening();
                                const Bytes header{opening->header}, body{event.body_bytes()};
                                Opening kept = *opening;
                                kept.header = header;
                                Envelope later{event.position(),        Instant{event.recorded_at().micros + 1},
                                               event.previous(),        event.revision(),
                                               event.person_previous(), 0};
                                evidence.first_entry = EntryBuilder{}.build(later, &kept, body).value();
                              })),
            "proof.inclusion");
}

TEST_F(ActProofTest, AnotherPayloadOriginLedgerOrOfficer) {
  const std::string good = prove(8);
  const Bytes entry = room_->log().read(8).value();
  EXPECT_EQ(outcome(good, entry), "holds");
  EXPECT_EQ(outcome(good, room_->log().read(9).value()), "proof.payload");
  EXPECT_EQ(outcome(good, entry.substr(1)), "proof.payload");
  EXPECT_EQ(outcome(good, Bytes{}), "proof.payload");
  const ProofTrust kept = trust_;
  trust_.origin = "sillok/other";
  EXPECT_EQ(outcome(good), "checkpoint.origin");
  trust_ = kept;
  trust_.ledger_key = make_note_key("sillok/test", signer_of('x').public_key());
  EXPECT_NE(outcome(good), "holds");
  trust_ = kept;
  trust_.genesis[0] ^= 1;
  EXPECT_EQ(outcome(good), "signature.invalid");
  trust_ = kept;
  trust_.key_at = [](std::string_view, Position) { return std::optional<PublicKey>{}; };
  EXPECT_EQ(outcome(good), "signature.invalid");
  trust_ = kept;
  trust_.key_at = [&](std::string_view officer, Position position) {
    return position == 6 ? kept.key_at(officer, position) : std::nullopt;
  };
  EXPECT_EQ(outcome(good), "holds") << "keys are asked for at the order's first position";
}

TEST_F(ActProofTest, ACheckpointOfAnotherKeyOfTheSameNameIsRefused) {
  const std::string good = prove(8);
  const Signer stranger = signer_of('x');
  const NoteKey key = make_note_key("sillok/test", stranger.public_key());
  const std::string forged = sign_checkpoint({"sillok/test", 12, room_->log().head().root}, key, stranger);
  EXPECT_NE(outcome(rewritten(good, [&](ProofFile& file, ActEvidence&) { file.checkpoint = forged; })), "holds");
}

TEST_F(ActProofTest, WhatIsNoProofIsMalformed) {
  for (const std::string& text : {std::string{}, std::string{"c2sp.org/tlog-proof@v1\n"}, std::string(1'000, 'x'),
                                  room_->log().read(8).value()}) {
    const auto checked = check_act_proof(text, trust_, {});
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().fault, Fault::malformed);
  }
  ProofFile file = parse_proof(prove(8)).value();
  file.extra.reset();
  EXPECT_EQ(outcome(write_proof(file)), "proof.malformed");
}

}  // namespace
}  // namespace sillok::testing
