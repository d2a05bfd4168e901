"""run, expunge: what falls due by law alone: a preview records nothing, a run is one order an authority, a second finds nothing."""
import unittest

from program import OfficersLedger, OnALedger, act, found_unit, hire, order


def unit(code, parent=None, kind="ministry"):
    data = {"unit": code, "name_ko": "가", "name_en": code, "kind": kind, **({"parent": parent} if parent else {})}
    return {"act": "unit_created", "effective_on": "1990-01-01", "data": data}


def born(birth_on, person, **data):
    hired = hire(person, **data)
    return {**hired, "personal": {**hired["personal"], "birth_on": birth_on}}


class Runs(OnALedger):
    def run_it(self, *arguments):
        """What was said of each person, or each order; and the summary."""
        answer = self.ledger.json(*arguments)
        self.assertEqual(answer.code, 0, str(answer))
        *lines, last = answer.lines()
        return lines, last["summary"]

    def preview(self, *arguments):
        size = self.ledger.size()
        lines, summary = self.run_it(*arguments, "--dry-run")
        self.assertEqual((self.ledger.size(), summary["dry_run"], summary["acts"]), (size, True, len(lines)), "nothing is recorded")
        return lines

    def check_done_once(self, *arguments):
        """A second run of the day finds nothing."""
        size = self.ledger.size()
        for more in ((), ("--dry-run",)):
            lines, summary = self.run_it(*arguments, *more)
            self.assertEqual((lines, summary["acts"], summary["orders"], self.ledger.size()), ([], 0, 0, size))

    def last_event(self, person):
        return self.ledger.json("history", person).one()["events"][-1]

    def field(self, person, name, *options):
        return self.ledger.json("show", person, *options).one()[name]


