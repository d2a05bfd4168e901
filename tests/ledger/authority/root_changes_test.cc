// The set of roots by position: proposed by the old set, confirmed by the new one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/authority/key_registry.h"

namespace sillok::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Signer signer_of(char letter) { return Signer{Secret::from_bytes(Bytes(32, letter)).value()}; }
PublicKey key_of(char letter) { return signer_of(letter).public_key(); }
std::string root(const std::string& name, char letter) { return name + "=" + to_base64(view(key_of(letter))); }

class RootChangesTest : public ::testing::Test {
 protected:
  using Set = std::vector<std::string>;

  void SetUp() override {
    ASSERT_TRUE(init_crypto());
    Genesis genesis;
    genesis.origin = "sillok/test";
    genesis.roots = {{"root.a", key_of('a')}, {"root.b", key_of('b')}};
    genesis.ledger_key = key_of('l');
    genesis.node_key = key_of('n');
    registry_.emplace(genesis);
  }
  static Bytes body(Act act, std::map<Field, Value> data) {
    PlainAct plain;
    plain.act = act;
    plain.effective_on = Date{20'000};
    plain.data = std::move(data);
    return build_body(plain, {}).value();
  }
  static Bytes change(const Set& set) { return body(Act::kRootsChanged, {{Field::kRoots, set}}); }
  static Bytes registration(const char* name, const char* kind, char letter) {
    return body(Act::kKeyRegistered, {{Field::kOfficer, name},
                                      {Field::kKind, kind},
                                      {Field::kPublicKey, to_base64(view(key_of(letter)))},
                                      {Field::kKey, "k"}});
  }
  static Bytes grant(const char* name) {
    return body(Act::kRoleGranted, {{Field::kOfficer, name}, {Field::kRole, "drafter"}, {Field::kScope, "*"}});
  }
  void apply(Position position, const Bytes& bytes) { registry_->apply(position, BodyView::trust(bytes)); }
  // The code of the refusal, or nothing.
  std::string refusal(const Set& set, const char* drafter, const char* approver, std::size_t acts = 1) {
    const Bytes bytes = change(set);
    const auto refused = registry_->refuse_root_change(BodyView::trust(bytes), acts, drafter, approver);
    return refused ? refused->code : "";
  }
  std::string why(const Set& set) {
    const Bytes bytes = change(set);
    const auto refused = registry_->refuse_root_change(BodyView::trust(bytes), 1, "root.a", "root.b");
    return refused ? refused->why : "";
  }
  std::vector<std::string> in_force() const {
    std::vector<std::string> names;
    for (const auto& [name, key] : registry_->roots()) names.push_back(name);
    return names;
  }
  std::optional<PublicKey> key_for(const char* name, const Bytes& first) {
    const auto key = registry_->key_for(name, BodyView::trust(first));
    return key ? std::optional{key->key} : std::nullopt;
  }

  const Set both_ = {root("root.a", 'a'), root("root.b", 'b')};
  const Set with_c_ = {root("root.a", 'a'), root("root.c", 'c')};  // b goes, c comes
  const Set of_d_ = {root("root.c", 'c'), root("root.d", 'd')};
  std::optional<KeyRegistry> registry_;
};

TEST_F(RootChangesTest, AProposalChangesNothing) {
  EXPECT_EQ(registry_->pending_roots(), nullptr);
  apply(5, change(with_c_));
  EXPECT_THAT(in_force(), ElementsAre("root.a", "root.b"));
  ASSERT_NE(registry_->pending_roots(), nullptr);
  EXPECT_EQ(registry_->pending_roots()->position, 5u);
  EXPECT_EQ(registry_->pending_roots()->roots.at("root.c"), key_of('c'));
  EXPECT_FALSE(registry_->key_of("root.c"));
  EXPECT_FALSE(registry_->was_root("root.c"));
  EXPECT_EQ(registry_->key_of("root.b")->key, key_of('b'));
  EXPECT_EQ(registry_->keys().size(), 2u);
}

TEST_F(RootChangesTest, AConfirmedSetHoldsFromItsPositionAndTheFormerKeysToIt) {
  apply(5, change(with_c_));
  apply(9, change(with_c_));
  EXPECT_EQ(registry_->pending_roots(), nullptr);
  EXPECT_THAT(in_force(), ElementsAre("root.a", "root.c"));
  EXPECT_TRUE(registry_->is_root("root.c"));
  EXPECT_FALSE(registry_->is_root("root.b"));
  EXPECT_TRUE(registry_->was_root("root.b"));
  EXPECT_FALSE(registry_->key_of("root.b"));
  const auto& keys = registry_->keys();
  ASSERT_EQ(keys.size(), 3u) << "history is kept";
  EXPECT_EQ(keys[0].revoked_at, std::nullopt) << "who stays goes on under the key of the genesis";
  EXPECT_EQ(keys[1].revoked_at, 9u);
  EXPECT_EQ(keys[2].officer, "root.c");
  EXPECT_EQ(keys[2].registered_at, 9u);
  EXPECT_EQ(keys[2].revoked_at, std::nullopt);
  for (const OfficerKey& key : keys) EXPECT_TRUE(key.is_root) << key.officer;
}

TEST_F(RootChangesTest, ARootThatStaysWithANewKeyLeavesTheOldOneBehind) {
  const Set other_key = {root("root.a", 'x'), root("root.b", 'b')};
  apply(5, change(other_key));
  EXPECT_EQ(registry_->key_of("root.a")->key, key_of('a'));
  EXPECT_EQ(key_for("root.a", change(other_key)), key_of('x')) << "which it confirms with";
  EXPECT_EQ(key_for("root.a", change(with_c_)), key_of('a')) << "another proposal is one of the set in force";
  EXPECT_EQ(key_for("root.a", registration("kim", "officer", 'k')), key_of('a'));
  apply(6, change(other_key));
  EXPECT_EQ(registry_->key_of("root.a")->key, key_of('x'));
  EXPECT_EQ(registry_->key_of("root.a")->registered_at, 6u);
  EXPECT_EQ(registry_->keys()[0].revoked_at, 6u);
  EXPECT_EQ(registry_->keys()[1].revoked_at, std::nullopt);
}

TEST_F(RootChangesTest, WhoConfirmsActsUnderTheProposal) {
  apply(5, change(with_c_));
  const Bytes confirmation = change(with_c_);
  const auto key = registry_->key_for("root.c", BodyView::trust(confirmation));
  ASSERT_TRUE(key);
  EXPECT_EQ(key->registered_at, 5u);
  EXPECT_TRUE(key->is_root);
  EXPECT_FALSE(key_for("root.b", confirmation)) << "who is not in the new set";
}

TEST_F(RootChangesTest, TwoInForceProposeAndTwoOfTheNewSetConfirm) {
  EXPECT_EQ(refusal(with_c_, "root.a", "root.b"), "");
  EXPECT_EQ(refusal(with_c_, "root.a", "root.c"), "authority.not_proposed") << "c has no say yet";
  EXPECT_EQ(refusal(with_c_, "root.a", "kim"), "authority.not_root");
  apply(5, change(with_c_));
  EXPECT_EQ(refusal(with_c_, "root.a", "root.c"), "");
  EXPECT_EQ(refusal(with_c_, "root.c", "root.a"), "");
  EXPECT_EQ(refusal(with_c_, "root.a", "root.b"), "authority.not_root") << "one of the new set and one that goes";
  EXPECT_EQ(refusal(with_c_, "kim", "root.c"), "authority.not_root");
  EXPECT_EQ(refusal(of_d_, "root.c", "root.d"), "authority.not_proposed") << "another set than the one proposed";
  apply(6, change(with_c_));
  EXPECT_EQ(refusal(of_d_, "root.a", "root.b"), "authority.not_root") << "b is a root no more";
  EXPECT_EQ(refusal(of_d_, "root.a", "root.c"), "");
}

TEST_F(RootChangesTest, WhoBelongsToBothSetsMayProposeAndConfirm) {
  const Set three = {root("root.a", 'a'), root("root.b", 'b'), root("root.c", 'c')};
  apply(5, change(three));
  EXPECT_EQ(refusal(three, "root.a", "root.b"), "");
  apply(6, change(three));
  EXPECT_THAT(in_force(), ElementsAre("root.a", "root.b", "root.c"));
}

TEST_F(RootChangesTest, OnlyTheNewestProposalCanBeConfirmed) {
  apply(5, change(with_c_));
  apply(6, change(of_d_));
  EXPECT_EQ(registry_->pending_roots()->position, 6u);
  EXPECT_EQ(refusal(with_c_, "root.a", "root.c"), "authority.not_proposed");
  apply(7, change(with_c_));
  EXPECT_THAT(in_force(), ElementsAre("root.a", "root.b")) << "proposed again, not confirmed";
  ASSERT_NE(registry_->pending_roots(), nullptr);
  EXPECT_EQ(registry_->pending_roots()->position, 7u);
  apply(8, change(with_c_));
  EXPECT_THAT(in_force(), ElementsAre("root.a", "root.c"));
}

TEST_F(RootChangesTest, TheSetInForceWithdrawsWhatWasProposed) {
  EXPECT_EQ(refusal(both_, "root.a", "root.b"), "authority.root_set") << "nothing to withdraw";
  apply(5, change(of_d_));
  EXPECT_EQ(refusal(both_, "root.a", "root.b"), "");
  EXPECT_EQ(refusal(both_, "root.c", "root.d"), "authority.not_root");
  apply(6, change(both_));
  EXPECT_EQ(registry_->pending_roots(), nullptr);
  EXPECT_THAT(in_force(), ElementsAre("root.a", "root.b"));
  EXPECT_EQ(refusal(of_d_, "root.c", "root.d"), "authority.not_proposed");
  ASSERT_EQ(registry_->root_changes().size(), 2u);
  EXPECT_EQ(registry_->root_changes()[1].step, RootStep::kWithdrawn);
}

TEST_F(RootChangesTest, TheOrderOfNamesSaysNothing) {
  apply(5, change({with_c_[1], with_c_[0]}));
  EXPECT_EQ(refusal({both_[1], both_[0]}, "root.a", "root.b"), "") << "withdraws";
  apply(6, change(with_c_));
  EXPECT_THAT(in_force(), ElementsAre("root.a", "root.c"));
}

TEST_F(RootChangesTest, WhatIsNoSet) {
  const auto is_no_set = [&](const Set& set) { return refusal(set, "root.a", "root.b") == "authority.root_set"; };
  EXPECT_TRUE(is_no_set({both_[0]})) << "one root";
  EXPECT_TRUE(is_no_set({both_[0], both_[0]})) << "one root twice";
  EXPECT_TRUE(is_no_set({both_[0], root("root.a", 'c')})) << "one name twice";
  EXPECT_TRUE(is_no_set({root("root.c", 'c'), root("root.d", 'c')})) << "one key twice";
  EXPECT_TRUE(is_no_set({both_[0], "root.c"})) << "no key";
  EXPECT_TRUE(is_no_set({both_[0], "root.c=" + to_base64(Bytes(32, '\0'))})) << "a key no honest signer has";
  EXPECT_TRUE(is_no_set({both_[0], root("", 'c')}));
  EXPECT_TRUE(is_no_set({both_[0], root("root c", 'c')}));
  EXPECT_EQ(refusal(with_c_, "root.a", "root.b", 2), "authority.root_set") << "it stands alone";
  const auto many = [](std::size_t count) {
    Set set;
    for (std::size_t i = 0; i < count; ++i) {
      const Signer signer{Secret::from_bytes(Bytes(31, 'm') + Bytes(1, static_cast<char>(i))).value()};
      set.push_back("r" + std::to_string(i) + "=" + to_base64(view(signer.public_key())));
    }
    return set;
  };
  EXPECT_FALSE(is_no_set(many(kRootsMax)));
  EXPECT_TRUE(is_no_set(many(kRootsMax + 1)));
}

TEST_F(RootChangesTest, NamesAndKeysOfRootsAreTheirsAlone) {
  apply(3, registration("kim", "officer", 'k'));
  apply(4, registration("park", "node", 'p'));
  apply(5, grant("lee"));
  apply(6, body(Act::kKeyRevoked, {{Field::kTarget, std::int64_t{3}}, {Field::kReason, "lost"}}));
  const auto with = [&](const std::string& other) { return why({both_[0], other}); };
  EXPECT_THAT(with(root("kim", 'z')), HasSubstr("kim has had a key")) << "though it is revoked";
  EXPECT_THAT(with(root("park", 'z')), HasSubstr("park has had a key"));
  EXPECT_THAT(with(root("lee", 'z')), HasSubstr("lee has had a role"));
  EXPECT_THAT(with(root("root.c", 'k')), HasSubstr("registered as that of kim"));
  EXPECT_THAT(with(root("root.c", 'p')), HasSubstr("registered as that of park"));
  EXPECT_THAT(with(root("root.c", 'b')), HasSubstr("registered as that of root.b"));
  EXPECT_THAT(with(root("root.c", 'l')), HasSubstr("the ledger's own"));
  EXPECT_THAT(with(root("root.c", 'n')), HasSubstr("the ledger's own"));
  EXPECT_EQ(with(root("root.c", 'c')), "");
}

TEST_F(RootChangesTest, ANameTakenBetweenProposalAndConfirmation) {
  apply(5, change(with_c_));
  apply(6, registration("root.c", "node", 'z'));
  EXPECT_EQ(refusal(with_c_, "root.a", "root.c"), "authority.root_set");
}

TEST_F(RootChangesTest, AFormerRootComesBackUnderItsOwnNameAlone) {
  apply(5, change(with_c_));
  apply(6, change(with_c_));
  EXPECT_EQ(refusal({root("root.c", 'c'), root("root.b", 'b')}, "root.a", "root.c"), "");
  EXPECT_EQ(refusal({root("root.c", 'c'), root("root.x", 'b')}, "root.a", "root.c"), "authority.root_set");
  const Set back = {root("root.c", 'c'), root("root.b", 'b')};
  apply(7, change(back));
  apply(8, change(back));
  EXPECT_EQ(registry_->key_of("root.b")->registered_at, 8u);
  EXPECT_EQ(registry_->keys()[1].revoked_at, 6u) << "the time between stays shut";
}

TEST_F(RootChangesTest, RootsAreNeitherOfficersNorRevokedOneByOne) {
  apply(5, change(with_c_));
  apply(6, change(with_c_));
  const auto refused = [&](const Bytes& bytes) { return registry_->refusal(BodyView::trust(bytes)) != ""; };
  for (const char* name : {"root.a", "root.b", "root.c"}) {
    EXPECT_TRUE(refused(registration(name, "officer", 'z'))) << name;
    EXPECT_TRUE(refused(grant(name))) << name;
    apply(7, registration(name, "officer", 'z'));
  }
  EXPECT_FALSE(registry_->key_of("root.b")) << "nor by a log that nobody checked";
  EXPECT_EQ(registry_->key_of("root.c")->key, key_of('c'));
  const Bytes revocation = body(Act::kKeyRevoked, {{Field::kTarget, std::int64_t{6}}, {Field::kReason, "x"}});
  EXPECT_TRUE(refused(revocation));
  apply(8, revocation);
  EXPECT_TRUE(registry_->key_of("root.c"));
}

TEST_F(RootChangesTest, OfficersAndGrantsOfFormerRootsStay) {
  apply(3, registration("kim", "officer", 'k'));
  apply(4, grant("kim"));
  apply(5, change(of_d_));
  apply(6, change(of_d_));
  EXPECT_EQ(registry_->key_of("kim")->key, key_of('k'));
  EXPECT_NE(registry_->grant_for("kim", false, "X", Date{1}, Date{1}), nullptr);
}

TEST_F(RootChangesTest, ASandboxKeepsItsOwn) {
  Genesis genesis = registry_->genesis();
  genesis.sandbox = true;
  genesis.seed = Secret::from_bytes(Bytes(32, 's')).value();
  registry_.emplace(genesis);
  EXPECT_EQ(refusal(with_c_, "root.a", "root.b"), "authority.root_set");
  apply(5, change(with_c_));
  apply(6, change(with_c_));
  EXPECT_THAT(in_force(), ElementsAre("root.a", "root.b"));
  EXPECT_TRUE(registry_->root_changes().empty());
}

}  // namespace
}  // namespace sillok::testing
