// Sealing through the whole way: plain act → sealed fields → body bytes → plain act.
#include "ledger/privacy/sealed_field.h"

#include <gtest/gtest.h>

#include "tests/ledger/event/samples.h"

namespace sillok::testing {
namespace {

class SealedFieldTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(init_crypto()); }
  static Secret seed(char letter) { return Secret::from_bytes(Bytes(32, letter)).value(); }

  static PlainAct hire() {
    PlainAct act;
    act.act = Act::kHired;
    act.subject = "P0001";
    act.effective_on = Date{19'784};
    act.data = {{Field::kRoute, "open"},
                {Field::kClass, "general"},
                {Field::kGrade, std::int64_t{9}},
                {Field::kSeries, "administration"},
                {Field::kUnit, "U1"}};
    act.personal = {{Personal::kName, "김하나"},
                    {Personal::kSex, "F"},
                    {Personal::kBirthOn, "1998-05-04"},
                    {Personal::kResidentNo, "980504-2000000"}};
    return act;
  }
  SealedField sealed_name() {
    const auto fields = seal_fields(hire(), vault_).value();
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [](const SealedField& field) { return field.personal == Personal::kName; });
    EXPECT_NE(found, fields.end());
    return *found;
  }
  Secret key_of(const SealedField& field) {
    return field_key(vault_.key_for("P0001", KeyClass::kIdentity)->key, field);
  }

  SandboxVault vault_{seed('s')};
};

TEST_F(SealedFieldTest, EveryKindOfActComesBackAsItWasAndHidesWhatItMust) {
  for (const Act act : all_acts()) {
    const PlainAct plain = sample_act(act);
    if (kind_of(act).subject != Subject::kPerson) continue;
    const auto sealed = seal_fields(plain, vault_);
    ASSERT_TRUE(sealed) << name_of(act);
    const auto body = build_body(plain, *sealed);
    ASSERT_TRUE(body) << name_of(act) << " " << body.error().where;
    const VaultOpener opener{vault_};
    EXPECT_EQ(plain_act(BodyView::check(*body).value(), opener), plain) << name_of(act);
    EXPECT_FALSE(opener.error()) << name_of(act);
    for (const auto& [member, text] : plain.personal) {
      if (member == Personal::kSex) continue;  // one letter stands in any body
      EXPECT_EQ(body->find(text), Bytes::npos) << name_of(act) << " " << name_of(member);
    }
    for (const auto& [field, value] : plain.data) {
      if (!is_sealed(field)) continue;
      EXPECT_EQ(body->find(std::get<std::string>(value)), Bytes::npos) << name_of(act);
    }
  }
}

