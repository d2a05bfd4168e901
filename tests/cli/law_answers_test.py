"""The small print of the law's answers: causes, explanations, malformed rows, mistyped options (contract §2, §4)."""
import unittest

from program import OnALedger, act, found_unit, hire, order
from terminal_test import on_terminal, width


def adopted(*rows, table="min_time_in_grade", on="2024-06-03", valid_from="2024-06-03"):
    return order("P-1", {"act": "policy_adopted", "effective_on": on,
                         "data": {"table": table, "valid_from": valid_from, "applies_by": "act", "rows": list(rows), "legal_reference": "DAPO:31"}}, on=on)


class Base(OnALedger):
    def setUp(self):
        super().setUp()
        self.recorded(found_unit())

    def recorded(self, *lines):
        return super().recorded(*lines)[-1]["positions"][0]

    def audit(self, *options):
        return [(each["rule"], each["person"], each["effective_on"]) for each in self.ledger.json("audit", *options).lines()]


class Diff(Base):
    def setUp(self):
        super().setUp()
        self.hired = self.recorded(order("1", hire("P1", on="2022-01-03", probation_months=0), on="2022-01-03"))
        self.promotion = self.recorded(order("2", act("promoted", "P1", "2024-03-04", kind="ordinary", grade=8), on="2024-03-04"))
        self.move = self.recorded(order("3", act("transferred", "P1", "2024-04-01", unit="U1", post="U1-7"), on="2024-04-01"))
        self.annulment = self.recorded(order("4", act("annulled", "P1", "2024-07-01", target=self.move, ground="error"), on="2024-07-01"))

    def causes(self, a, b):
        return {each["field"]: each["caused_by"] for each in self.ledger.json("diff", "P1", a, b).one()["differences"]}

    def test_every_difference_names_an_act(self):
        # contract §2: "field differences between two points, each with the events that caused it". base_pay and retires_on: [].
        for points in (("2024-03-03", "2024-03-04"), ("2021-12-31", "2022-01-03")):
            for field, causes in self.causes(*points).items():
                with self.subTest(f"{field} {points}"):
                    self.assertTrue(causes)

    def test_what_was_so_before_is_no_cause_of_the_change(self):
        # The hire stands in caused_by of grade 9 -> 8, which the promotion alone made; of a post won by a move, of one lost by an annulment.
        self.assertEqual(self.causes("2024-03-03", "2024-03-04")["grade"], [self.promotion])
        self.assertEqual(self.causes("2024-03-31@2024-06-30T00:00:00Z", "2024-04-01@2024-06-30T00:00:00Z")["post"], [self.move])
        self.assertNotIn(self.hired, self.causes("2024-05-01@2024-06-30T00:00:00Z", "2024-05-01@2024-07-02T00:00:00Z")["post"])

    def test_a_bad_point_is_named(self):
        # contract §2: an error says where. Of two points nobody can tell which; it says "--as-of", an option diff hasn't got.
        error = self.ledger.json("diff", "P1", "2024-01-01", "2023-02-29").err
        self.assertNotIn("--as-of", error)


class Explained(Base):
    def test_an_act_that_was_rectified_is_explained_as_rectified(self):
        # show says grade_since 2024-03-04; --explain grade says the promotion holds from 2024-04-01, its date before the rectification.
        self.recorded(order("1", hire("P1", on="2022-01-03", probation_months=0), on="2022-01-03"))
        promotion = self.recorded(order("2", act("promoted", "P1", "2024-04-01", kind="ordinary", grade=8), on="2024-03-04"))
        self.recorded(order("3", act("rectified", "P1", "2024-05-02", target=promotion, effective_on="2024-03-04"), on="2024-05-02"))
        record = self.ledger.json("show", "P1", "--explain", "grade").one()
        self.assertEqual(record["grade_since"], "2024-03-04")
        self.assertEqual(record["explanation"]["periods"][0]["from"], "2024-03-04")

    def test_every_field_with_a_source_can_be_explained(self):
        # The message of exit 2 says "every field with a source"; name, birth_on and sex have one and are refused.
        self.recorded(order("1", hire("P1")))
        for field in self.ledger.json("show", "P1").one()["sources"]:
            with self.subTest(field):
                self.assertEqual(self.ledger.json("show", "P1", "--explain", field).code, 0)

    def test_tables_fit_the_window(self):
        # tests/cli/terminal_test.py holds it for the other tables: 103 and 88 columns of 80.
        self.recorded(order("1", hire("P1")))
        for question in (("policy", "show", "min_time_in_grade"), ("show", "P1", "--explain", "promotable_on")):
            for line in on_terminal(80, "--ledger", self.ledger.path, *question).splitlines():
                self.assertLessEqual(width(line), 80, line)

    def test_findings_look_the_same_in_show_and_audit(self):
        # contract: a field that does not apply is null. show gives "" where audit gives null.
        self.recorded(order("1", hire("P1", probation_months=0)),
                      order("2", act("sanctioned", "P1", "2024-06-03", case="C1", kind="reprimand", misconduct="general", misconduct_on="2024-05-01"), on="2024-06-03"))
        self.assertEqual(self.ledger.json("show", "P1").one()["findings"][0], self.ledger.json("audit").lines()[0])


