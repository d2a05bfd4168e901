"""policy: the rule tables as of any day; a table adopted later answers from its own day on, not before."""
import json
import unittest

from program import OnALedger, act, found_unit, hire, order

NOW = "2026-11-02"


def adopted(number, table, valid_from, *rows, on=NOW):
    return order(number, {"act": "policy_adopted", "effective_on": on,
                          "data": {"table": table, "valid_from": valid_from, "applies_by": "act", "rows": list(rows),
                                   "legal_reference": "DAPO:31"}}, on=on)


class Asked(OnALedger):
    def setUp(self):
        super().setUp()
        self.recorded(found_unit(on="2000-01-01"), found_unit("UNIT-2", "U2", on=NOW))

    def show(self, table, *options):
        answer = self.ledger.json("policy", "show", table, *options)
        self.assertEqual(answer.code, 0, str(answer))
        shown = answer.one()
        self.assertEqual(shown["table"], table)
        return {row["id"]: row for row in shown["rows"]}


class Shipped(Asked):
    def test_the_list_names_every_table_that_can_be_shown(self):
        tables = {each["table"]: each for each in self.ledger.json("policy", "list").one()["tables"]}
        self.assertLessEqual({"min_time_in_grade", "sanction_restriction", "leave_max", "pay_table", "expunge_years"}, set(tables))
        self.assertEqual(tables["min_time_in_grade"]["valid_from"], ["1949-08-12", "2012-03-30", "2024-01-31"])
        text = self.ledger.run("policy", "list").out
        for name, each in tables.items():
            with self.subTest(name):
                self.assertGreater(each["rows"], 0)
                self.assertIn(f"\n{name} ", text)
                self.assertTrue(self.show(name, "--as-of", max(each["valid_from"])), "its newest rows are in force on their first day")

    def test_a_table_with_three_values_over_time(self):
        for day, months in (("2012-03-29", 24), ("2012-03-30", 18), ("2024-01-30", 18), ("2024-01-31", 12)):
            with self.subTest(day):
                self.assertEqual(self.show("min_time_in_grade", "--as-of", day)["9"]["value"], months)
        row = self.show("min_time_in_grade", "--as-of", "2024-01-30")["9"]
        self.assertEqual({key: row[key] for key in ("unit", "valid_from", "applies_by", "legal_reference", "policy", "adopted_by")},
                         {"unit": "months", "valid_from": "2012-03-30", "applies_by": "act", "legal_reference": "DAPO:31",
                          "policy": "min_time_in_grade@2012-03-30", "adopted_by": row["adopted_by"]})
        self.assertLess(row["adopted_by"], self.ledger.begin, "the shipped tables are acts of the first order")

    def test_a_row_is_not_known_before_it_was_promulgated(self):
        early = ("--as-of", "2024-06-30", "--known-at", "2024-01-30T14:59:59Z")  # the last second of that day in Seoul
        self.assertEqual(self.show("min_time_in_grade", *early)["9"]["value"], 18)
        self.assertEqual(self.show("min_time_in_grade", "--as-of", "2024-06-30", "--known-at", "2024-01-30T15:00:00Z")["9"]["value"], 12)

    def test_a_cell_that_no_source_prints_is_null_with_what_arithmetic_gives_beside(self):
        cell = self.show("pay_table", "--as-of", "2023-06-30")["general.1.2"]
        self.assertEqual((cell["value"], cell["derived"]), (None, 4410400))
        printed = self.show("pay_table", "--as-of", "2024-06-30")["general.7.3"]
        self.assertEqual((printed["value"], printed.get("derived")), (2209000, None))

    def test_a_table_as_text(self):
        lines = self.ledger.run("policy", "show", "min_time_in_grade", "--as-of", "2024-06-30").out.splitlines()
        for title in ("ID", "VALUE", "VALID FROM", "LAW", "SURE", "ACT"):
            self.assertIn(title, lines[0])
        nine = [line for line in lines if line.startswith("9 ")]
        self.assertEqual(len(nine), 1, lines)
        self.assertRegex(nine[0], r"\b12\b.*2024-01-31.*DAPO:31")
        self.assertIn("no row of", self.ledger.run("policy", "show", "pay_table", "--as-of", "1950-01-01").out)
        self.assertEqual(self.show("pay_table", "--as-of", "1950-01-01"), {})

    def test_no_such_table_and_no_such_day(self):
        for code, arguments in ((1, ["no_such_table"]), (2, ["pay_table", "--as-of", "2023-02-29"]), (2, [])):
            with self.subTest(arguments):
                answer = self.ledger.json("policy", "show", *arguments)
                self.assertEqual((answer.code, answer.out), (code, ""), str(answer))
                self.assertEqual(set(json.loads(answer.err.splitlines()[-1])["error"]), {"code", "message", "where"})
        self.assertIn("no_such_table", self.ledger.run("policy", "show", "no_such_table").err)


