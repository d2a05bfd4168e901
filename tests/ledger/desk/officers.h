#pragma once
// A real ledger with two roots and two officers, and signing as an officer's own program does it.
#include "ledger/authority/order_signature.h"
#include "ledger/desk/order_bytes.h"
#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {

// Seals the order for this ledger and signs the very bytes with two keys.
inline OrderLine signed_line(Ledger& ledger, OrderLine line, const Signer& drafter, const Signer& approver) {
  const OrderBytes bytes = build_order(line.order, ledger.vault()).value();
  line.sealed_bodies = bytes.bodies;
  const auto sign = [&](SignerRole role, const Signer& signer) {
    return Bytes{view(signer.sign(order_message(role, ledger.genesis().hash, bytes.signed_order())))};
  };
  line.drafter_signature = sign(SignerRole::kDrafter, drafter);
  line.approver_signature = sign(SignerRole::kApprover, approver);
  return line;
}

inline OrderLine read_line(const std::string& text) {
  OrderLineReader reader;
  auto line = reader.read(text);
  if (!line) ADD_FAILURE() << line.error().where << ": " << line.error().message;
  return line.value_or(OrderLine{});
}

class OfficersTest : public DeskTest {
 protected:
  // Keys of kim (drafter, position 1) and lee (approver, 2), their grants (3: kim for 1760000 from
  // 2024-01-01 to 2025-01-01; 4: lee for all), the unit U1 (5).
  std::unique_ptr<Room> founded(const std::filesystem::path& at, const char* origin = "sillok/test") {
    InitOptions options;
    options.origin = origin;
    for (const auto& [name, letter] : {std::pair{"root.a", 'a'}, {"root.b", 'b'}}) {
      options.roots.emplace_back(name, signer_of(letter).public_key());
      options.root_seeds.emplace_back(name, secret_of(letter));
    }
    const auto made = Ledger::create(at, options);
    EXPECT_TRUE(made) << made.error().message;
    auto room = Room::enter(at);
    if (!room) return nullptr;
    EXPECT_EQ(by_roots(*room, "K-1", key_act("kim", 'k')), "recorded 1-1");
    EXPECT_EQ(by_roots(*room, "K-2", key_act("lee", 'l')), "recorded 2-2");
    EXPECT_EQ(by_roots(*room, "G-1", grant_act("kim", "drafter", "1760000", "2024-01-01", "2025-01-01")),
              "recorded 3-3");
    EXPECT_EQ(by_roots(*room, "G-2", grant_act("lee", "approver", "*")), "recorded 4-4");
    EXPECT_EQ(submit(*room, order_line("U-1", {unit_act("U1")}, kOfficers)), "recorded 5-5");
    return room;
  }
  std::unique_ptr<Room> founded() { return founded(directory()); }

  static PlainAct key_act(const char* officer, char letter) {
    PlainAct act;
    act.act = Act::kKeyRegistered;
    act.data = {{Field::kOfficer, officer},
                {Field::kKind, "officer"},
                {Field::kPublicKey, to_base64(view(signer_of(letter).public_key()))},
                {Field::kKey, officer}};
    return act;
  }
  static PlainAct grant_act(const char* officer, const char* role, const char* scope, const char* from = nullptr,
                            const char* to = nullptr) {
    PlainAct act;
    act.act = Act::kRoleGranted;
    act.data = {{Field::kOfficer, officer}, {Field::kRole, role}, {Field::kScope, scope}};
    if (from) act.data[Field::kValidFrom] = std::int64_t{parse_date(from)->days};
    if (to) act.data[Field::kValidTo] = std::int64_t{parse_date(to)->days};
    return act;
  }
  static PlainAct revoke_act(Act kind, Position target) {
    PlainAct act;
    act.act = kind;
    act.data = {{Field::kTarget, static_cast<std::int64_t>(target)}, {Field::kReason, "test"}};
    return act;
  }

  static OrderLine order_of(const char* number, PlainAct act, const char* drafter, const char* approver) {
    OrderLine line;
    line.order.header.order = number;
    line.order.header.authority = "1760000";
    line.order.header.legal_basis = {"SPOA:32"};
    line.order.header.issued_on = *parse_date("2024-03-02");
    line.order.header.drafted_by = drafter;
    line.order.header.approved_by = approver;
    act.effective_on = line.order.header.issued_on;
    line.order.acts.push_back(std::move(act));
    return line;
  }
  static std::string record(Room& room, OrderLine line) {
    const auto receipt = take_in_one(std::move(line), room.ledger(), room.records(), {});
    return receipt ? told(LineOutcome{1, *receipt}) : receipt.error().code;
  }
  static std::string by_roots(Room& room, const char* number, PlainAct act) {
    return record(room, signed_line(room.ledger(), order_of(number, std::move(act), "root.a", "root.b"), signer_of('a'),
                                    signer_of('b')));
  }

  static constexpr const char* kOfficers = R"("drafted_by":"kim","approved_by":"lee",)";
  // A line of JSON, signed by kim and lee if nobody else is named, through the pipe.
  static std::string signed_text(Room& room, const std::string& text, char drafter = 'k', char approver = 'l') {
    return write_order_line(signed_line(room.ledger(), read_line(text), signer_of(drafter), signer_of(approver)));
  }
  static std::string submit(Room& room, const std::string& text, char drafter = 'k', char approver = 'l') {
    const auto outcomes = room.take_in({signed_text(room, text, drafter, approver)});
    EXPECT_EQ(outcomes.size(), 1u);
    return outcomes.empty() ? "" : told(outcomes[0]);
  }
};

}  // namespace sillok::testing
