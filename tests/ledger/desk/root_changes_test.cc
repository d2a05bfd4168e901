// The desk and whoever verifies a log decide alike whether the set of roots may change: each order here is offered
// to the desk, and put behind the same log by somebody who asks no desk.
#include <gmock/gmock.h>

#include "ledger/crypto/merkle.h"
#include "tests/ledger/desk/forged_log.h"
#include "tests/ledger/desk/officers.h"

namespace sillok::testing {
namespace {

using ::testing::StartsWith;

struct By {
  const char* name;
  char letter;
};
constexpr By kA{"root.a", 'a'}, kB{"root.b", 'b'}, kC{"root.c", 'c'}, kD{"root.d", 'd'}, kKim{"kim", 'k'},
    kLee{"lee", 'l'};

class RootChangesDeskTest : public OfficersTest {
 protected:
  using Set = std::vector<By>;

  static PlainAct change(const Set& set) {
    std::vector<std::string> roots;
    for (const By& each : set)
      roots.push_back(std::string{each.name} + "=" + to_base64(view(signer_of(each.letter).public_key())));
    PlainAct act;
    act.act = Act::kRootsChanged;
    act.data[Field::kRoots] = roots;
    return act;
  }
  // The same order to both; what the desk says, and, where the other does not say the same, that.
  std::string both(Room& room, PlainAct act, By drafter, By approver) {
    return both(
        room,
        order_of(("R-" + std::to_string(room.log().head().size)).c_str(), std::move(act), drafter.name, approver.name),
        drafter, approver);
  }
  std::string both(Room& room, const OrderLine& line, By drafter, By approver) {
    const OrderLine order = signed_line(room.ledger(), line, signer_of(drafter.letter), signer_of(approver.letter));
    const std::string found = behind(room, order);
    const std::string told = record(room, order);
    if (told.starts_with("recorded") != (found == "holds")) return told + ", and the log: " + found;
    return told;
  }
  std::string behind(Room& room, const OrderLine& order) {
    last_found_ = verdict_behind(room, order, temp_.path() / "forged");
    return last_found_;
  }

