"""diff: what differs between two points of a record, each field with the acts that made the difference."""
import json
import unittest

from final_test import adopted
from program import Ledger, act, found_unit, hire, order

BEFORE_ALL, AFTER_ALL = "2021-12-31", "2024-12-01"


class Diff(unittest.TestCase):
    """P1's year, each act an order of its own, known on its day; the promotion is corrected to grade 7 in June."""

    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        cls.at = {}

        def record(name, *acts, on):
            answer = cls.ledger.submit(order(name, *acts, on=on))
            if answer.code != 0:
                raise AssertionError(str(answer))
            cls.at[name] = answer.one()["positions"][0]

        record("unit", found_unit()["acts"][0], on="2000-01-01")
        record("hire", hire("P1", on="2022-01-03", probation_months=0), on="2022-01-03")
        record("step", act("step_raised", "P1", "2023-02-01", kind="regular", step=2), on="2023-02-01")
        record("promotion", act("promoted", "P1", "2024-03-04", kind="ordinary", grade=8), on="2024-03-04")
        record("move", act("transferred", "P1", "2024-04-01", unit="U1", post="U1-7"), on="2024-04-01")
        record("sanction", act("sanctioned", "P1", "2024-05-02", case="C1", kind="reprimand", misconduct="general", misconduct_on="2024-02-01"), on="2024-05-02")
        record("correction", act("rectified", "P1", "2024-06-03", target=cls.at["promotion"], data={"series": "audit"}), on="2024-06-03")
        record("annulment", act("annulled", "P1", "2024-07-01", target=cls.at["move"], ground="error"), on="2024-07-01")
        record("name", {**act("personal_updated", "P1", "2024-08-01"), "personal": {"name": "김둘"}}, on="2024-08-01")

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def diff(self, a, b):
        answer = self.ledger.json("diff", "P1", a, b)
        self.assertEqual(answer.code, 0, str(answer))
        shown = answer.one()
        self.assertEqual((set(shown), shown["person"]), ({"person", "from", "to", "differences"}, "P1"))
        for each in shown["differences"]:
            self.assertEqual(set(each), {"field", "before", "after", "caused_by"})
            self.assertNotEqual(each["before"], each["after"], each)
        return {each["field"]: each for each in shown["differences"]}

    def expect(self, found, field, before, after, *causes):
        self.assertIn(field, found)
        each = found[field]
        self.assertEqual((each["before"], each["after"]), (before, after), field)
        self.assertLessEqual({self.at[name] for name in causes}, set(each["caused_by"]), f"the acts behind {each}")

    def test_two_days_and_the_act_between_them(self):
        found = self.diff("2024-03-03", "2024-03-04")
        self.expect(found, "grade", 9, 8, "promotion")
        self.expect(found, "grade_since", "2022-01-03", "2024-03-04", "promotion")
        for cause in ("step", "move", "sanction", "annulment"):
            self.assertNotIn(self.at[cause], found["grade"]["caused_by"], f"{cause} is on another day")
        self.assertNotIn("unit", found)
        self.assertNotIn("restricted_until", found)

    def test_each_field_names_its_own_act(self):
        known = "@2024-05-31T00:00:00Z"  # before anything was corrected
        found = self.diff("2022-12-31" + known, "2024-05-20" + known)
        self.expect(found, "grade", 9, 8, "promotion")
        self.expect(found, "post", None, "U1-7", "move")
        self.expect(found, "restricted_until", None, "2024-11-03", "sanction")
        self.expect(found, "step_restricted_until", None, "2024-11-03", "sanction")
        self.assertIn(self.at["step"], found["step"]["caused_by"] + found["base_pay"]["caused_by"])
        self.assertEqual(found["sanctions"]["caused_by"], [self.at["sanction"]])

    def test_one_day_as_known_before_and_after_a_correction(self):
        found = self.diff("2024-05-20@2024-06-02T00:00:00Z", "2024-05-20@2024-06-30T00:00:00Z")
        self.expect(found, "series", "administration", "audit", "correction")
        self.assertEqual(set(found), {"series"})

    def test_one_day_as_known_before_and_after_an_annulment(self):
        found = self.diff("2024-05-20@2024-06-30T00:00:00Z", "2024-05-20@2024-07-31T00:00:00Z")
        self.expect(found, "post", "U1-7", None, "annulment")
        self.assertEqual(found["post"]["caused_by"], [self.at["annulment"]])
        self.expect(found, "post_since", "2024-04-01", None, "annulment")
        self.assertNotIn("grade", found)

    def test_of_several_that_are_new_those_count_without_which_it_were_another(self):
        with Ledger() as ledger:
            at = {}
            for name, *acts in (("unit", found_unit()["acts"][0]), ("hire", hire("A", on="2020-03-02", step=1, probation_months=0)),
                                ("promotion", act("promoted", "A", "2022-03-02", kind="ordinary", grade=8))):
                at[name] = ledger.submit(order(name, *acts, on=acts[0]["effective_on"])).one()["positions"][0]
            for name, each in (("earlier", act("rectified", "A", "2022-06-01", target=at["promotion"], effective_on="2022-05-01")),
                               ("name", {**act("rectified", "A", "2022-06-02", target=at["hire"]), "personal": {"name": "새"}})):
                at[name] = ledger.submit(order(name, each, on=each["effective_on"])).one()["positions"][0]
            at["still earlier"] = ledger.submit(order("again", act("rectified", "A", "2022-06-03", target=at["earlier"],
                                                                   effective_on="2022-04-01"), on="2022-06-03")).one()["positions"][0]
            answer = ledger.json("diff", "A", "2022-06-03@2022-05-30T00:00:00Z", "2022-06-03").one()
            causes = {each["field"]: each["caused_by"] for each in answer["differences"]}
            self.assertEqual(causes["personal"], [at["name"]])
            self.assertEqual(causes["grade_since"], [at["earlier"], at["still earlier"]])
            for field in set(causes) - {"personal"}:
                self.assertNotIn(at["name"], causes[field], field)

    def test_law_that_is_new_is_a_cause(self):
        with Ledger() as ledger:
            def record(name, each, on):
                return ledger.submit(order(name, each, on=on)).one()["positions"][0]
            record("unit", found_unit()["acts"][0], "2000-01-01")
            hired = record("hire", hire("A", on="2020-03-02", step=1, probation_months=0), "2020-03-02")
            step = ledger.json("show", "A", "--as-of", "2022-06-03").one()["step"]
            name = record("name", {**act("rectified", "A", "2022-06-02", target=hired), "personal": {"name": "새"}}, "2022-06-02")
            law = record("law", adopted("pay_table", "2022-01-01", {"id": f"general.9.{step}", "value": 9_999_999}, effective_on="2022-06-02"), "2022-06-02")
            answer = ledger.json("diff", "A", "2022-06-03@2022-05-30T00:00:00Z", "2022-06-03").one()
            self.assertEqual({each["field"]: each["caused_by"] for each in answer["differences"]}, {"base_pay": [law], "personal": [name]})

    def test_backwards_it_is_the_same_the_other_way_round(self):
        for a, b in (("2024-03-03", "2024-05-20"), ("2024-05-20@2024-06-02T00:00:00Z", "2024-05-20@2024-07-31T00:00:00Z")):
            there, back = self.diff(a, b), self.diff(b, a)
            self.assertEqual(there, {field: {**each, "before": each["after"], "after": each["before"]} for field, each in back.items()})

    def test_an_instant_alone_is_today_as_known_then(self):
        found = self.diff("@2024-07-31T00:00:00Z", "2024-08-01")
        self.assertEqual(set(found), {"personal"})
        self.assertEqual((found["personal"]["before"]["name"], found["personal"]["after"]["name"]), ("김하나", "김둘"))
        self.assertIn(self.at["name"], found["personal"]["caused_by"])

    def test_before_the_hire_there_was_an_empty_record(self):
        found = self.diff(BEFORE_ALL, "2022-01-03")
        self.expect(found, "grade", None, 9, "hire")
        self.expect(found, "status", "none", "active", "hire")

    def test_before_the_hire_was_known_too(self):
        found = self.diff("2022-01-03@2022-01-02T00:00:00Z", "2022-01-03")
        self.assertEqual((found["grade"]["before"], found["grade"]["after"]), (None, 9))
        self.assertIn(self.at["hire"], found["grade"]["caused_by"])

    def test_the_same_point_twice_differs_in_nothing(self):
        for point in ("2024-05-20", "@2024-06-02T00:00:00Z", "2024-05-20@2024-06-02T00:00:00Z"):
            self.assertEqual(self.diff(point, point), {}, point)
        self.assertEqual(self.ledger.run("diff", "P1", "2024-05-20", "2024-05-20").out, "nothing differs\n")

    def test_as_text(self):
        lines = self.ledger.run("diff", "P1", "2024-03-03", "2024-03-04").out.splitlines()
        self.assertRegex(lines[0], r"FIELD +BEFORE +AFTER +CAUSED BY")
        self.assertRegex("\n".join(lines), rf"\ngrade +9 +8 .*\b{self.at['promotion']}\b")

    def test_nobody_of_that_id(self):
        for person, a, b in (("NOBODY", "2024-01-01", "2024-02-01"), ("P1", "2024-01-01@2000-02-01T00:00:00Z", "2024-01-01@2000-03-01T00:00:00Z")):
            answer = self.ledger.json("diff", person, a, b)
            self.assertEqual((answer.code, answer.out), (1, ""), str(answer))
            self.assertEqual(json.loads(answer.err.splitlines()[-1])["error"]["code"], "person.unknown")

    def test_points_that_cannot_be_read(self):
        for bad in ("2023-02-29", "yesterday", "@", "2024-01-01@", "@yesterday", "2024-01-01@2024-01-01", "2024-01-01@2024-01-01T00:00:00Z@", ""):
            for points in ((bad, "2024-01-01"), ("2024-01-01", bad)):
                with self.subTest(points):
                    answer = self.ledger.json("diff", "P1", *points)
                    self.assertEqual((answer.code, answer.out), (2, ""), str(answer))
        self.assertEqual(self.ledger.json("diff", "P1", "2024-01-01").code, 2)


if __name__ == "__main__":
    unittest.main()
