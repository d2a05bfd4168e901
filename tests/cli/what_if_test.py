"""`policy what-if`: what an adoption would change for whom, before anybody adopts it. It records nothing."""
import unittest

from program import Ledger, act, found_unit, hire, order


def adopted(number, table, valid_from, *rows):
    return order(number, {"act": "policy_adopted", "effective_on": "2024-12-02",
                          "data": {"table": table, "valid_from": valid_from, "applies_by": "act", "rows": list(rows),
                                   "legal_reference": "DAPO:31"}}, on="2024-12-02")


class WhatIf(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        done = cls.ledger.submit(
            found_unit(), order("1", hire("P1", probation_months=0), hire("P2", grade=7, probation_months=0), hire("P3", probation_months=0)),
            order("2", act("sanctioned", "P2", "2024-06-03", case="C1", kind="reprimand", misconduct="general", misconduct_on="2024-05-01"), on="2024-06-03"),
            order("3", act("resigned", "P3", "2024-09-02"), on="2024-09-02"), found_unit("NOW", "U9", on="2024-12-02"))
        assert done.code == 0, str(done)

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def ask(self, *lines, options=()):
        answer = self.ledger.json("policy", "what-if", self.ledger.file("decree.jsonl", *lines), *options)
        self.assertEqual(answer.code, 0, str(answer))
        *differences, last = answer.lines()
        return {(each["person"], each["field"]): (each["before"], each["after"]) for each in differences}, last["summary"]

    def test_who_would_be_promotable(self):
        decree = adopted("D-1", "min_time_in_grade", "2025-01-01", {"id": "9", "value": 6, "unit": "months"})
        size, digests = self.ledger.size(), self.ledger.json("digest").out
        found, summary = self.ask(decree)
        self.assertEqual(found, {("P1", "promotable_on"): ("2025-03-02", "2025-01-01")}, "P3 has left, P2 has another grade")
        self.assertEqual(summary["on"], "2025-01-01")
        self.assertEqual((summary["persons"], summary["persons_changed"], summary["promotable"]), (2, 1, {"before": 0, "after": 1}))
        self.assertEqual((self.ledger.size(), self.ledger.json("digest").out), (size, digests), "nothing is recorded")

    def test_who_would_be_restricted(self):
        decree = adopted("D-2", "sanction_restriction", "1949-08-12", {"id": "reprimand", "value": 9, "unit": "months"})
        found, summary = self.ask(decree, options=("--on", "2024-12-04"))
        self.assertEqual(found[("P2", "restricted_until")], (None, "2025-03-04"))
        self.assertEqual(found[("P2", "promotable_on")], ("2025-09-02", "2025-12-02"))
        self.assertEqual(summary["restricted"], {"before": 0, "after": 1})

    def test_who_would_be_paid_otherwise(self):
        decree = adopted("D-3", "pay_table", "2025-01-01", {"id": "general.9.1", "value": 2_500_000})
        found, summary = self.ask(decree)
        self.assertEqual(found, {("P1", "base_pay"): (2_000_900, 2_500_000)})
        self.assertEqual(summary["base_pay"]["after"] - summary["base_pay"]["before"], 499_100)

    def test_it_says_what_comes_true(self):
        decree = adopted("D-4", "min_time_in_grade", "2024-12-01", {"id": "7", "value": 30, "unit": "months"})
        with Ledger() as ledger:
            self.assertEqual(ledger.submit(found_unit(), order("1", hire("P2", grade=7, probation_months=0), on="2024-03-02"), found_unit("NOW", "U9", on="2024-12-02")).code, 0)
            told = ledger.json("policy", "what-if", ledger.file("d.jsonl", decree)).lines()[0]
            self.assertEqual(ledger.json("show", "P2").one()["promotable_on"], told["before"])
            self.assertEqual(ledger.submit(decree).code, 0)
            self.assertEqual(ledger.json("show", "P2").one()["promotable_on"], told["after"])

    def test_what_is_no_adoption(self):
        for line in (order("1", hire("P9")), "{", ""):
            answer = self.ledger.json("policy", "what-if", self.ledger.file("x.jsonl", line))
            self.assertEqual(answer.code, 3, str(answer))
        self.assertNotEqual(self.ledger.json("policy", "what-if", "/nowhere").code, 0)

    def test_as_text(self):
        shown = self.ledger.run("policy", "what-if", self.ledger.file("d.jsonl", adopted("D-5", "min_time_in_grade", "2025-01-01", {"id": "9", "value": 6, "unit": "months"})))
        self.assertIn("1 of 2 records would change; promotable 0 → 1", shown.out)


if __name__ == "__main__":
    unittest.main()
