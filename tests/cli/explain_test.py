"""show --explain: what a field rests on, as periods that count or don't, with the acts and the rule rows (domain §11, 2)."""
import json
import unittest

from program import Ledger, act, found_unit, hire, order

FIELDS = ("promotable_on", "restricted_until", "step_restricted_until", "next_step_on", "step", "retires_on", "service", "base_pay")


class Lee(unittest.TestCase):
    """Grade 7 from 2024-03-01; three months of pay cut from 2024-09-01, and twelve of restriction after them."""

    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        acts = {"hire": hire("Lee", on="2023-01-01", grade=8, step=2, probation_months=0),
                "step": act("step_raised", "Lee", "2024-01-01", kind="regular", step=3),
                "promotion": act("promoted", "Lee", "2024-03-01", kind="ordinary", grade=7),
                "request": act("sanction_requested", "Lee", "2024-07-15", case="C1", weight="light", misconduct="general", misconduct_on="2024-05-01"),
                "sanction": act("sanctioned", "Lee", "2024-09-01", case="C1", kind="pay_cut", months=3, misconduct="general", misconduct_on="2024-05-01")}
        answer = cls.ledger.submit(found_unit(), *(order(name, each, on=each["effective_on"]) for name, each in acts.items()),
                                   found_unit("LATER", "U2", on="2024-12-15"))
        if answer.code != 0:
            raise AssertionError(str(answer))
        cls.at = dict(zip(acts, range(cls.ledger.begin + 1, cls.ledger.begin + 6)))

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def explain(self, field, *options):
        answer = self.ledger.json("show", "Lee", "--explain", field, *options)
        self.assertEqual(answer.code, 0, str(answer))
        record = answer.one()
        explained = record["explanation"]
        self.assertEqual((explained["field"], explained["value"]), (field, record[field]))
        return explained

    def test_every_explanation_has_one_shape(self):
        for field in (*FIELDS, "grade", "unit", "status", "hired_on"):
            with self.subTest(field):
                explained = self.explain(field)
                self.assertEqual(set(explained), {"field", "value", "note", "policies", "periods"})
                self.assertTrue(explained["note"] or explained["periods"], "something is said")
                for each in explained["periods"]:
                    self.assertEqual(set(each), {"what", "from", "to", "length", "counted", "acts", "policies", "legal_reference", "note"})
                    for span in ("length", "counted"):
                        self.assertTrue(each[span] is None or set(each[span]) == {"months", "days"}, each)
                    for position in each["acts"]:
                        self.assertIn(position, self.at.values())
                    for row in each["policies"]:
                        self.assertRegex(row, r"^[a-z_]+@\d{4}-\d{2}-\d{2}$")

    def test_the_record_is_the_same_with_an_explanation_beside_it(self):
        record = self.ledger.json("show", "Lee").one()
        explained = self.ledger.json("show", "Lee", "--explain", "step").one()
        explained.pop("explanation")
        self.assertEqual(explained, record)

    def test_promotable_on_lists_what_counts_and_what_does_not(self):
        explained = self.explain("promotable_on")
        self.assertEqual(explained["value"], "2026-06-01")
        self.assertIn("min_time_in_grade@2024-01-31", explained["policies"])
        counted = [each for each in explained["periods"] if each["counted"] == {"months": 12, "days": 0}]
        self.assertEqual([(each["from"], each["to"], each["acts"]) for each in counted], [("2024-03-01", "2026-06-01", [self.at["promotion"]])])
        lost = {(each["from"], each["to"]): each for each in explained["periods"] if each["counted"] == {"months": 0, "days": 0}}
        for period, months in ((("2024-09-01", "2024-12-01"), 3), (("2024-12-01", "2025-12-01"), 12)):
            self.assertIn(period, lost)
            self.assertEqual((lost[period]["length"], lost[period]["acts"]), ({"months": months, "days": 0}, [self.at["sanction"]]))
        self.assertIn("sanction_restriction@1949-08-12", lost[("2024-12-01", "2025-12-01")]["policies"])

    def test_restrictions_name_the_sanction_and_its_row(self):
        for field in ("restricted_until", "step_restricted_until"):
            explained = self.explain(field)
            self.assertEqual(explained["value"], "2025-12-01")
            last = explained["periods"][-1]
            self.assertEqual((last["from"], last["to"], last["acts"]), ("2024-12-01", "2025-12-01", [self.at["sanction"]]))
            self.assertIn("sanction_restriction@1949-08-12", last["policies"])

    def test_steps(self):
        explained = self.explain("next_step_on")
        self.assertEqual(explained["value"], "2026-04-01")
        self.assertIn("step_interval@1949-08-12", explained["policies"])
        self.assertIn(("2024-12-01", "2025-12-01", [self.at["sanction"]]), [(each["from"], each["to"], each["acts"]) for each in explained["periods"]])
        track = self.explain("step")["periods"]
        self.assertEqual([(each["from"], each["to"], each["acts"]) for each in track],
                         [("2023-01-01", "2024-01-01", [self.at["hire"]]), ("2024-01-01", "2024-03-01", [self.at["step"]]), ("2024-03-01", None, [self.at["promotion"]])])

    def test_pay_retirement_and_service(self):
        pay = self.explain("base_pay")
        self.assertEqual((pay["value"], pay["policies"]), (2125400, ["pay_table@2024-01-01"]))
        self.assertEqual(self.explain("retires_on")["value"], "2058-06-30")  # born 1998-05-04
        self.assertTrue(self.explain("retires_on")["policies"][0].startswith("retirement_age@"))
        service = self.explain("service")
        self.assertEqual((service["value"], service["periods"][0]["acts"]), ({"years": 1, "months": 11, "days": 15}, [self.at["hire"]]))

    def test_a_plain_field_is_explained_by_its_act(self):
        periods = self.explain("grade")["periods"]
        self.assertEqual([(each["what"], each["from"], each["acts"]) for each in periods], [("promoted", "2024-03-01", [self.at["promotion"]])])

    def test_what_was_known_then_is_explained_by_what_was_known_then(self):
        explained = self.explain("promotable_on", "--as-of", "2024-08-31", "--known-at", "2024-07-01T00:00:00Z")
        self.assertEqual(explained["value"], "2025-03-01")
        self.assertEqual([each["acts"] for each in explained["periods"]], [[self.at["promotion"]]])

    def test_no_such_field(self):
        for field in ("colour", "", "grade.since"):
            answer = self.ledger.json("show", "Lee", "--explain", field)
            self.assertEqual((answer.code, answer.out), (2, ""), f"{field}: {answer}")
        error = json.loads(self.ledger.json("show", "Lee", "--explain", "colour").err.splitlines()[-1])["error"]
        self.assertIn("colour", error["where"] + error["message"])
        self.assertIn("promotable_on", error["message"], "it says what can be explained")
        self.assertEqual(self.ledger.json("show", "NOBODY", "--explain", "step").code, 1)

    def test_as_text(self):
        shown = self.ledger.run("show", "Lee", "--explain", "promotable_on")
        self.assertEqual(shown.code, 0, str(shown))
        first, text = shown.out.splitlines()[0], shown.out
        self.assertEqual(first, "promotable_on: 2026-06-01")
        self.assertRegex(text, r"PERIOD +FROM +TO +COUNTED +ACTS +BY +NOTE")
        self.assertRegex(text, rf"2024-12-01 +2025-12-01 +0 m 0 d +{self.at['sanction']} +sanction_restriction@1949-08-12")
        self.assertNotIn("{", text, "words, not JSON")


if __name__ == "__main__":
    unittest.main()
