#include "ledger/witness/witness_policy.h"

#include <gtest/gtest.h>

#include <functional>

#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/cosignature.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

constexpr std::int64_t kNow = 1'780'272'000;  // 2026-06-01 09:00 in Korea

Signer signer_of(char seed) { return Signer(Secret::from_bytes(Bytes(32, seed)).value()); }
NoteKey key_of(char seed) {
  return make_note_key(std::string("w") + seed, signer_of(seed).public_key(), NoteKeyType::kWitness);
}
Date day(const char* text) { return *parse_date(text); }

WitnessPolicy policy_of(std::uint32_t quorum, const std::string& seeds) {
  WitnessPolicy policy{quorum, {}};
  for (const char seed : seeds) policy.witnesses.push_back({key_of(seed), {}, {}, {}});
  return policy;
}

struct Cosigner {
  char seed;
  std::int64_t time = kNow;
};
std::string note_by(const std::vector<Cosigner>& cosigners) {
  const Signer log = signer_of('L');
  std::string note = sign_checkpoint({"log", 3, sha256("root")}, make_note_key("log", log.public_key()), log);
  const std::string text = note.substr(0, note.find("\n\n") + 1);
  for (const Cosigner& each : cosigners) note += cosign(text, each.time, key_of(each.seed), signer_of(each.seed));
  return note;
}
std::string outcome(const WitnessPolicy& policy, const std::vector<Cosigner>& cosigners) {
  const std::string note = note_by(cosigners);
  const auto found = witnessed(parse_note(note).value(), policy, kNow);
  if (!found) return found.error().code;
  return std::to_string(found->by.size()) + (found->is_met ? " met" : " unmet");
}

TEST(WitnessPolicyTest, CountsDistinctKeysOfThePolicy) {
  EXPECT_EQ(outcome({}, {}), "0 met");
  EXPECT_EQ(outcome(policy_of(1, "ab"), {}), "0 unmet");
  EXPECT_EQ(outcome(policy_of(1, "ab"), {{'b'}}), "1 met");
  EXPECT_EQ(outcome(policy_of(2, "abc"), {{'a'}, {'c'}}), "2 met");
  EXPECT_EQ(outcome(policy_of(2, "abc"), {{'a'}, {'a'}}), "1 unmet") << "one witness twice is one";
  EXPECT_EQ(outcome(policy_of(2, "abc"), {{'a'}, {'x'}}), "1 unmet") << "a stranger is nobody";
}

TEST(WitnessPolicyTest, AKeyIsGoodForTheDaysOfItsWindow) {
  WitnessPolicy policy = policy_of(1, "a");
  policy.witnesses[0].from = day("2026-05-02");
  policy.witnesses[0].to = day("2026-06-01");
  constexpr std::int64_t kEnd = 1'780'239'600;  // 2026-06-01 00:00 in Korea
  EXPECT_EQ(outcome(policy, {{'a', kEnd - 1}}), "1 met");
  EXPECT_EQ(outcome(policy, {{'a', kEnd}}), "0 unmet");
  constexpr std::int64_t kBegin = 1'777'647'600;  // 2026-05-02 00:00 in Korea
  EXPECT_EQ(outcome(policy, {{'a', kBegin}}), "1 met");
  EXPECT_EQ(outcome(policy, {{'a', kBegin - 1}}), "0 unmet");
}

TEST(WitnessPolicyTest, WhatIsCosignedInTheFutureCountsForNothing) {
  EXPECT_EQ(outcome(policy_of(1, "a"), {{'a', kNow + 300}}), "1 met");
  EXPECT_EQ(outcome(policy_of(1, "a"), {{'a', kNow + 301}}), "0 unmet");
  EXPECT_EQ(outcome(policy_of(1, "a"), {{'a', INT64_MAX}}), "0 unmet");
}