class Policies(Base):
    def test_a_row_whose_figure_is_none_is_not_taken_for_no_minimum(self):
        # contract exit 3: input that can't be read as what it should be. "a year" is recorded, and from its day on everybody in grade 9
        # is promotable at once (value_or(0)); a figure below zero too; and rows that are no objects, ends that are no days.
        for row in ({"id": "9", "value": "a year", "unit": "months"}, {"id": "9", "value": -5, "unit": "months"}, {"id": "9", "value": 1.5, "unit": "months"},
                    "9", {"id": "9", "value": 12, "unit": "moons"}, {"id": "9", "value": 12, "valid_to": "soon"},
                    {"id": "9", "value": 12, "promulgated_on": "2023-02-29"}):
            with self.subTest(row):
                answer = self.ledger.json("submit", "--dry-run", self.ledger.file("p.jsonl", adopted(row)))
                self.assertEqual(answer.code, 3, str(answer))

    def test_and_nobody_is_promotable_by_it(self):
        self.recorded(order("1", hire("P1", probation_months=0)))
        before = self.ledger.json("show", "P1").one()["promotable_on"]
        self.ledger.submit(adopted({"id": "9", "value": "a year", "unit": "months"}))
        self.assertIn(self.ledger.json("show", "P1").one()["promotable_on"], (before, None))


class Audited(Base):
    def test_a_rule_that_there_is_none_of_is_wrong_use(self):
        # An auditor who mistypes --rule promotions.minimum_time is told: nothing found, exit 0.
        self.assertEqual(self.ledger.json("audit", "--rule", "promotions.minimum_time").code, 2)

    def test_one_person_under_two_ids_in_a_unit(self):
        # contract: audit [--rule R] [--unit U]; with --unit duplicates are never looked for, without a word.
        self.recorded(order("1", hire("P1", probation_months=0), hire("P2", probation_months=0)))
        self.assertEqual([rule for rule, *_ in self.audit()], ["person.duplicate_suspected"])
        self.assertEqual([rule for rule, *_ in self.audit("--unit", "U1")], ["person.duplicate_suspected"])

    def test_a_step_that_nobody_raised_is_found_on_the_day_it_was_due(self):
        # Due on 2024-02-01, found with effective_on = today, so it moves every day: --from 2024-01-01 --to 2025-01-01 never finds it.
        self.recorded(order("1", hire("P1", on="2023-01-02", probation_months=0), on="2023-01-02"), found_unit("NOW", "U9", on="2025-06-02"))
        self.assertEqual(self.audit(), [("step.missed", "P1", "2024-02-01")])
        self.assertEqual(len(self.audit("--from", "2024-01-01", "--to", "2025-01-01")), 1)

    def test_two_holders_of_one_post(self):
        # contract: overlaps. (A reading: who-held names two main holders of one post, and no finding says so.)
        self.recorded(order("1", hire("P1", probation_months=0, post="U1-1"), hire("P2", name="이둘", probation_months=0, post="U1-1")))
        self.assertEqual(len(self.ledger.json("who-held", "U1-1", "--on", "2024-03-02").one()["holders"]), 2)
        self.assertTrue(self.audit("--rule", "overlap"))


class Refused(Base):
    def test_hired_before_the_day_of_birth(self):
        # Only the half-year is compared: born on 4 June 2024, hired on 3 June 2024 is recorded without a word.
        for birth_on in ("2024-06-04", "2024-06-30"):
            hired = hire("P1", on="2024-06-03")
            answer = self.ledger.submit(order("1", {**hired, "personal": {**hired["personal"], "birth_on": birth_on}}, on="2024-06-03"))
            self.assertEqual((answer.code, answer.one()["code"]), (1, "person.not_born"), str(answer))

    def test_a_rectified_act_is_held_against_the_law_too(self):
        # ARCHITECTURE: "the act as it then reads is decided as if recorded anew"; domain §14.11: leave limits, minimum time: refusals.
        self.recorded(order("1", hire("P1", on="2022-01-03", grade=8, probation_months=0), on="2022-01-03"))
        leave = self.recorded(order("2", act("leave_started", "P1", "2024-06-03", ground="LV.FAMILY", until="2024-09-01"), on="2024-06-03"))
        promotion = self.recorded(order("3", act("reinstated", "P1", "2024-09-02"), act("promoted", "P1", "2024-09-02", kind="ordinary", grade=7), on="2024-09-02")) + 1
        for name, code, change in (("leave", "leave.too_long", {"target": leave, "data": {"until": "2030-01-01"}}),
                                   ("promotion", "promotion.minimum_time", {"target": promotion, "effective_on": "2022-06-03"})):
            with self.subTest(name):
                answer = self.ledger.json("submit", "--dry-run", self.ledger.file("r.jsonl", order("R", act("rectified", "P1", "2024-10-01", **change), on="2024-10-01")))
                self.assertEqual((answer.code, answer.one().get("code")), (1, code), str(answer))


class Runs(Base):
    def test_a_regular_step_takes_effect_on_the_1st(self):
        # domain §4.1, RRPO §13: on the 1st of a month. Run on the 31st it is recorded with effect from the 31st, and the next one falls a month later.
        self.recorded(order("1", hire("P1", on="2024-01-01", grade=7, probation_months=0), on="2024-01-01"), found_unit("NOW", "U9", on="2025-01-31"))
        answer = self.ledger.json("run", "step-raise", "--on", "2025-01-31")
        if answer.code == 0 and self.ledger.json("show", "P1").one()["step"] == 2:
            self.assertEqual(self.ledger.json("history", "P1").one()["events"][-1]["effective_on"][-2:], "01")
            self.assertEqual(self.ledger.json("show", "P1").one()["next_step_on"], "2026-01-01")

    def test_an_authority_that_is_no_unit_does_not_stand_for_all(self):
        # contract: mass orders of the appointing authorities. A mistyped code raises everybody in the country under it.
        self.recorded(order("1", hire("P1", on="2024-01-01", grade=7, probation_months=0), on="2024-01-01"))
        told = self.ledger.json("run", "step-raise", "--on", "2025-01-01", "--authority", "TYPO", "--dry-run")
        self.assertNotIn('"person":"P1"', told.out)


if __name__ == "__main__":
    unittest.main()
