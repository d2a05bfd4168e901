// tlog-witness, each rule with the answer the protocol names.
#include "ledger/witness/witness.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "ledger/crypto/cosignature.h"
#include "ledger/crypto/hash.h"
#include "ledger/witness/add_checkpoint.h"
#include "tests/ledger/crypto/reference_tree.h"
#include "tests/ledger/log/temp_directory.h"

namespace sillok::testing {
namespace {

constexpr std::int64_t kNow = 1'780'272'000;
constexpr const char* kOrigin = "ledger.example";

class WitnessTest : public ::testing::Test {
 protected:
  WitnessTest()
      : log_(Secret::from_bytes(Bytes(32, 'L')).value()),
        signer_(Secret::from_bytes(Bytes(32, 'W')).value()),
        log_key_(make_note_key(kOrigin, log_.public_key())),
        key_(make_note_key("w", signer_.public_key(), NoteKeyType::kWitness)),
        leaves_(reference::some_leaves(40)),
        fork_(leaves_) {
    fork_[5] = sha256("another past");
    reopen();
  }
  void reopen() {
    service_.reset();
    auto opened = WitnessService::open(directory_.path() / "state", key_, signer_, {log_key_});
    ASSERT_TRUE(opened) << opened.error().message;
    service_ = std::move(*opened);
  }
  static Hash root(const std::vector<Hash>& leaves, std::size_t size) {
    return size == 0 ? empty_tree_root() : reference::root(std::span{leaves}.first(size));
  }
  std::string note(const std::vector<Hash>& leaves, std::size_t size) const {
    return sign_checkpoint({kOrigin, size, root(leaves, size)}, log_key_, log_);
  }
  std::string body(const std::vector<Hash>& leaves, std::size_t old_size, std::size_t size) const {
    const auto path = old_size == 0 || old_size >= size ? std::vector<Hash>{} : proof(leaves, old_size, size);
    return write_add_checkpoint({old_size, path, note(leaves, size)});
  }
  static std::vector<Hash> proof(const std::vector<Hash>& leaves, std::size_t old_size, std::size_t size) {
    return reference::subproof(old_size, std::span{leaves}.first(size), true);
  }
  unsigned status(const std::string& body) { return service_->add_checkpoint(body, kNow).status; }
  std::string origin_hash() const { return to_hex(view(sha256(kOrigin))); }