TEST(WitnessPolicyTest, RefusesWhatMeansNothing) {
  const auto refused = [](const WitnessPolicy& policy) {
    const auto checked = check_policy(policy);
    return checked ? std::string{} : checked.error().message;
  };
  EXPECT_EQ(refused(policy_of(2, "ab")), "");
  EXPECT_EQ(refused({}), "");
  EXPECT_NE(refused(policy_of(0, "ab")).find("quorum of 0"), std::string::npos);
  EXPECT_NE(refused(policy_of(3, "ab")).find("can't be met"), std::string::npos);
  EXPECT_NE(refused(policy_of(1, "aba")).find("stands there already"), std::string::npos);
  WitnessPolicy renamed = policy_of(1, "a");
  renamed.witnesses.push_back({make_note_key("other", signer_of('a').public_key(), NoteKeyType::kWitness), {}, {}, {}});
  EXPECT_NE(refused(renamed).find("stands there already"), std::string::npos);
  WitnessPolicy backwards = policy_of(1, "a");
  backwards.witnesses[0].from = backwards.witnesses[0].to = day("2026-01-01");
  EXPECT_NE(refused(backwards).find("ends before it starts"), std::string::npos);
}

TEST(WitnessPolicyTest, IsReadAsItWasWritten) {
  WitnessPolicy policy = policy_of(2, "abc");
  policy.witnesses[1].url = "http://127.0.0.1:8490";
  policy.witnesses[1].from = day("2026-01-01");
  policy.witnesses[2].to = day("2027-01-01");
  const auto read = parse_policy(policy_json(policy));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(policy_json(*read), policy_json(policy));
}

TEST(WitnessPolicyTest, NothingElseIsAPolicy) {
  const std::string key = to_string(key_of('a')), log_key = to_string(make_note_key("l", signer_of('L').public_key()));
  const auto with = [&](const std::string& quorum, const std::string& witnesses) {
    return R"({"format":"sillok-witnesses/v1","quorum":)" + quorum + R"(,"witnesses":)" + witnesses + "}";
  };
  const std::string one = R"([{"key":")" + key + R"("}])";
  EXPECT_TRUE(parse_policy(with("1", one)));
  for (const std::string& text :
       {std::string{"[]"}, std::string{"{}"}, with("0", one), with("2", one), with("-1", one), with("1.5", one),
        with("\"1\"", one), with("1", "{}"), with("1", "[1]"), with("1", "[{}]"), with("0", "null"),
        with("1", R"([{"key":")" + log_key + R"("}])"), with("1", R"([{"key":")" + key + R"(","from":"soon"}])"),
        with("1", R"([{"key":")" + key + R"(","to":20260101}])"), with("1", R"([{"key":")" + key + R"(","url":1}])"),
        R"({"format":"sillok-witnesses/v2","quorum":1,"witnesses":)" + one + "}"}) {
    const auto read = parse_policy(text);
    EXPECT_FALSE(read) << text;
    if (!read) {
      EXPECT_EQ(read.error().fault, Fault::malformed) << text;
    }
  }
}

TEST(WitnessPolicyTest, IsToldToOtherPeoplesVerifiers) {
  const NoteKey log = make_note_key("log", signer_of('L').public_key());
  EXPECT_EQ(tlog_policy({}, log, day("2026-01-01")), "log " + to_string(log) + "\nquorum none\n");
  WitnessPolicy policy = policy_of(1, "ab");
  policy.witnesses[0].url = "http://a";
  policy.witnesses[0].to = day("2026-01-01");
  const std::string b = to_string(key_of('b'));
  EXPECT_EQ(tlog_policy(policy, log, day("2025-12-31")), "log " + to_string(log) + "\nwitness w1 " +
                                                             to_string(key_of('a')) + " http://a\nwitness w2 " + b +
                                                             "\ngroup witnesses 1 w1 w2\nquorum witnesses\n");
  EXPECT_EQ(tlog_policy(policy, log, day("2026-01-01")),
            "log " + to_string(log) + "\nwitness w1 " + b + "\ngroup witnesses 1 w1\nquorum witnesses\n");
  policy.quorum = 2;
  EXPECT_EQ(tlog_policy(policy, log, day("2026-01-01")), std::nullopt);
}

}  // namespace
}  // namespace sillok