  std::string last_found_;  // by who verifies the log
};

TEST_F(RootChangesDeskTest, OldRootsProposeAndNewOnesConfirm) {
  auto room = founded();
  const Set next{kA, kC};
  EXPECT_EQ(both(*room, change(next), kA, kB), "recorded 6-6");
  EXPECT_EQ(both(*room, key_act("park", 'p'), kA, kB), "recorded 7-7") << "the old set goes on meanwhile";
  EXPECT_EQ(both(*room, key_act("choi", 'h'), kA, kC), "refused authority.not_granted") << "and the new one waits";
  room = enter_again(room);
  EXPECT_EQ(both(*room, change(next), kA, kC), "recorded 8-8");
  EXPECT_EQ(both(*room, key_act("choi", 'h'), kA, kC), "recorded 9-9");
  room = enter_again(room);
  EXPECT_EQ(both(*room, grant_act("choi", "drafter", "*"), kC, kA), "recorded 10-10");
  EXPECT_EQ(submit(*room, order_line("A", {hire_act("P1")}, kOfficers)), "recorded 11-11")
      << "what former roots registered stays";
  EXPECT_EQ(verdict(room->log()), "holds");
  for (Position begin = 1; begin < 12; ++begin) {
    LogVerifier tail{room->log(), 0};
    EXPECT_FALSE(tail.run(begin)->first_bad) << "from " << begin;
  }
  const auto acted_under = [&](Position position) {
    const Bytes entry = room->log().read(position).value();
    const auto opening = EventView::check(entry)->opening();
    return std::pair{opening->drafter_key, opening->approver_key};
  };
  EXPECT_EQ(acted_under(6), (std::pair{kNoPosition, kNoPosition}));
  EXPECT_EQ(acted_under(8), (std::pair<Position, Position>{6, 6})) << "the proposal";
  EXPECT_EQ(acted_under(10), (std::pair<Position, Position>{8, kNoPosition})) << "a goes on as before";
}

TEST_F(RootChangesDeskTest, AFormerRootSignsNothingMore) {
  const auto room = founded();
  ASSERT_EQ(both(*room, change({kA, kC}), kA, kB), "recorded 6-6");
  ASSERT_EQ(both(*room, change({kA, kC}), kA, kC), "recorded 7-7");
  EXPECT_EQ(both(*room, key_act("park", 'p'), kA, kB), "refused authority.not_root");
  EXPECT_EQ(last_found_, "8: the approver had no key in force");
  EXPECT_EQ(both(*room, grant_act("kim", "approver", "*"), kB, kA), "refused authority.not_root");
  EXPECT_EQ(last_found_, "8: the drafter had no key in force");
  EXPECT_EQ(both(*room, revoke_act(Act::kKeyRevoked, 1), kB, kC), "refused authority.not_root");
  EXPECT_EQ(both(*room, change({kA, kD}), kA, kB), "refused authority.not_root");
  EXPECT_THAT(last_found_, StartsWith("8: root.b is no root in force"));
  EXPECT_EQ(verdict(room->log()), "holds") << "what it signed before stays";
}

TEST_F(RootChangesDeskTest, WhoMayNotConfirm) {
  const auto room = founded();
  const Set next{kC, kD};
  EXPECT_EQ(both(*room, change(next), kC, kD), "refused authority.not_proposed");
  EXPECT_EQ(both(*room, change(next), kA, kC), "refused authority.not_proposed");
  EXPECT_EQ(both(*room, change(next), kKim, kLee), "refused authority.not_root");
  EXPECT_EQ(both(*room, change(next), kA, kA), "refused authority.same_person");
  ASSERT_EQ(both(*room, change(next), kA, kB), "recorded 6-6");
  EXPECT_EQ(both(*room, change(next), kA, kB), "refused authority.not_root") << "the old set alone";
  EXPECT_THAT(last_found_, StartsWith("7: root.a is no root of the proposed set"));
  EXPECT_EQ(both(*room, change(next), kC, kB), "refused authority.not_root") << "one of each";
  EXPECT_EQ(both(*room, change(next), kC, kC), "refused authority.same_person") << "one alone";
  EXPECT_EQ(both(*room, change(next), kC, {"root.d", 'x'}), "refused signature.invalid") << "another key than proposed";
  EXPECT_EQ(both(*room, change({kC, {"root.d", 'x'}}), kC, {"root.d", 'x'}), "refused authority.not_proposed");
  EXPECT_EQ(both(*room, change({kC, kA}), kC, kA), "refused authority.not_proposed") << "another set";
  EXPECT_EQ(both(*room, change(next), kC, kD), "recorded 7-7");
  EXPECT_EQ(both(*room, change(next), kC, kD), "refused authority.root_set") << "in force already";
}

TEST_F(RootChangesDeskTest, AReplacedOrWithdrawnProposalIsConfirmedByNobody) {
  const auto room = founded();
  ASSERT_EQ(both(*room, change({kA, kC}), kA, kB), "recorded 6-6");
  ASSERT_EQ(both(*room, change({kA, kD}), kA, kB), "recorded 7-7");
  EXPECT_EQ(both(*room, change({kA, kC}), kA, kC), "refused authority.not_proposed");
  ASSERT_EQ(both(*room, change({kA, kB}), kA, kB), "recorded 8-8");
  EXPECT_EQ(both(*room, change({kA, kD}), kA, kD), "refused authority.not_proposed");
  EXPECT_EQ(both(*room, change({kA, kB}), kA, kB), "refused authority.root_set") << "nothing left to withdraw";
  EXPECT_EQ(both(*room, key_act("park", 'p'), kA, kB), "recorded 9-9");
}

TEST_F(RootChangesDeskTest, ARootReplacesItsOwnKey) {
  const auto room = founded();
  const By renewed{"root.a", 'x'};
  ASSERT_EQ(both(*room, change({renewed, kB}), kA, kB), "recorded 6-6");
  EXPECT_EQ(both(*room, change({renewed, kB}), kA, kB), "refused signature.invalid") << "it confirms with the new key";
  EXPECT_THAT(last_found_, StartsWith("7: a signature"));
  EXPECT_EQ(both(*room, key_act("park", 'p'), renewed, kB), "refused signature.invalid") << "and with nothing else yet";
  ASSERT_EQ(both(*room, change({renewed, kB}), renewed, kB), "recorded 7-7");
  EXPECT_EQ(both(*room, key_act("park", 'p'), kA, kB), "refused signature.invalid");
  EXPECT_EQ(both(*room, key_act("park", 'p'), renewed, kB), "recorded 8-8");
}

TEST_F(RootChangesDeskTest, AddingARootNeedsNoNewSignature) {
  const auto room = founded();
  ASSERT_EQ(both(*room, change({kA, kB, kC}), kA, kB), "recorded 6-6");
  ASSERT_EQ(both(*room, change({kA, kB, kC}), kA, kB), "recorded 7-7");
  EXPECT_EQ(both(*room, key_act("park", 'p'), kC, kB), "recorded 8-8");
}

TEST_F(RootChangesDeskTest, ASetOfSomebodyElsesNameOrKey) {
  const auto room = founded();
  EXPECT_EQ(both(*room, change({kA, kKim}), kA, kB), "refused authority.root_set");
  EXPECT_EQ(both(*room, change({kA, {"root.c", 'k'}}), kA, kB), "refused authority.root_set");
  EXPECT_EQ(both(*room, change({kA}), kA, kB), "refused authority.root_set");
  ASSERT_EQ(both(*room, change({kA, kC}), kA, kB), "recorded 6-6");
  ASSERT_EQ(both(*room, key_act("root.c", 'z'), kA, kB), "recorded 7-7");
  EXPECT_EQ(both(*room, change({kA, kC}), kA, kC), "refused authority.root_set") << "taken since it was proposed";
}

TEST_F(RootChangesDeskTest, AChangeStandsAloneInItsOrder) {
  const auto room = founded();
  for (const bool comes_first : {true, false}) {
    OrderLine order = order_of("R", change({kA, kC}), "root.a", "root.b");
    order.order.acts.push_back(key_act("park", 'p'));
    order.order.acts.back().effective_on = order.order.header.issued_on;
    if (!comes_first) std::swap(order.order.acts[0], order.order.acts[1]);
    EXPECT_EQ(both(*room, order, kA, kB), "refused authority.root_set") << comes_first;
    EXPECT_THAT(last_found_, ::testing::HasSubstr("stands alone"));
  }
}

TEST_F(RootChangesDeskTest, ASandboxKeepsItsOwnRoots) {
  const auto room = sandbox();
  const OrderLine order = order_of("R", change({kC, kD}), "sandbox.root.a", "sandbox.root.b");
  EXPECT_EQ(record(*room, order), "refused authority.root_set");
  const Secret& seed = *room->ledger().genesis().seed;
  EXPECT_THAT(behind(*room, signed_line(room->ledger(), order, sandbox_officer(seed, "sandbox.root.a"),
                                        sandbox_officer(seed, "sandbox.root.b"))),
              StartsWith("2: the roots of a sandbox are built in"));
}

TEST_F(RootChangesDeskTest, AProposalConfirmedWhileAnotherOrderWasPrepared) {
  const auto room = founded();
  ASSERT_EQ(both(*room, change({kA, kC}), kA, kB), "recorded 6-6");
  Preparer preparer{room->ledger()};
  auto prepared = preparer.prepare(signed_line(room->ledger(), order_of("K", key_act("park", 'p'), "root.a", "root.b"),
                                               signer_of('a'), signer_of('b')));
  ASSERT_TRUE(prepared);
  EXPECT_TRUE(prepared->reasons.empty());
  ASSERT_EQ(both(*room, change({kA, kC}), kC, kA), "recorded 7-7");
  std::string seen;
  Desk desk{room->ledger(), room->records(), {}, [&](const LineOutcome& outcome) -> Result<Ok> {
              seen = told(outcome);
              return Ok{};
            }};
  ASSERT_TRUE(desk.decide(1, std::move(*prepared)));
  ASSERT_TRUE(desk.commit());
  EXPECT_EQ(seen, "refused authority.not_root");
}

}  // namespace
}  // namespace sillok::testing