class Adopted(Asked):
    """Grade 9 needs half a year from 2026-12-01 on, promulgated a month before."""

    def setUp(self):
        super().setUp()
        self.position = self.recorded(adopted("P-1", "min_time_in_grade", "2026-12-01",
                                              {"id": "9", "value": 6, "unit": "months", "promulgated_on": NOW}))[0]["positions"][0]

    def test_it_answers_from_its_day_on_and_not_before(self):
        for day, value in (("2026-11-30", 12), ("2026-12-01", 6)):
            self.assertEqual(self.show("min_time_in_grade", "--as-of", day)["9"]["value"], value, day)
        row = self.show("min_time_in_grade", "--as-of", "2026-12-01")["9"]
        self.assertEqual((row["policy"], row["adopted_by"]), ("min_time_in_grade@2026-12-01", self.position))
        self.assertEqual(self.show("min_time_in_grade", "--as-of", "2026-12-01")["8"]["value"], 12, "other rows stay")

    def test_who_asked_before_is_told_what_was_known(self):
        before = ("--as-of", "2026-12-01", "--known-at", "2026-11-01T00:00:00Z")
        self.assertEqual(self.show("min_time_in_grade", *before)["9"]["value"], 12)

    def test_promotions_follow_it(self):
        self.recorded(order("H", hire("P1", on="2026-11-02", probation_months=0), on="2026-11-02"))
        self.assertEqual(self.ledger.json("show", "P1").one()["promotable_on"], "2027-05-02")
        for number, day, code in (("1", "2026-11-30", 1), ("2", "2027-05-01", 1), ("3", "2027-05-02", 0)):
            answer = self.ledger.submit(order(number, act("promoted", "P1", day, kind="ordinary", grade=8), on=day))
            self.assertEqual(answer.code, code, f"{day}: {answer}")
            if code == 1:
                in_force = "2024-01-31" if day < "2026-12-01" else "2026-12-01"
                self.assertEqual((answer.one()["code"], answer.one()["policy"]), ("promotion.minimum_time", f"min_time_in_grade@{in_force}"))

    def test_a_row_promulgated_with_its_first_day_is_not_known_before_it(self):
        self.recorded(adopted("P-2", "min_time_in_grade", "2027-01-01", {"id": "8", "value": 6, "unit": "months"}))
        self.assertEqual(self.show("min_time_in_grade", "--as-of", "2027-01-01")["8"]["value"], 12, "today is in November")
        self.recorded(found_unit("UNIT-3", "U3", on="2027-01-01"))
        self.assertEqual(self.show("min_time_in_grade", "--as-of", "2027-01-01")["8"]["value"], 6)

    def test_a_table_of_ones_own_can_be_listed_and_shown(self):
        self.recorded(adopted("P-3", "house_rules", "2026-01-01", {"id": "a", "value": 1}, {"id": "b", "value": None}))
        self.assertEqual({key: row["value"] for key, row in self.show("house_rules").items()}, {"a": 1, "b": None})
        self.assertIn("house_rules", self.ledger.run("policy", "list").out)


if __name__ == "__main__":
    unittest.main()