class StepRaise(Runs):
    def setUp(self):
        super().setUp()
        self.recorded(order("U", unit("A"), unit("A1", "A", "division"), unit("B"), on="2000-01-01"),
                      order("H", *(hire(person, on="2024-01-01", grade=7, unit=place, probation_months=0) for person, place in
                                   (("P1", "A"), ("P2", "A1"), ("P3", "B"))), on="2024-01-01"),
                      order("H-2", hire("P4", on="2024-01-02", grade=7, unit="B", probation_months=0), on="2024-01-02"),
                      found_unit("NOW", "U9", on="2025-01-15"))

    def test_the_preview_lists_who_is_due_and_why(self):
        due = self.preview("run", "step-raise", "--on", "2025-01-01")
        self.assertEqual([(each["authority"], each["person"], each["unit"]) for each in due], [("A", "P1", "A"), ("A", "P2", "A1"), ("B", "P3", "B")])
        for each in due:
            self.assertEqual((each["act"], each["due_on"], each["data"]), ("step_raised", "2025-01-01", {"kind": "regular", "step": 2}))
            self.assertIn("step_interval@1949-08-12", each["policies"])
        text = self.ledger.run("run", "step-raise", "--on", "2025-01-01", "--dry-run").out
        self.assertIn("(dry run) 3 acts in 2 orders due on 2025-01-01", text)
        self.assertRegex(text, r"\nA +P2 +A1 +step_raised +step 1 +step 2 +2025-01-01")

    def test_nobody_is_due_the_day_before(self):
        self.assertEqual(self.preview("run", "step-raise", "--on", "2024-12-31"), [])

    def test_one_order_for_each_authority_and_nothing_is_left(self):
        receipts, summary = self.run_it("run", "step-raise", "--on", "2025-01-01")
        self.assertEqual([(each["status"], each["positions"][1] - each["positions"][0] + 1) for each in receipts], [("recorded", 2), ("recorded", 1)])
        self.assertEqual((summary["orders"], summary["acts"], summary["refused"], summary["on"]), (2, 3, 0, "2025-01-01"))
        events = {person: self.last_event(person) for person in ("P1", "P2", "P3")}
        self.assertEqual([event["authority"] for event in events.values()], ["A", "A", "B"])
        self.assertEqual(events["P1"]["order"], events["P2"]["order"])
        for person, event in events.items():
            self.assertEqual((event["act"], event["effective_on"]), ("step_raised", "2025-01-01"))
            self.assertEqual((self.field(person, "step"), self.field(person, "next_step_on")), (2, "2026-01-01"))
        self.check_done_once("run", "step-raise", "--on", "2025-01-01")
        self.assertEqual([each["person"] for each in self.preview("run", "step-raise", "--on", "2025-02-01")], ["P4"])
        self.assertEqual(self.ledger.json("verify", "--full", "--views").code, 0)

    def test_of_one_authority_alone(self):
        self.assertEqual([each["person"] for each in self.preview("run", "step-raise", "--on", "2025-01-01", "--authority", "B")], ["P3"])
        receipts, _ = self.run_it("run", "step-raise", "--on", "2025-01-01", "--authority", "B", "--order", "B-77", "--drafted-by", "kim", "--approved-by", "lee")
        self.assertEqual([each["order"] for each in receipts], ["B-77"])
        event = self.last_event("P3")
        self.assertEqual((event["authority"], event["drafted_by"], event["approved_by"]), ("B", "kim", "lee"))
        self.assertEqual((self.field("P1", "step"), self.field("P3", "step")), (1, 2))

    def test_one_number_is_not_for_two_orders(self):
        size = self.ledger.size()
        answer = self.ledger.json("run", "step-raise", "--on", "2025-01-01", "--order", "X-1")
        self.assertEqual((answer.code, self.ledger.size()), (2, size), str(answer))

    def test_after_a_correction_the_corrected_step_is_raised(self):
        step = act("step_raised", "P1", "2025-01-01", kind="regular", step=2)
        hired = self.ledger.begin + 3
        correction = act("step_corrected", "P1", "2024-01-01", target=hired, step=2, remainder_months=6)
        self.recorded(order("S", step, on="2025-01-01"), order("C", correction, on="2025-05-10"))
        self.assertEqual(self.field("P1", "step", "--as-of", "2025-06-30"), 3)  # 3 from 2024-07-01
        due = [each for each in self.preview("run", "step-raise", "--on", "2025-07-01") if each["person"] == "P1"]
        self.assertEqual([each["data"]["step"] for each in due], [4])
        self.run_it("run", "step-raise", "--on", "2025-07-01")
        self.assertEqual(self.field("P1", "step", "--as-of", "2025-07-01"), 4)

    def test_who_is_restricted_or_away_is_passed_over(self):
        self.recorded(order("S", act("sanctioned", "P1", "2024-12-16", case="C1", kind="reprimand", misconduct="general", misconduct_on="2024-11-01"), on="2024-12-16"),
                      order("L", act("leave_started", "P2", "2024-12-16", ground="LV.FAMILY", until="2025-06-01"), on="2024-12-16"))
        self.assertEqual([each["person"] for each in self.preview("run", "step-raise", "--on", "2025-01-01")], ["P3"])


class Retirements(Runs):
    def test_on_the_first_day_out(self):
        self.recorded(order("U", unit("A"), unit("B"), on="1990-01-01"),
                      order("H", born("1964-02-03", "P1", unit="A", on="1990-01-03", grade=7, probation_months=0),
                            born("1964-07-01", "P2", unit="A", on="1990-01-03", grade=7, probation_months=0),
                            born("1964-06-30", "P3", unit="B", on="1990-01-03", grade=7, probation_months=0), on="1990-01-03"),
                      found_unit("NOW", "U9", on="2024-06-15"))
        self.assertEqual(self.preview("run", "retirements", "--on", "2024-06-30"), [])
        due = self.preview("run", "retirements", "--on", "2024-07-01")
        self.assertEqual([(each["authority"], each["person"], each["act"], each["data"]) for each in due],
                         [("A", "P1", "retired", {"kind": "age"}), ("B", "P3", "retired", {"kind": "age"})])
        self.assertEqual(self.run_it("run", "retirements", "--on", "2024-07-01")[1]["orders"], 2)
        self.check_done_once("run", "retirements", "--on", "2024-07-01")
        for person, on, status in (("P1", "2024-06-30", "active"), ("P1", "2024-07-01", "separated"), ("P2", "2024-07-01", "active")):
            self.assertEqual(self.field(person, "status", "--as-of", on), status, f"{person} on {on}")
        self.assertEqual([each["person"] for each in self.preview("run", "retirements", "--on", "2025-01-01")], ["P2"])


