#include "ledger/privacy/vault.h"

#include <gtest/gtest.h>

#include "tests/ledger/privacy/map_store.h"

namespace sillok::testing {
namespace {

Secret secret_of(char letter) { return Secret::from_bytes(Bytes(32, letter)).value(); }

class VaultTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(init_crypto()); }
  // A vault as it wakes up: only what was made durable is there.
  StoredVault open(char wrapping = 'w') { return StoredVault{std::make_unique<MapStore>(disk_), secret_of(wrapping)}; }

  MapStore::Disk disk_;
};

TEST_F(VaultTest, ASandboxKeyFollowsFromTheSeedThePersonAndTheClass) {
  SandboxVault vault{secret_of('s')}, same{secret_of('s')}, other{secret_of('t')};
  const DataKey key = vault.key_for("P1", KeyClass::kIdentity).value();
  EXPECT_EQ(key.key.bytes(), same.key_for("P1", KeyClass::kIdentity)->key.bytes());
  for (const DataKey& different :
       {vault.key_for("P2", KeyClass::kIdentity).value(), vault.key_for("P1", KeyClass::kOpinion).value(),
        other.key_for("P1", KeyClass::kIdentity).value()}) {
    EXPECT_NE(key.key.bytes(), different.key.bytes());
    EXPECT_NE(key.id, different.id);
  }
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, key.id).value()->bytes(), key.key.bytes());
  EXPECT_EQ(vault.find("P2", KeyClass::kIdentity, key.id).value().has_value(), false);
}

TEST_F(VaultTest, AStoredKeyStaysTheSameAndIsDurableAfterFlush) {
  KeyId id{};
  Bytes bytes;
  {
    auto vault = open();
    const DataKey key = vault.key_for("P1", KeyClass::kIdentity).value();
    id = key.id;
    bytes = key.key.bytes();
    EXPECT_EQ(vault.key_for("P1", KeyClass::kIdentity)->key.bytes(), bytes) << "before it is durable too";
    EXPECT_TRUE(disk_.empty());
    ASSERT_TRUE(vault.flush());
  }
  auto vault = open();
  const DataKey again = vault.key_for("P1", KeyClass::kIdentity).value();
  EXPECT_EQ(again.id, id);
  EXPECT_EQ(again.key.bytes(), bytes);
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, id).value()->bytes(), bytes);
}

TEST_F(VaultTest, WhatAnotherWriterSealedOpensOnceItsKeysAreBrought) {
  MapStore::Disk other_disk;
  auto here = open();
  StoredVault there{std::make_unique<MapStore>(other_disk), secret_of('w')};
  const DataKey mine = here.key_for("P1", KeyClass::kIdentity).value();
  const DataKey theirs = there.key_for("P1", KeyClass::kIdentity).value();
  const DataKey only_theirs = there.key_for("P2", KeyClass::kIdentity).value();
  ASSERT_TRUE(here.flush() && there.flush());
  ASSERT_FALSE(here.find("P1", KeyClass::kIdentity, theirs.id));

  MapStore store{disk_};
  EXPECT_EQ(add_data_keys(store, other_disk).value(), 2u);
  const MapStore::Disk once = disk_;
  EXPECT_EQ(add_data_keys(store, other_disk).value(), 0u);
  EXPECT_EQ(disk_, once);

  auto vault = open();
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, theirs.id).value()->bytes(), theirs.key.bytes());
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, mine.id).value()->bytes(), mine.key.bytes());
  EXPECT_EQ(vault.key_for("P1", KeyClass::kIdentity)->id, mine.id) << "her own goes on";
  EXPECT_EQ(vault.key_for("P2", KeyClass::kIdentity)->id, only_theirs.id);
  EXPECT_TRUE(vault.check()) << vault.check().error().message;
  disk_.erase("k" + Bytes{view(theirs.id)});
  EXPECT_FALSE(open().check()) << "each of hers is looked at";
}

