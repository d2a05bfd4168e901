// Who may: signatures, keys and grants as the desk decides them in a real ledger.
#include <gmock/gmock.h>

#include "tests/ledger/desk/forged_log.h"
#include "tests/ledger/desk/officers.h"

namespace sillok::testing {
namespace {

using ::testing::ElementsAre;

class AuthorityTest : public OfficersTest {};

std::string by(const char* drafter, const char* approver) {
  return fmt::format(R"("drafted_by":"{}","approved_by":"{}",)", drafter, approver);
}

TEST_F(AuthorityTest, AnOrderOfTwoOfficersIsRecordedWithTheKeysAndGrantsTheyActedUnder) {
  const auto room = founded();
  ASSERT_EQ(submit(*room, order_line("A", {hire_act("P1"), hire_act("P2")}, kOfficers)), "recorded 6-7");
  const Bytes entry = room->log().read(6).value();
  const auto opening = EventView::check(entry)->opening();
  ASSERT_TRUE(opening);
  EXPECT_EQ(opening->drafter_key, 1u);
  EXPECT_EQ(opening->approver_key, 2u);
  EXPECT_EQ(opening->drafter_grant, 3u);
  EXPECT_EQ(opening->approver_grant, 4u);
}

TEST_F(AuthorityTest, FourEyes) {
  const auto room = founded();
  EXPECT_EQ(submit(*room, order_line("A", {hire_act("P1")}, by("lee", "lee")), 'l', 'l'),
            "refused authority.same_person");
}

// Two persons, not two names: roots may register what they like, and an order of one key alone is still none.
TEST_F(AuthorityTest, TwoNamesOfOneKey) {
  const auto room = founded();
  ASSERT_EQ(by_roots(*room, "K-3", key_act("park", 'k')), "recorded 6-6");
  ASSERT_EQ(by_roots(*room, "G-3", grant_act("park", "approver", "*")), "recorded 7-7");
  const auto order = [&](const char* approver, char letter) {
    return signed_line(room->ledger(), read_line(order_line("A", {hire_act("P1")}, by("kim", approver))),
                       signer_of('k'), signer_of(letter));
  };
  EXPECT_EQ(record(*room, order("park", 'k')), "refused authority.same_person");
  EXPECT_EQ(verdict_behind(*room, order("park", 'k'), temp_.path() / "forged"), "8: drafter and approver have one key");
  EXPECT_EQ(verdict_behind(*room, order("lee", 'l'), temp_.path() / "forged"), "holds");
  EXPECT_EQ(record(*room, order("lee", 'l')), "recorded 8-8");
}

TEST_F(AuthorityTest, AnySignatureThatDoesNotHold) {
  const auto room = founded();
  const std::string text = order_line("A", {hire_act("P1"), hire_act("P2")}, kOfficers);
  EXPECT_EQ(submit(*room, text, 'x', 'l'), "refused signature.invalid");
  EXPECT_EQ(submit(*room, text, 'k', 'x'), "refused signature.invalid");
  EXPECT_EQ(submit(*room, text, 'l', 'k'), "refused signature.invalid") << "each signs in his own role";
  const OrderLine good = signed_line(room->ledger(), read_line(text), signer_of('k'), signer_of('l'));
  OrderLine swapped = good;
  std::swap(swapped.drafter_signature, swapped.approver_signature);
  EXPECT_EQ(record(*room, swapped), "refused signature.invalid");
  for (const std::size_t byte : {0u, 31u, 32u, 63u}) {
    OrderLine flipped = good;
    (*flipped.approver_signature)[byte] = static_cast<char>((*flipped.approver_signature)[byte] ^ 1);
    EXPECT_EQ(record(*room, flipped), "refused signature.invalid") << byte;
  }
  EXPECT_EQ(room->log().head().size, 6u);
  EXPECT_EQ(record(*room, good), "recorded 6-7");
}

TEST_F(AuthorityTest, WhatWasSignedCantBeChangedAfterwards) {
  const auto room = founded();
  const OrderLine good =
      signed_line(room->ledger(), read_line(order_line("A", {hire_act("P1"), hire_act("P2")}, kOfficers)),
                  signer_of('k'), signer_of('l'));
  const auto changed = [&](const auto& change) {
    OrderLine line = good;
    change(line);
    return record(*room, line);
  };
  EXPECT_EQ(changed([](OrderLine& line) { line.order.header.order = "B"; }), "refused signature.invalid");
  EXPECT_EQ(changed([](OrderLine& line) { line.order.header.issued_on = line.order.header.issued_on.next(); }),
            "refused signature.invalid");
  EXPECT_EQ(changed([](OrderLine& line) { line.order.header.remarks = "more"; }), "refused signature.invalid");
  EXPECT_EQ(changed([](OrderLine& line) { line.order.acts.pop_back(), line.sealed_bodies.pop_back(); }),
            "refused signature.invalid");
  EXPECT_EQ(changed([](OrderLine& line) {
              std::swap(line.order.acts[0], line.order.acts[1]),
                  std::swap(line.sealed_bodies[0], line.sealed_bodies[1]);
            }),
            "refused signature.invalid");
  EXPECT_EQ(changed([](OrderLine& line) { line.order.acts[0].subject = "P3"; }), "order.sealed_differs");
  EXPECT_EQ(changed([](OrderLine& line) { line.sealed_bodies.pop_back(); }), "order.sealed_differs");
  EXPECT_EQ(changed([](OrderLine& line) { line.sealed_bodies.clear(); }), "order.sealed_missing");
  EXPECT_EQ(changed([](OrderLine& line) { line.approver_signature.reset(); }), "order.missing_field");
  EXPECT_EQ(changed([](OrderLine& line) { line.order.header.drafted_by.clear(); }), "order.missing_field");
  EXPECT_EQ(changed([](OrderLine& line) { line.recorded_at = Instant{0}; }), "order.recorded_at");
  EXPECT_EQ(room->log().head().size, 6u);
}

TEST_F(AuthorityTest, AnOfficerWithoutAKey) {
  const auto room = founded();
  EXPECT_EQ(submit(*room, order_line("A", {hire_act("P1")}, by("park", "lee")), 'p', 'l'),
            "refused authority.not_granted")
      << "neither key nor grant";
}

TEST_F(AuthorityTest, ARevokedKeySignsNothingMoreAndThePastStands) {
  auto room = founded();
  ASSERT_EQ(submit(*room, order_line("A", {hire_act("P1")}, kOfficers)), "recorded 6-6");
  ASSERT_EQ(by_roots(*room, "K-3", revoke_act(Act::kKeyRevoked, 1)), "recorded 7-7");
  EXPECT_EQ(submit(*room, order_line("B", {hire_act("P2")}, kOfficers)), "refused authority.no_key");
  room = enter_again(room);
  EXPECT_EQ(submit(*room, order_line("B", {hire_act("P2")}, kOfficers)), "refused authority.no_key");
  ASSERT_EQ(by_roots(*room, "K-4", key_act("kim", 'n')), "recorded 8-8");
  EXPECT_EQ(submit(*room, order_line("B", {hire_act("P2")}, kOfficers)), "refused signature.invalid") << "the old key";
  EXPECT_EQ(submit(*room, order_line("B", {hire_act("P2")}, kOfficers), 'n'), "recorded 9-9");
}

TEST_F(AuthorityTest, AKeyRevokedWhileTheOrderWasPrepared) {
  const auto room = founded();
  Preparer preparer{room->ledger()};
  auto prepared = preparer.prepare(read_line(signed_text(*room, order_line("A", {hire_act("P1")}, kOfficers))));
  ASSERT_TRUE(prepared);
  EXPECT_TRUE(prepared->reasons.empty());
  ASSERT_EQ(by_roots(*room, "K-3", key_act("kim", 'n')), "recorded 6-6");
  std::vector<std::string> seen;
  Desk desk{room->ledger(), room->records(), {}, [&](const LineOutcome& outcome) -> Result<Ok> {
              seen.push_back(told(outcome));
              return Ok{};
            }};
  ASSERT_TRUE(desk.decide(1, std::move(*prepared)));
  EXPECT_TRUE(seen.empty()) << "nothing is told before commit()";
  ASSERT_TRUE(desk.commit());
  EXPECT_THAT(seen, ElementsAre("refused signature.invalid"));
}

TEST_F(AuthorityTest, GrantsByAuthorityRoleAndDate) {
  const auto room = founded();
  std::string other = order_line("A", {hire_act("P1")}, kOfficers);
  other.replace(other.find("1760000"), 7, "1760001");
  EXPECT_EQ(submit(*room, other), "refused authority.not_granted");
  const auto issued = [&](const char* number, const char* on) {
    std::string text = order_line(number, {hire_act(number)}, kOfficers);
    text.replace(text.find("\"issued_on\":\"2024-03-02\""), 24, fmt::format("\"issued_on\":\"{}\"", on));
    return submit(*room, text);
  };
  EXPECT_EQ(issued("B", "2023-12-31"), "refused authority.not_granted") << "before the grant";
  EXPECT_EQ(issued("C", "2025-01-01"), "refused authority.not_granted") << "expired";
  EXPECT_EQ(issued("D", "2024-01-01"), "recorded 6-6");
  EXPECT_EQ(issued("E", "2024-12-31"), "recorded 7-7");
  EXPECT_EQ(submit(*room, order_line("F", {hire_act("P6")}, by("lee", "kim")), 'l', 'k'),
            "refused authority.not_granted")
      << "a drafter does not approve";
  ASSERT_EQ(by_roots(*room, "G-3", revoke_act(Act::kRoleRevoked, 3)), "recorded 8-8");
  EXPECT_EQ(issued("H", "2024-06-01"), "refused authority.not_granted") << "revoked";
}

TEST_F(AuthorityTest, RootsSignKeysAndGrantsAndNothingElse) {
  const auto room = founded();
  EXPECT_EQ(submit(*room, order_line("A", {hire_act("P1")}, by("root.a", "root.b")), 'a', 'b'),
            "refused authority.not_granted");
  EXPECT_EQ(submit(*room, order_line("B", {hire_act("P1")}, by("kim", "root.b")), 'k', 'b'),
            "refused authority.not_granted");
  const auto by_officers =
      signed_line(room->ledger(), order_of("C", key_act("park", 'p'), "kim", "lee"), signer_of('k'), signer_of('l'));
  EXPECT_EQ(record(*room, by_officers), "refused authority.not_granted") << "officers register no keys";
  const auto by_one_root =
      signed_line(room->ledger(), order_of("D", key_act("park", 'p'), "root.a", "lee"), signer_of('a'), signer_of('l'));
  EXPECT_EQ(record(*room, by_one_root), "refused authority.not_granted");
  OrderLine mixed = order_of("E", key_act("park", 'p'), "root.a", "root.b");
  mixed.order.acts.push_back(read_line(order_line("x", {hire_act("P1")})).order.acts[0]);
  EXPECT_EQ(record(*room, signed_line(room->ledger(), mixed, signer_of('a'), signer_of('b'))),
            "refused authority.not_granted");
  EXPECT_FALSE(room->ledger().registry().key_of("park"));
}

TEST_F(AuthorityTest, AnOrderOfAnotherLedgerIsNotGoodHere) {
  const auto room = founded();
  const auto other = founded(temp_.path() / "other", "sillok/other");
  // An act with nothing sealed, so that only the signatures can tell the ledgers apart.
  const OrderLine line = signed_line(other->ledger(), read_line(order_line("A", {unit_act("U2")}, kOfficers)),
                                     signer_of('k'), signer_of('l'));
  EXPECT_EQ(record(*room, line), "refused signature.invalid");
  EXPECT_EQ(record(*other, line), "recorded 6-6");
}

TEST_F(AuthorityTest, KeyActsAreNotTakenFromLines) {
  const auto room = founded();
  const auto outcomes = room->take_in(
      {R"({"order":"A","authority":"1760000","issued_on":"2024-03-02","legal_basis":["x"],"acts":[{"act":"key_registered","effective_on":"2024-03-02","data":{"officer":"park","kind":"officer","public_key":"x","key":"k"}}]})"});
  EXPECT_THAT(told(outcomes), ElementsAre("input.unknown_act"));
}

}  // namespace
}  // namespace sillok::testing
