"""An approver's grant reaches as far as the law lets the role (domain §2.1): which acts, which grades, whose units."""
import unittest

from program import OfficersLedger, act, found_unit, hire, order


class Reach(unittest.TestCase):
    def setUp(self):
        self.ledger = OfficersLedger()
        self.addCleanup(self.ledger.close)
        self.assertEqual(self.ledger.submit(found_unit(unit="1760000"), found_unit("UNIT-2", unit="U9")).code, 0)
        self.by_roots("R-1", "revoke-grant", "lee", "--reason", "another office")
        self.by_roots("G-1", "grant", "lee", "--role", "approver.agency_head", "--scope", "1760000", "--from", "2024-01-02")

    def by_roots(self, number, *arguments, code=0):
        answer = self.ledger.json(*arguments, "--order", number, "--authority", "MPM", "--drafted-by", "root.a",
                                  "--approved-by", "root.b", "--on", "2024-01-03", "--key", self.ledger.key("root.a"),
                                  "--key", self.ledger.key("root.b"))
        self.assertEqual(answer.code, code, str(answer))
        return answer

    def receipts(self, *lines):
        return self.ledger.submit(*lines).lines()

    def test_grades_and_acts(self):
        low = order("1", hire("P1", unit="1760000", grade=6, probation_months=0))
        high = order("2", hire("P2", unit="1760000", grade=5, probation_months=0))
        recorded, refused = self.receipts(low, high)
        self.assertEqual(recorded["status"], "recorded", str(recorded))
        self.assertEqual((refused["code"], refused["person"], refused["act"], refused["policy"]),
                         ("authority.not_granted", "P2", 0, "authority_grants@1949-08-12"))
        self.assertIn("DAPO", refused["legal_reference"])
        up = order("3", act("promoted", "P1", "2026-03-02", kind="ordinary", grade=5), on="2026-03-02")
        self.assertEqual(self.receipts(up)[0]["code"], "authority.not_granted", "to grade 5")
        self.by_roots("G-2", "grant", "lee", "--role", "approver.minister", "--scope", "1760000", "--from", "2024-01-02")
        self.assertEqual([each["status"] for each in self.receipts(high, up)], ["recorded", "recorded"])
        self.assertEqual(self.ledger.json("verify", "--full").code, 0)

    def test_own_units(self):
        refused = self.receipts(order("1", hire("P1", unit="U9", probation_months=0)))[0]
        self.assertEqual(refused["code"], "authority.not_granted", str(refused))

    def test_what_is_no_appointment_needs_no_reach(self):
        self.by_roots("G-3", "grant", "lee", "--role", "approver", "--scope", "1760000", "--from", "2024-01-02")
        self.assertEqual(self.receipts(order("1", hire("P1", unit="1760000", grade=5, probation_months=0)))[0]["status"], "recorded")
        self.by_roots("R-3", "revoke-grant", "lee", "--role", "approver", "--scope", "1760000", "--reason", "over")
        trained = order("2", act("trained", "P1", "2024-05-02", course="ethics", hours=4), on="2024-05-02")
        resigned = order("3", act("resigned", "P1", "2024-05-02"), on="2024-05-02")
        self.assertEqual([each.get("code") for each in self.receipts(trained, resigned)], [None, "authority.not_granted"])

    def test_an_import_is_recorded_and_told(self):
        signed = self.ledger.signed_file(order("1", hire("P2", unit="1760000", grade=5, probation_months=0)))
        lines = self.ledger.json("import", signed, "--trust", "system").lines()
        self.assertEqual(lines[0]["status"], "recorded", str(lines))
        self.assertEqual(lines[-1]["summary"]["findings"], 1)

    def test_a_role_that_the_law_does_not_know(self):
        answer = self.by_roots("G-4", "grant", "kim", "--role", "approver.king", "--scope", "*", code=1)
        self.assertEqual(answer.one()["code"], "authority.unknown_role")


if __name__ == "__main__":
    unittest.main()