  TempDirectory directory_;
  Signer log_, signer_;
  NoteKey log_key_, key_;
  std::vector<Hash> leaves_, fork_;
  std::unique_ptr<WitnessService> service_;
};

TEST_F(WitnessTest, CosignsWhatContainsWhatItCosignedBefore) {
  std::size_t before = 0;
  for (const std::size_t size : {0, 0, 1, 7, 7, 8, 31, 40}) {
    const auto answer = service_->add_checkpoint(body(leaves_, before, size), kNow + size);
    ASSERT_EQ(answer.status, 200u) << size << ": " << answer.body;
    const std::string cosigned = note(leaves_, size) + answer.body;
    EXPECT_EQ(cosigned_at(parse_note(cosigned).value(), key_).value(), kNow + static_cast<std::int64_t>(size));
    EXPECT_EQ(service_->newest(origin_hash()).body, cosigned);
    before = size;
  }
}

// Anybody may post a public checkpoint, with the log's line as often as a note may have lines.
TEST_F(WitnessTest, KeepsTheLogsLineOnce) {
  const std::string good = note(leaves_, 12), line = good.substr(good.find("\n\n") + 2);
  std::string repeated = good;
  for (int i = 1; i < 100; ++i) repeated += line;
  const auto answer = service_->add_checkpoint(write_add_checkpoint({0, {}, repeated}), kNow);
  ASSERT_EQ(answer.status, 200u) << answer.body;
  EXPECT_EQ(service_->newest(origin_hash()).body, good + answer.body);
  reopen();
  EXPECT_EQ(status(body(leaves_, 12, 31)), 200u);
}

TEST_F(WitnessTest, AnswersAsTheProtocolSays) {
  ASSERT_EQ(status(body(leaves_, 0, 12)), 200u);
  const Signer stranger(Secret::random());
  const NoteKey strange = make_note_key(kOrigin, stranger.public_key());
  NoteKey passed_off = strange;
  passed_off.id = log_key_.id;
  const auto by = [&](const NoteKey& key, const Signer& signer, std::string origin = kOrigin) {
    return write_add_checkpoint(
        {12, proof(leaves_, 12, 20), sign_checkpoint({std::move(origin), 20, root(leaves_, 20)}, key, signer)});
  };
  auto wrong = proof(leaves_, 12, 20);
  wrong.back() = sha256("x");
  auto longer = proof(leaves_, 12, 20);
  longer.push_back(sha256("x"));
  const std::vector<Hash> too_long(64, sha256("x"));
  struct Case {
    const char* name;
    std::string body;
    unsigned status;
  };
  const Case cases[] = {
      {"a log that is not known", by(make_note_key("other.example", log_.public_key()), log_, "other.example"), 404},
      {"no signature of its key", by(strange, stranger), 403},
      {"a wrong one under its key's name and id", by(passed_off, stranger), 403},
      {"an old size above the checkpoint's", body(leaves_, 13, 12), 400},
      {"an old size it does not stand at", body(leaves_, 11, 20), 409},
      {"the old size of a beginner", body(leaves_, 0, 20), 409},
      {"an older checkpoint", body(leaves_, 11, 11), 409},
      {"another past", body(fork_, 12, 20), 422},
      {"another past of the same size", body(fork_, 12, 12), 422},
      {"a wrong proof", write_add_checkpoint({12, wrong, note(leaves_, 20)}), 422},
      {"a proof with one hash more", write_add_checkpoint({12, longer, note(leaves_, 20)}), 422},
      {"a proof without its hashes", write_add_checkpoint({12, {}, note(leaves_, 20)}), 422},
      {"a proof to the same size", write_add_checkpoint({12, {sha256("x")}, note(leaves_, 12)}), 422},
      {"64 hashes", write_add_checkpoint({12, too_long, note(leaves_, 20)}), 400},
      {"nothing", "", 400},
      {"no old size", "\n" + note(leaves_, 20), 400},
      {"an old size with a zero in front", "old 012\n\n" + note(leaves_, 20), 400},
      {"an old size below nothing", "old -1\n\n" + note(leaves_, 20), 400},
      {"a hash that is none", "old 12\nAAAA\n\n" + note(leaves_, 20), 400},
      {"no checkpoint", "old 12\n\n", 400},
      {"a checkpoint without signatures", "old 12\n\nledger.example\n20\n" + to_base64(view(root(leaves_, 20))) + "\n",
       400},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(status(each.body), each.status) << each.name;
    EXPECT_EQ(service_->newest(origin_hash()).body.substr(0, 18), "ledger.example\n12\n") << each.name;
  }
  const auto conflict = service_->add_checkpoint(body(leaves_, 11, 20), kNow);
  EXPECT_EQ(conflict.body, "12\n");
  EXPECT_EQ(conflict.content_type, "text/x.tlog.size");
  EXPECT_EQ(service_->add_checkpoint(body(leaves_, 12, 20), kNow).status, 200u) << "after all of these";
}

TEST_F(WitnessTest, TheEmptyTreeHasOneRoot) {
  const auto empty = [&](const Hash& root) {
    return write_add_checkpoint({0, {}, sign_checkpoint({kOrigin, 0, root}, log_key_, log_)});
  };
  EXPECT_EQ(status(empty(sha256("x"))), 422u);
  EXPECT_EQ(status(empty(empty_tree_root())), 200u);
  EXPECT_EQ(status(write_add_checkpoint({0, {sha256("x")}, note(leaves_, 4)})), 422u)
      << "from nothing there is no proof";
}

TEST_F(WitnessTest, WhatWasCosignedIsOnTheDisk) {
  EXPECT_EQ(service_->newest(origin_hash()).status, 404u);
  ASSERT_EQ(status(body(leaves_, 0, 12)), 200u);
  reopen();
  EXPECT_EQ(service_->newest(origin_hash()).body.substr(0, 18), "ledger.example\n12\n");
  EXPECT_EQ(status(body(fork_, 0, 20)), 409u);
  EXPECT_EQ(status(body(fork_, 12, 20)), 422u);
  EXPECT_EQ(status(body(leaves_, 12, 20)), 200u);
}

TEST_F(WitnessTest, AStateThatDoesNotHoldIsNoBeginning) {
  ASSERT_EQ(status(body(leaves_, 0, 12)), 200u);
  service_.reset();
  const auto path = directory_.path() / "state" / origin_hash();
  std::string kept;
  {
    std::ifstream in(path, std::ios::binary);
    kept.assign(std::istreambuf_iterator<char>(in), {});
  }
  for (std::size_t i = 0; i < kept.size(); i += 7) {
    std::string changed = kept;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << changed;
    const auto opened = WitnessService::open(directory_.path() / "state", key_, signer_, {log_key_});
    ASSERT_FALSE(opened) << "byte " << i;
    EXPECT_EQ(opened.error().code, "witness.state_damaged");
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc) << "";
  EXPECT_FALSE(WitnessService::open(directory_.path() / "state", key_, signer_, {log_key_})) << "an empty file";
}

TEST_F(WitnessTest, OneProcessServesADirectory) {
  const auto second = WitnessService::open(directory_.path() / "state", key_, signer_, {log_key_});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "witness.locked");
  EXPECT_EQ(second.error().fault, Fault::unavailable);
  const auto twice = WitnessService::open(directory_.path() / "elsewhere", key_, signer_, {log_key_, log_key_});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "witness.log_twice");
}

// The race that the specification spells: without one step of checking and storing, the smaller one may come last.
TEST_F(WitnessTest, TwoAtOnceNeverRollItBack) {
  ASSERT_EQ(status(body(leaves_, 0, 1)), 200u);
  for (std::size_t at = 1; at + 2 <= 40; at += 2) {
    unsigned small = 0, large = 0;
    {
      std::jthread one{[&] { small = status(body(leaves_, at, at + 1)); }};
      std::jthread other{[&] { large = status(body(leaves_, at, at + 2)); }};
    }
    EXPECT_TRUE((small == 200 && large == 409) || (small == 409 && large == 200)) << small << " " << large;
    if (small == 200) {
      ASSERT_EQ(status(body(leaves_, at + 1, at + 2)), 200u);
    }
  }
}

}  // namespace
}  // namespace sillok::testing
