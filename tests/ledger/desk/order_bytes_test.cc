// Bytes that came sealed must say what stands beside them, to the last word.
#include "ledger/desk/order_bytes.h"

#include <gtest/gtest.h>

#include "ledger/crypto/merkle.h"
#include "ledger/privacy/sealed_field.h"
#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {
namespace {

class OrderBytesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(init_crypto());
    OrderLineReader reader;
    order_ =
        reader.read(order_line("A", {hire_act("P1"), hire_act("P2")}, R"("drafted_by":"kim","approved_by":"lee",)"))
            .value()
            .order;
  }
  Bytes body_of(const PlainAct& act) { return build_body(act, seal_fields(act, vault_).value()).value(); }
  Result<OrderBytes> take(const std::vector<Bytes>& bodies) {
    SILLOK_TRY(bytes, take_sealed_order(order_, bodies));
    SILLOK_CHECK(check_sealed_order(order_, bytes, vault_));
    return bytes;
  }
  std::string taken(const std::vector<Bytes>& bodies) {
    const auto bytes = take(bodies);
    return bytes ? "taken" : bytes.error().code + " " + bytes.error().where;
  }

  SandboxVault vault_{secret_of('s')};
  PlainOrder order_;
};

TEST_F(OrderBytesTest, TheActRootIsThatOfTheVeryBodies) {
  const auto bytes = build_order(order_, vault_).value();
  ASSERT_EQ(bytes.bodies.size(), 2u);
  const std::vector<Hash> leaves{act_leaf(bytes.bodies[0]), act_leaf(bytes.bodies[1])};
  EXPECT_EQ(bytes.act_root, merkle_root(leaves));
  EXPECT_EQ(bytes.signed_order().number, "A");
  EXPECT_EQ(bytes.signed_order().authority, "1760000");
  EXPECT_EQ(bytes.signed_order().act_count, 2u);
  const auto taken_back = take(bytes.bodies).value();
  EXPECT_EQ(taken_back.bodies, bytes.bodies);
  EXPECT_EQ(taken_back.act_root, bytes.act_root);
  EXPECT_EQ(taken_back.header, bytes.header);
}

TEST_F(OrderBytesTest, ASealedBodyThatSaysSomethingElseIsRefused) {
  const Bytes first = body_of(order_.acts[0]), second = body_of(order_.acts[1]);
  ASSERT_EQ(taken({first, second}), "taken");
  EXPECT_EQ(taken({first}), "order.sealed_differs sealed");
  EXPECT_EQ(taken({second, first}), "order.sealed_differs sealed[0]");
  const auto changed = [&](const auto& change) {
    PlainAct act = order_.acts[1];
    change(act);
    return taken({first, body_of(act)});
  };
  const std::string differs = "order.sealed_differs sealed[1]";
  EXPECT_EQ(changed([](PlainAct& act) { act.data[Field::kGrade] = std::int64_t{5}; }), differs);
  EXPECT_EQ(changed([](PlainAct& act) { act.effective_on = act.effective_on.next(); }), differs);
  EXPECT_EQ(changed([](PlainAct& act) { act.personal[Personal::kName] = "김두리"; }), differs)
      << "what only the seal covers";
  EXPECT_EQ(changed([](PlainAct& act) { act.personal.erase(Personal::kName); }), differs);
  EXPECT_EQ(changed([](PlainAct& act) { act.personal[Personal::kPhone] = "010"; }), differs);
  EXPECT_EQ(changed([](PlainAct& act) { act.data[Field::kPost] = "U1-A"; }), differs);
  EXPECT_EQ(changed([](PlainAct& act) { act.expected_revision = 1; }), differs);
}

// Sex and half-year of birth stand in the clear for statistics: there too, only what was signed.
TEST_F(OrderBytesTest, WhatStandsInTheClearBesideTheSealMustAgreeWithIt) {
  const Bytes second = body_of(order_.acts[1]);
  const auto sealed = seal_fields(order_.acts[0], vault_).value();
  const auto clear_says = [&](Personal member, const char* text) {
    PlainAct act = order_.acts[0];
    act.personal[member] = text;
    return taken({build_body(act, sealed).value(), second});
  };
  EXPECT_EQ(clear_says(Personal::kSex, "F"), "taken");
  EXPECT_EQ(clear_says(Personal::kSex, "M"), "order.sealed_differs sealed[0]");
  EXPECT_EQ(clear_says(Personal::kBirthOn, "1998-12-31"), "order.sealed_differs sealed[0]");
}

// A field under a key that isn't here reads as ERASED: it must not pass for a text that says so.
TEST_F(OrderBytesTest, WhatCantBeOpenedIsNotTakenForTheWordErased) {
  order_.acts[0].personal[Personal::kName] = "ERASED";
  const Bytes second = body_of(order_.acts[1]);
  EXPECT_EQ(taken({body_of(order_.acts[0]), second}), "taken") << "as a text it is one like any other";
  SandboxVault elsewhere{secret_of('e')};
  PlainAct only_name = order_.acts[0];
  std::erase_if(only_name.personal, [](const auto& member) { return member.first != Personal::kName; });
  order_.acts[0] = only_name;
  const auto sealed = seal_fields(only_name, elsewhere).value();
  EXPECT_EQ(taken({build_body(only_name, sealed).value(), second}), "order.sealed_differs sealed[0]");
}

TEST_F(OrderBytesTest, BodiesThatAreNoneAreRefused) {
  const Bytes first = body_of(order_.acts[0]), second = body_of(order_.acts[1]);
  EXPECT_EQ(taken({first, ""}).substr(0, 15), "event.malformed");
  EXPECT_EQ(taken({first, second + '\0'}).substr(0, 15), "event.malformed");
  EXPECT_EQ(taken({first, second.substr(0, second.size() - 1)}).substr(0, 15), "event.malformed");
}

TEST_F(OrderBytesTest, AnActThatDoesNotFitIsMalformedWithItsPlace) {
  order_.acts[1].act = Act::kPolicyAdopted;
  order_.acts[1].subject.clear();
  order_.acts[1].personal.clear();
  order_.acts[1].data = {{Field::kTable, "t"},
                         {Field::kValidFrom, std::int64_t{0}},
                         {Field::kAppliesBy, "act"},
                         {Field::kRows, std::vector<std::string>(40, std::string(2'000, 'x'))},
                         {Field::kLegalReference, "RRPO:1"}};
  const auto bytes = build_order(order_, vault_);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().fault, Fault::malformed);
  EXPECT_EQ(bytes.error().where.substr(0, 7), "acts[1]");
}

}  // namespace
}  // namespace sillok::testing