// rectified.data may carry ° fields of any class among its patches, and take one away.
TEST_F(SealedFieldTest, SealedPatchesOfARectification) {
  PlainAct act;
  act.act = Act::kRectified;
  act.subject = "P0001";
  act.effective_on = Date{19'800};
  act.data = {{Field::kTarget, std::int64_t{4}},
              {Field::kData, std::vector<Patch>{{Field::kGrade, std::int64_t{7}},
                                                {Field::kFacts, std::string{"다른 사실"}},
                                                {Field::kNumber, std::monostate{}},
                                                {Field::kOpinion, std::string{"다른 의견"}}}}};
  const auto sealed = seal_fields(act, vault_).value();
  ASSERT_EQ(sealed.size(), 2u) << "the one that takes a field away says nothing secret";
  EXPECT_EQ(key_class_of(sealed[0]), KeyClass::kDiscipline);
  EXPECT_EQ(key_class_of(sealed[1]), KeyClass::kOpinion);
  EXPECT_NE(sealed[0].key_id, sealed[1].key_id);
  const Bytes body = build_body(act, sealed).value();
  EXPECT_EQ(body.find("다른"), Bytes::npos);
  EXPECT_EQ(plain_act(BodyView::check(body).value(), VaultOpener{vault_}), act);
}

TEST_F(SealedFieldTest, TheSameTextIsNeverSealedTwiceAlike) {
  EXPECT_NE(sealed_name().ciphertext, sealed_name().ciphertext);
  EXPECT_NE(sealed_name().nonce, sealed_name().nonce);
}

TEST_F(SealedFieldTest, AFieldOpensOnlyAsWhatItWasSealed) {
  const SealedField field = sealed_name();
  const Secret key = key_of(field);
  ASSERT_EQ(open_field(key, "P0001", Act::kHired, field), "김하나");
  EXPECT_FALSE(open_field(key, "P0002", Act::kHired, field)) << "another person";
  EXPECT_FALSE(open_field(key, "P0001", Act::kPersonalUpdated, field)) << "another act";
  SealedField other = field;
  other.personal = Personal::kNameHanja;
  EXPECT_FALSE(open_field(key, "P0001", Act::kHired, other)) << "another field";
  other = field;
  other.key_id[0] ^= 1;
  EXPECT_FALSE(open_field(key, "P0001", Act::kHired, other)) << "another key id";
  other = field;
  other.nonce[23] ^= 1;
  EXPECT_FALSE(open_field(key, "P0001", Act::kHired, other)) << "another nonce";
  for (std::size_t i = 0; i < field.ciphertext.size(); ++i) {
    other = field;
    other.ciphertext[i] = static_cast<char>(other.ciphertext[i] ^ 0x10);
    EXPECT_FALSE(open_field(key, "P0001", Act::kHired, other)) << "byte " << i;
  }
  other = field;
  other.ciphertext.pop_back();
  EXPECT_FALSE(open_field(key, "P0001", Act::kHired, other));
}

// The cipher alone would open it: nothing binds it to this key, and another text could stand under another.
TEST_F(SealedFieldTest, WhatIsNotBoundToItsKeyStaysClosed) {
  SealedField field = sealed_name();
  const Secret key = key_of(field);
  const Bytes associated = Bytes{"P0001"} + '\0' + "hired" + '\0' + "name" + '\0' + Bytes{view(field.key_id)};
  const auto sealed_by_hand = [&](std::size_t zeros) {
    field.ciphertext = seal(key, view(field.nonce), associated, Bytes(zeros, '\0') + "김하나");
    return open_field(key, "P0001", Act::kHired, field);
  };
  EXPECT_EQ(sealed_by_hand(32), "김하나");
  for (const std::size_t zeros : {0u, 1u, 31u}) EXPECT_FALSE(sealed_by_hand(zeros)) << zeros;
}

TEST_F(SealedFieldTest, AOneTimeKeyOpensNoOtherField) {
  const auto fields = seal_fields(hire(), vault_).value();
  ASSERT_EQ(fields.size(), 4u);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t k = 0; k < fields.size(); ++k) {
      EXPECT_EQ(open_field(key_of(fields[i]), "P0001", Act::kHired, fields[k]).has_value(), i == k);
    }
  }
}

TEST_F(SealedFieldTest, TheOpenerTellsErasedFromDamaged) {
  const PlainAct act = hire();
  auto sealed = seal_fields(act, vault_).value();
  {
    SandboxVault forgetful{seed('t')};
    const VaultOpener opener{forgetful};
    const PlainAct said = plain_act(BodyView::trust(build_body(act, sealed).value()), opener);
    EXPECT_EQ(said.personal.at(Personal::kName), "ERASED");
    EXPECT_FALSE(opener.error()) << "a key that is not there any more is no damage";
  }
  sealed[0].ciphertext[0] = static_cast<char>(sealed[0].ciphertext[0] ^ 1);
  const Bytes body = build_body(act, sealed).value();
  const VaultOpener opener{vault_};
  plain_act(BodyView::trust(body), opener);
  ASSERT_TRUE(opener.error());
  EXPECT_EQ(opener.error()->code, "privacy.sealed_field");
  EXPECT_EQ(opener.error()->fault, Fault::damaged);
  EXPECT_EQ((opener.error()->where + opener.error()->message).find("하나"), std::string::npos);
}

}  // namespace
}  // namespace sillok::testing