class Expunge(Runs):
    """A pay cut of a month from 2010-03-02: executed on 2010-04-02, to be expunged five years later."""

    def setUp(self):
        super().setUp()
        self.recorded(order("U", unit("A"), on="2000-01-01"), order("H", hire("P1", on="2005-01-03", grade=6, step=5, unit="A", probation_months=0), on="2005-01-03"),
                      order("S", act("sanctioned", "P1", "2010-03-02", case="C1", kind="pay_cut", months=1, misconduct="general", misconduct_on="2010-01-05"), on="2010-03-02"),
                      found_unit("NOW", "U9", on="2015-04-15"))

    def test_on_the_day_its_years_have_passed(self):
        self.assertEqual(self.preview("expunge", "--due", "--on", "2015-04-01"), [])
        due = self.preview("expunge", "--due", "--on", "2015-04-02")
        self.assertEqual([(each["person"], each["act"], each["data"], each["policies"]) for each in due],
                         [("P1", "expunged", {"case": "C1"}, ["expunge_years@1949-08-12"])])
        receipts, summary = self.run_it("expunge", "--due", "--on", "2015-04-02")
        self.assertEqual((len(receipts), summary["acts"]), (1, 1))
        self.check_done_once("expunge", "--due", "--on", "2015-04-02")
        sanction, = self.field("P1", "sanctions")
        self.assertEqual((sanction["state"], sanction["expungeable_on"]), ("expunged", "2015-04-02"))
        self.assertEqual(self.field("P1", "sanctions", "--as-of", "2015-04-01")[0]["state"], "in_force")

    def test_without_a_day_it_is_today(self):
        self.assertEqual([each["person"] for each in self.preview("expunge", "--due")], ["P1"])
        self.assertEqual(self.run_it("expunge", "--due")[1]["on"], "2015-04-15")

    def test_wrong_use(self):
        size = self.ledger.size()
        for arguments in (["expunge"], ["expunge", "--due", "--on", "2015-02-29"], ["run"], ["run", "dances", "--on", "2015-04-15"],
                          ["run", "step-raise", "--on", "soon"], ["run", "step-raise", "--due"]):
            with self.subTest(arguments):
                answer = self.ledger.json(*arguments)
                self.assertEqual((answer.code, answer.out), (2, ""), str(answer))
        self.assertEqual(self.ledger.size(), size)


class OutsideASandbox(unittest.TestCase):
    def test_a_run_needs_to_be_told_who_orders_it(self):
        with OfficersLedger() as ledger:
            first = ledger.submit(found_unit(on="2024-01-02"), order("H", hire("P1", on="2024-01-03", grade=7, probation_months=0), on="2024-01-03"))
            self.assertEqual(first.code, 0, str(first))
            size = ledger.size()
            officers = {"--authority": "1760000", "--order": "R-1", "--drafted-by": "kim", "--approved-by": "lee", "--on": "2025-02-01"}
            keys = ("--key", ledger.key("kim"), "--key", ledger.key("lee"))
            for command in (("run", "step-raise"), ("run", "retirements"), ("expunge", "--due")):
                for missing in officers:
                    given = [word for option in officers.items() if option[0] != missing for word in option]
                    answer = ledger.json(*command, *given, *keys)
                    self.assertEqual((answer.code, answer.out), (2, ""), f"{command} without {missing}: {answer}")
                    self.assertIn(missing, answer.err)
            dry = ledger.json("run", "step-raise", "--on", "2025-02-01", "--dry-run")
            self.assertEqual((dry.code, dry.lines()[0]["person"], ledger.size()), (0, "P1", size), str(dry))
            done = ledger.json("run", "step-raise", *(word for option in officers.items() for word in option), *keys)
            self.assertEqual((done.code, done.lines()[0]["order"], ledger.size()), (0, "R-1", size + 1), str(done))
            self.assertEqual(ledger.json("verify", "--full").code, 0)
            event = ledger.json("history", "P1").one()["events"][-1]
            self.assertEqual((event["act"], event["drafted_by"], event["approved_by"]), ("step_raised", "kim", "lee"))


if __name__ == "__main__":
    unittest.main()
