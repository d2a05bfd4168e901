// Keys and grants as the log says them, position by position.
#include "ledger/authority/key_registry.h"

#include <gtest/gtest.h>

#include "ledger/event/codec.h"

namespace sillok::testing {
namespace {

Signer signer_of(char letter) { return Signer{Secret::from_bytes(Bytes(32, letter)).value()}; }
std::string key_text(char letter) { return to_base64(view(signer_of(letter).public_key())); }

class KeyRegistryTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(init_crypto()); }

  static Genesis real() {
    Genesis genesis;
    genesis.origin = "sillok/test";
    genesis.roots = {{"root.a", signer_of('a').public_key()}, {"root.b", signer_of('b').public_key()}};
    return genesis;
  }
  static constexpr Date kRevocation{20'000};
  static void apply(KeyRegistry& registry, Position position, Act act, std::map<Field, Value> data,
                    Date on = kRevocation) {
    PlainAct plain;
    plain.act = act;
    plain.effective_on = on;
    plain.data = std::move(data);
    const auto body = build_body(plain, {});
    ASSERT_TRUE(body) << body.error().where;
    ASSERT_TRUE(KeyRegistry::concerns(act));
    registry.apply(position, BodyView::trust(*body));
  }
  static void register_key(KeyRegistry& registry, Position position, const char* officer, char letter) {
    apply(registry, position, Act::kKeyRegistered,
          {{Field::kOfficer, officer},
           {Field::kKind, "officer"},
           {Field::kPublicKey, key_text(letter)},
           {Field::kKey, "k"}});
  }
  static void grant(KeyRegistry& registry, Position position, const char* officer, const char* role, const char* scope,
                    std::optional<std::int64_t> from = {}, std::optional<std::int64_t> to = {}) {
    std::map<Field, Value> data{{Field::kOfficer, officer}, {Field::kRole, role}, {Field::kScope, scope}};
    if (from) data[Field::kValidFrom] = *from;
    if (to) data[Field::kValidTo] = *to;
    apply(registry, position, Act::kRoleGranted, std::move(data));
  }
};

TEST_F(KeyRegistryTest, RootsHaveTheirKeysFromTheGenesis) {
  KeyRegistry registry{real()};
  ASSERT_TRUE(registry.key_of("root.a"));
  EXPECT_EQ(registry.key_of("root.a")->key, signer_of('a').public_key());
  EXPECT_EQ(registry.key_of("root.a")->registered_at, kNoPosition);
  EXPECT_TRUE(registry.is_root("root.b"));
  EXPECT_FALSE(registry.is_root("kim"));
  EXPECT_FALSE(registry.key_of("kim"));
}

TEST_F(KeyRegistryTest, AKeyIsInForceFromItsRegistrationToItsRevocation) {
  KeyRegistry registry{real()};
  register_key(registry, 5, "kim", 'k');
  ASSERT_TRUE(registry.key_of("kim"));
  EXPECT_EQ(registry.key_of("kim")->key, signer_of('k').public_key());
  EXPECT_EQ(registry.key_of("kim")->registered_at, 5u);
  apply(registry, 9, Act::kKeyRevoked, {{Field::kTarget, std::int64_t{4}}, {Field::kReason, "lost"}});
  EXPECT_TRUE(registry.key_of("kim")) << "another position was revoked";
  apply(registry, 10, Act::kKeyRevoked, {{Field::kTarget, std::int64_t{5}}, {Field::kReason, "lost"}});
  EXPECT_FALSE(registry.key_of("kim"));
  ASSERT_EQ(registry.keys().size(), 3u) << "history is kept";
  EXPECT_EQ(registry.keys().back().revoked_at, 10u);
}

TEST_F(KeyRegistryTest, ALaterKeyTakesThePlaceOfTheEarlierOne) {
  KeyRegistry registry{real()};
  register_key(registry, 5, "kim", 'k');
  register_key(registry, 8, "kim", 'l');
  register_key(registry, 9, "lee", 'm');
  EXPECT_EQ(registry.key_of("kim")->key, signer_of('l').public_key());
  EXPECT_EQ(registry.keys()[2].revoked_at, 8u);
  EXPECT_EQ(registry.key_of("lee")->key, signer_of('m').public_key());
}

TEST_F(KeyRegistryTest, ARootsKeyCanBeTakenOverByNobody) {
  KeyRegistry registry{real()};
  register_key(registry, 5, "root.a", 'x');
  EXPECT_EQ(registry.key_of("root.a")->key, signer_of('a').public_key());
}

TEST_F(KeyRegistryTest, OnlyAKeyOfKindOfficerSigns) {
  KeyRegistry registry{real()};
  const auto add = [&](Position position, const char* kind, char letter) {
    apply(registry, position, Act::kKeyRegistered,
          {{Field::kOfficer, "kim"}, {Field::kKind, kind}, {Field::kPublicKey, key_text(letter)}, {Field::kKey, "k"}});
  };
  add(5, "node", 'n');
  add(6, "ledger", 'm');
  add(7, "root", 'r');
  EXPECT_FALSE(registry.key_of("kim")) << "a machine's key is nobody's signature";
  EXPECT_EQ(registry.registered("node", "kim")->key, signer_of('n').public_key());
  add(8, "officer", 'k');
  add(9, "node", 'o');
  ASSERT_TRUE(registry.key_of("kim")) << "the node's next key takes the place of a node's key only";
  EXPECT_EQ(registry.key_of("kim")->key, signer_of('k').public_key());
  EXPECT_EQ(registry.registered("node", "kim")->key, signer_of('o').public_key());
  apply(registry, 10, Act::kKeyRevoked, {{Field::kTarget, std::int64_t{9}}, {Field::kReason, "lost"}});
  EXPECT_FALSE(registry.registered("node", "kim"));
  EXPECT_TRUE(registry.key_of("kim"));
}

TEST_F(KeyRegistryTest, AGrantHoldsForItsRoleItsScopeAndItsDays) {
  KeyRegistry registry{real()};
  grant(registry, 5, "kim", "drafter", "1760000", 100, 200);
  const auto holds = [&](const char* officer, bool approves, const char* authority, std::int32_t day) {
    return registry.grant_for(officer, approves, authority, Date{day}, Date{day}) != nullptr;
  };
  EXPECT_TRUE(holds("kim", false, "1760000", 100));
  EXPECT_TRUE(holds("kim", false, "1760000", 199));
  EXPECT_FALSE(holds("kim", false, "1760000", 99));
  EXPECT_FALSE(holds("kim", false, "1760000", 200)) << "the last day is the first one no more";
  EXPECT_FALSE(holds("kim", true, "1760000", 150)) << "who drafts does not approve";
  EXPECT_FALSE(holds("kim", false, "1760001", 150));
  EXPECT_FALSE(holds("lee", false, "1760000", 150));
  grant(registry, 6, "lee", "approver", "*");
  EXPECT_TRUE(holds("lee", true, "whatever", -1'000));
  EXPECT_TRUE(holds("lee", false, "whatever", 90'000)) << "who approves may draft";
  grant(registry, 7, "park", "auditor", "*");
  EXPECT_FALSE(holds("park", false, "1760000", 150)) << "an unknown role gives no right";
}

TEST_F(KeyRegistryTest, ARevokedGrantHoldsNoMoreAndTheOthersDo) {
  KeyRegistry registry{real()};
  grant(registry, 5, "kim", "drafter", "A");
  grant(registry, 6, "kim", "drafter", "B");
  apply(registry, 9, Act::kRoleRevoked, {{Field::kTarget, std::int64_t{5}}, {Field::kReason, "moved"}});
  EXPECT_EQ(registry.grant_for("kim", false, "A", Date{1}, kRevocation), nullptr)
      << "nor for an order that is dated back";
  ASSERT_NE(registry.grant_for("kim", false, "B", Date{1}, kRevocation), nullptr);
  EXPECT_EQ(registry.grant_for("kim", false, "B", Date{1}, kRevocation)->position, 6u);
  EXPECT_EQ(registry.grants()[0].revoked_at, 9u);
}

TEST_F(KeyRegistryTest, ARevocationHoldsFromItsDayAndTheFirstOneCounts) {
  KeyRegistry registry{real()};
  grant(registry, 5, "kim", "drafter", "A");
  const auto revoke = [&](Position position, Date on) {
    apply(registry, position, Act::kRoleRevoked, {{Field::kTarget, std::int64_t{5}}, {Field::kReason, "moved"}}, on);
  };
  const Date later{kRevocation.days + 100};
  revoke(9, later);
  EXPECT_NE(registry.grant_for("kim", false, "A", kRevocation, later.previous()), nullptr);
  EXPECT_EQ(registry.grant_for("kim", false, "A", kRevocation, later), nullptr);
  revoke(10, later.next());
  EXPECT_EQ(registry.grants()[0].revoked_at, 9u) << "it had ended by then";
  revoke(11, kRevocation);
  EXPECT_EQ(registry.grant_for("kim", false, "A", kRevocation, kRevocation), nullptr);
  EXPECT_EQ(registry.grants()[0].revoked_at, 11u);
}

TEST_F(KeyRegistryTest, AChangeThatSaysNothingIsNamed) {
  Genesis founded = real();
  founded.ledger_key = signer_of('L').public_key();
  founded.node_key = signer_of('N').public_key();
  KeyRegistry registry{std::move(founded)};
  register_key(registry, 5, "kim", 'k');
  grant(registry, 6, "kim", "drafter", "A");
  const auto refusal = [&](Act act, std::map<Field, Value> data) {
    PlainAct plain;
    plain.act = act;
    plain.effective_on = kRevocation;
    plain.data = std::move(data);
    const Bytes body = build_body(plain, {}).value();
    return registry.refusal(BodyView::trust(body));
  };
  const auto revoke_key = [&](std::int64_t position) {
    return refusal(Act::kKeyRevoked, {{Field::kTarget, position}, {Field::kReason, "lost"}});
  };
  const auto revoke_role = [&](std::int64_t position) {
    return refusal(Act::kRoleRevoked, {{Field::kTarget, position}, {Field::kReason, "moved"}});
  };
  EXPECT_EQ(revoke_key(5), "");
  EXPECT_NE(revoke_key(6), "") << "a grant is no key";
  EXPECT_EQ(revoke_role(6), "");
  EXPECT_NE(revoke_role(5), "");
  apply(registry, 7, Act::kKeyRevoked, {{Field::kTarget, std::int64_t{5}}, {Field::kReason, "lost"}});
  apply(registry, 8, Act::kRoleRevoked, {{Field::kTarget, std::int64_t{6}}, {Field::kReason, "moved"}});
  EXPECT_NE(revoke_key(5), "") << "revoked before";
  EXPECT_NE(revoke_role(6), "");
  const auto grant_to = [&](const char* officer) {
    return refusal(Act::kRoleGranted, {{Field::kOfficer, officer}, {Field::kRole, "drafter"}, {Field::kScope, "A"}});
  };
  EXPECT_EQ(grant_to("lee"), "");
  EXPECT_NE(grant_to("root.a"), "");
  const auto key_of_lee = [&](const PublicKey& key) {
    return refusal(Act::kKeyRegistered, {{Field::kOfficer, "lee"},
                                         {Field::kKind, "officer"},
                                         {Field::kPublicKey, to_base64(view(key))},
                                         {Field::kKey, "lee"}});
  };
  EXPECT_EQ(key_of_lee(signer_of('l').public_key()), "");
  EXPECT_NE(key_of_lee(registry.genesis().ledger_key), "") << "it lies on the ledger's machine";
  EXPECT_NE(key_of_lee(registry.genesis().node_key), "");
  EXPECT_NE(key_of_lee(registry.registered(kOfficerKind, "root.a")->key), "") << "a root signs no orders";
}

TEST_F(KeyRegistryTest, InASandboxEveryNameHasTheKeyThatFollowsFromTheSeed) {
  Genesis genesis = real();
  genesis.sandbox = true;
  genesis.seed = Secret::from_bytes(Bytes(32, 's')).value();
  KeyRegistry registry{genesis};
  ASSERT_TRUE(registry.key_of("anyone"));
  EXPECT_EQ(registry.key_of("anyone")->key, sandbox_officer(*genesis.seed, "anyone").public_key());
  EXPECT_NE(registry.key_of("anyone")->key, registry.key_of("someone")->key);
}

TEST_F(KeyRegistryTest, ACopyGoesItsOwnWay) {
  KeyRegistry registry{real()};
  KeyRegistry copy = registry;
  register_key(registry, 5, "kim", 'k');
  EXPECT_FALSE(copy.key_of("kim"));
}

// The genesis event itself, with one thing wrong at a time.
class GenesisTest : public KeyRegistryTest {
 protected:
  static std::map<Field, Value> data() {
    return {{Field::kOrigin, "sillok/test"},
            {Field::kSandbox, std::int64_t{0}},
            {Field::kRoots, std::vector<std::string>{"root.a=" + key_text('a'), "root.b=" + key_text('b')}},
            {Field::kLedgerKey, key_text('l')},
            {Field::kNodeKey, key_text('n')},
            {Field::kAcceptance, std::int64_t{1}}};
  }
  static Result<Genesis> read(const std::map<Field, Value>& fields, Position position = 0) {
    PlainAct plain;
    plain.act = Act::kGenesis;
    plain.effective_on = Date{20'000};
    plain.data = fields;
    PlainHeader plain_header;
    plain_header.order = "genesis";
    plain_header.authority = "ledger";
    plain_header.drafted_by = "root.a";
    plain_header.approved_by = "root.b";
    plain_header.legal_basis = {"genesis"};
    const auto body = build_body(plain, {});
    if (!body) return tl::unexpected{body.error()};
    const Bytes header = build_header(plain_header).value();
    Opening opening;
    opening.header = header;
    opening.act_count = 1;
    Envelope envelope;
    envelope.position = position;
    EntryBuilder builder;
    const Bytes entry{builder.build(envelope, &opening, *body).value()};
    SILLOK_TRY(event, EventView::check(entry));
    return read_genesis(event);
  }
};

TEST_F(GenesisTest, SaysWhatWasFounded) {
  const auto genesis = read(data());
  ASSERT_TRUE(genesis) << genesis.error().message;
  EXPECT_EQ(genesis->origin, "sillok/test");
  EXPECT_FALSE(genesis->sandbox);
  EXPECT_EQ(genesis->roots.size(), 2u);
  EXPECT_EQ(genesis->roots.at("root.b"), signer_of('b').public_key());
  EXPECT_EQ(genesis->ledger_key, signer_of('l').public_key());
  EXPECT_EQ(genesis->node_key, signer_of('n').public_key());
}

TEST_F(GenesisTest, RefusesWhatNoLedgerMayBeginWith) {
  const auto changed = [](Field field, Value value) {
    auto fields = data();
    fields[field] = std::move(value);
    return read(fields).has_value();
  };
  EXPECT_FALSE(read(data(), 1)) << "not at position 0";
  EXPECT_FALSE(changed(Field::kAcceptance, std::int64_t{2})) << "a later acceptance rule";
  EXPECT_FALSE(changed(Field::kSandbox, std::int64_t{1})) << "a sandbox without a seed";
  EXPECT_FALSE(changed(Field::kSeed, to_hex(Bytes(32, 's')))) << "a seed outside a sandbox";
  EXPECT_FALSE(changed(Field::kRoots, std::vector<std::string>{"root.a=" + key_text('a')})) << "one root";
  EXPECT_FALSE(changed(Field::kRoots, std::vector<std::string>{"root.a=" + key_text('a'), "root.a=" + key_text('b')}))
      << "one name twice";
  EXPECT_FALSE(changed(Field::kRoots, std::vector<std::string>{"root.a=" + key_text('a'), "root.b"}));
  EXPECT_FALSE(changed(Field::kLedgerKey, "no key"));
  EXPECT_FALSE(changed(Field::kNodeKey, to_base64(Bytes(32, '\0')))) << "a key no honest signer has";
}

}  // namespace
}  // namespace sillok::testing