TEST_F(VaultTest, ACopyThatIsNoneChangesNothing) {
  MapStore::Disk other_disk;
  StoredVault there{std::make_unique<MapStore>(other_disk), secret_of('w')};
  const DataKey key = there.key_for("P1", KeyClass::kIdentity).value();
  ASSERT_TRUE(there.flush());
  MapStore store{disk_};
  MapStore::Disk without_key = other_disk, cut_short = other_disk;
  without_key.erase("k" + Bytes{view(key.id)});
  for (auto& [entry, row] : cut_short) {
    if (entry.starts_with('p')) row.pop_back();
  }
  EXPECT_EQ(add_data_keys(store, without_key).error().code, "vault.missing_key");
  EXPECT_EQ(add_data_keys(store, cut_short).error().code, "vault.damaged");
  EXPECT_TRUE(disk_.empty());
}

TEST_F(VaultTest, EachPersonAndClassHasAKeyOfItsOwn) {
  auto vault = open();
  std::set<KeyId> ids;
  std::set<Bytes> keys;
  for (const char* person : {"P1", "P2"}) {
    for (const KeyClass key_class : {KeyClass::kIdentity, KeyClass::kDiscipline, KeyClass::kOpinion}) {
      const DataKey key = vault.key_for(person, key_class).value();
      ids.insert(key.id);
      keys.emplace(key.key.bytes());
    }
  }
  EXPECT_EQ(ids.size(), 6u);
  EXPECT_EQ(keys.size(), 6u);
}

TEST_F(VaultTest, NoKeyStandsInTheClearInTheStore) {
  auto vault = open();
  const DataKey key = vault.key_for("P1", KeyClass::kIdentity).value();
  ASSERT_TRUE(vault.flush());
  for (const auto& [name, value] : disk_) EXPECT_EQ((name + value).find(key.key.bytes()), Bytes::npos);
}

TEST_F(VaultTest, AnotherWrappingKeyOpensNothing) {
  auto vault = open();
  const KeyId id = vault.key_for("P1", KeyClass::kIdentity)->id;
  ASSERT_TRUE(vault.flush());
  auto stranger = open('x');
  EXPECT_EQ(stranger.key_for("P1", KeyClass::kIdentity).error().code, "vault.damaged");
  EXPECT_EQ(stranger.find("P1", KeyClass::kIdentity, id).error().code, "vault.damaged");
}

TEST_F(VaultTest, AKeyIsBoundToItsPersonAndClass) {
  auto vault = open();
  const KeyId id = vault.key_for("P1", KeyClass::kIdentity)->id;
  ASSERT_TRUE(vault.flush());
  EXPECT_FALSE(vault.find("P2", KeyClass::kIdentity, id)) << "a key handed to another person";
  EXPECT_FALSE(vault.find("P1", KeyClass::kOpinion, id)) << "a key handed to another class";
}

TEST_F(VaultTest, EveryFlippedByteOfAWrappedKeyIsFound) {
  auto vault = open();
  const KeyId id = vault.key_for("P1", KeyClass::kIdentity)->id;
  ASSERT_TRUE(vault.flush());
  Bytes& wrapped = disk_.at("k" + Bytes{view(id)});
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    wrapped[i] = static_cast<char>(wrapped[i] ^ 1);
    EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, id).error().code, "vault.damaged") << i;
    wrapped[i] = static_cast<char>(wrapped[i] ^ 1);
  }
  EXPECT_TRUE(vault.find("P1", KeyClass::kIdentity, id).value());
}

TEST_F(VaultTest, WhatWasCutShortIsDamageNotACrash) {
  auto vault = open();
  const KeyId id = vault.key_for("P1", KeyClass::kIdentity)->id;
  ASSERT_TRUE(vault.flush());
  Bytes& wrapped = disk_.at("k" + Bytes{view(id)});
  const Bytes whole = wrapped;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    wrapped = whole.substr(0, size);
    EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, id).error().code, "vault.damaged") << size;
    EXPECT_EQ(vault.key_for("P1", KeyClass::kIdentity).error().code, "vault.damaged") << size;
  }
  wrapped = whole;
  for (auto& [name, value] : disk_) {
    if (name.starts_with("p")) value.resize(7);
  }
  EXPECT_EQ(vault.key_for("P1", KeyClass::kIdentity).error().code, "vault.damaged");
}

TEST_F(VaultTest, AMissingKeyIsDamageAndNotMadeAnewInSilence) {
  auto vault = open();
  const KeyId id = vault.key_for("P1", KeyClass::kIdentity)->id;
  ASSERT_TRUE(vault.flush());
  disk_.erase("k" + Bytes{view(id)});
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, id).error().code, "vault.missing_key") << "nobody destroyed it";
  EXPECT_EQ(vault.key_for("P1", KeyClass::kIdentity).error().code, "vault.missing_key");
}

TEST_F(VaultTest, AFailedFlushLosesNoKey) {
  auto store = std::make_unique<MapStore>(disk_);
  MapStore& handle = *store;
  StoredVault vault{std::move(store), secret_of('w')};
  const Bytes bytes{vault.key_for("P1", KeyClass::kIdentity)->key.bytes()};
  handle.fail_next_put();
  EXPECT_FALSE(vault.flush()) << "a failed write must be told";
  EXPECT_TRUE(disk_.empty());
  ASSERT_TRUE(vault.flush());
  EXPECT_EQ(open().key_for("P1", KeyClass::kIdentity)->key.bytes(), bytes);
}

TEST_F(VaultTest, CheckLooksAtEveryStoredKey) {
  auto vault = open();
  for (const char* person : {"P1", "P2", "P3"}) ASSERT_TRUE(vault.key_for(person, KeyClass::kIdentity));
  EXPECT_TRUE(vault.check());
  const MapStore::Disk whole = disk_;
  EXPECT_EQ(whole.size(), 7U) << "check makes durable what it is to look at";
  for (const auto& [key, value] : whole) {
    for (std::size_t at = 0; at < value.size(); ++at) {
      disk_[key][at] = static_cast<char>(value[at] ^ 1);
      const auto held = open().check();
      ASSERT_FALSE(held) << "byte " << at;
      EXPECT_EQ(held.error().fault, Fault::damaged);
      disk_ = whole;
    }
    disk_[key].pop_back();
    EXPECT_FALSE(open().check());
    disk_ = whole;
  }
  EXPECT_FALSE(open('x').check()) << "another wrapping key";
}

TEST_F(VaultTest, ADestroyedKeyIsGoneAndNoCopyBringsItBack) {
  MapStore store{disk_};
  KeyId id{}, opinion{}, of_other{};
  {
    auto vault = open();
    id = vault.key_for("P1", KeyClass::kIdentity)->id;
    opinion = vault.key_for("P1", KeyClass::kOpinion)->id;
    of_other = vault.key_for("P2", KeyClass::kIdentity)->id;
    ASSERT_TRUE(vault.flush());
  }
  const WrappedKeys before{disk_.begin(), disk_.end()};
  EXPECT_EQ(destroyed_up_to(store)->position, 0u);
  ASSERT_TRUE(destroy_data_keys(store, std::array{DestroyedKeys{7, {}, {"P1"}, {id, opinion}}}));
  EXPECT_EQ(destroyed_up_to(store)->position, 8u);
  auto vault = open();
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, id).value(), std::nullopt) << "destroyed, not missing";
  EXPECT_EQ(vault.find("P1", KeyClass::kOpinion, opinion).value(), std::nullopt);
  EXPECT_TRUE(vault.find("P2", KeyClass::kIdentity, of_other).value().has_value());
  EXPECT_TRUE(vault.check());
  for (const auto& [key, value] : disk_) EXPECT_FALSE(key == "k" + Bytes{view(id)}) << "its bytes are gone";

  EXPECT_EQ(add_data_keys(store, before).value(), 0u) << "a copy of before";
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, id).value(), std::nullopt);
  const DataKey anew = vault.key_for("P1", KeyClass::kIdentity).value();
  EXPECT_NE(anew.id, id) << "what is new of her is sealed under another";
  ASSERT_TRUE(vault.flush());
  EXPECT_TRUE(open().check());
  EXPECT_EQ(open().find("P1", KeyClass::kIdentity, anew.id).value()->bytes(), anew.key.bytes());
  // A store that never had it knows all the same.
  MapStore::Disk empty;
  MapStore other{empty};
  ASSERT_TRUE(destroy_data_keys(other, std::array{DestroyedKeys{7, {}, {"P1"}, {id}}}));
  EXPECT_EQ(add_data_keys(other, before).value(), 2u) << "hers of the class that is not named, and another's";
}

TEST_F(VaultTest, AllIsWrappedUnderAnotherKeyOrNothing) {
  auto vault = open();
  const DataKey one = vault.key_for("P1", KeyClass::kIdentity).value();
  const DataKey two = vault.key_for("P2", KeyClass::kOpinion).value();
  ASSERT_TRUE(vault.flush());
  const MapStore::Disk before = disk_;
  MapStore store{disk_};
  EXPECT_EQ(wrapped_by(store).value(), wrapping_key_id(secret_of('w')));
  EXPECT_EQ(wrap_anew(store, secret_of('v'), secret_of('x')).error().code, "vault.damaged") << "not the key of now";
  store.fail_next_put();
  EXPECT_FALSE(wrap_anew(store, secret_of('w'), secret_of('x')));
  disk_["k" + Bytes{view(one.id)}][30] ^= 1;
  EXPECT_EQ(wrap_anew(store, secret_of('w'), secret_of('x')).error().code, "vault.damaged");
  disk_["k" + Bytes{view(one.id)}][30] ^= 1;
  EXPECT_EQ(disk_, before);

  EXPECT_EQ(wrap_anew(store, secret_of('w'), secret_of('x')).value(), 2u);
  for (const auto& [key, value] : before) EXPECT_EQ(disk_.at(key) == value, key.starts_with('p')) << key[0];
  EXPECT_TRUE(open('x').check());
  EXPECT_FALSE(open('w').check());
  EXPECT_EQ(open('x').find("P1", KeyClass::kIdentity, one.id).value()->bytes(), one.key.bytes());
  EXPECT_EQ(open('x').find("P2", KeyClass::kOpinion, two.id).value()->bytes(), two.key.bytes());
  EXPECT_EQ(add_data_keys(store, before).value(), 0u) << "a copy of before, of which nothing is lacking";
  MapStore::Disk fewer = disk_;
  MapStore lacking{fewer};
  fewer.erase("pP2" + Bytes{'\0'} + "opinion");
  const auto added = add_data_keys(lacking, before);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, "vault.other_key");
  EXPECT_EQ(wrapped_anew(before, secret_of('x'), secret_of('y')).error().code, "vault.other_key");
  EXPECT_EQ(add_data_keys(store, wrapped_anew(before, secret_of('w'), secret_of('x')).value()).value(), 0u);
  EXPECT_TRUE(disk_.contains("u")) << "the old bytes may lie in a file still";
  ASSERT_TRUE(purge_what_is_left(store));
  EXPECT_FALSE(disk_.contains("u"));
}

TEST_F(VaultTest, WhoOnlyReadsForgetsToo) {
  KeyId id{};
  {
    auto vault = open();
    id = vault.key_for("P1", KeyClass::kIdentity)->id;
    ASSERT_TRUE(vault.flush());
  }
  StoredVault reader{std::make_unique<MapStore>(disk_), secret_of('w'), false};
  EXPECT_FALSE(reader.destroy({}).value());
  reader.forget({7, {}, {"P1"}, {id}});
  EXPECT_EQ(reader.find("P1", KeyClass::kIdentity, id).value(), std::nullopt);
  EXPECT_TRUE(open().find("P1", KeyClass::kIdentity, id).value().has_value()) << "nobody has destroyed it there";
}

TEST_F(VaultTest, ASandboxDerivesAnotherKeyBehindADestroyedOne) {
  SandboxVault vault{secret_of('s')}, other{secret_of('s')};
  const DataKey first = vault.key_for("P1", KeyClass::kIdentity).value();
  vault.forget({3, {}, {"P1"}, {first.id}});
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, first.id).value(), std::nullopt);
  const DataKey second = vault.key_for("P1", KeyClass::kIdentity).value();
  EXPECT_NE(second.id, first.id);
  EXPECT_EQ(vault.find("P1", KeyClass::kIdentity, second.id).value()->bytes(), second.key.bytes());
  other.forget({3, {}, {"P1"}, {first.id}});
  EXPECT_EQ(other.key_for("P1", KeyClass::kIdentity)->id, second.id) << "the same on every replica";
}

}  // namespace
}  // namespace sillok::testing
