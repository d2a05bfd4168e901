"""An answer marked final is the same for ever, byte for byte, whatever is recorded later."""
import unittest

from program import Ledger, act, found_unit, hire, order

PERSONS = ("P1", "P2")
DAYS = ("2023-06-30", "2024-02-29", "2026-12-31")
FIELDS = ("promotable_on", "restricted_until", "next_step_on", "base_pay", "grade")


def adopted(table, valid_from, *rows, **header):
    return {"act": "policy_adopted", "effective_on": header.pop("effective_on", valid_from),
            "data": {"table": table, "valid_from": valid_from, "applies_by": "act", "rows": list(rows), "legal_reference": "X:1"}}


class Final(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        self.kept = {}
        self.count = 0

    def recorded(self, on, *acts, issued_on=None):
        """One order, recorded on a day of its own; gives the position of its first act."""
        self.count += 1
        answer = self.ledger.submit(order(f"N-{self.count}", *acts, on=issued_on or on, recorded_at=f"{on}T03:00:00Z"))
        self.assertEqual(answer.code, 0, str(answer))
        return answer.one()["positions"][0]

    def questions(self, known_at):
        known = ("--known-at", known_at)
        for person in PERSONS:
            for day in DAYS:
                yield ("show", person, "--as-of", day, *known)
                yield ("diff", person, f"2023-01-01@{known_at}", f"{day}@{known_at}")
        for field in FIELDS:
            yield ("show", "P1", "--as-of", DAYS[1], *known, "--explain", field)
        for day in DAYS:
            yield ("who-held", "U1", "--on", day, *known)
            yield ("stats", "present", "--by", "grade,unit,sex", "--as-of", day, *known)
            yield ("policy", "show", "min_time_in_grade", "--as-of", day, *known)
            yield ("policy", "show", "pay_table", "--as-of", day, *known)
        yield ("policy", "list", *known)

    def keep(self, known_at):
        """Every answer as known then, once there is something recorded later."""
        finals = 0
        for question in self.questions(known_at):
            answer = self.ledger.json(*question)
            if answer.code == 0 and "final" in answer.one():
                self.assertTrue(answer.one()["final"], question)
                finals += 1
            self.kept[question] = (answer.code, answer.out)
        self.assertGreater(finals, 15)

    def check_kept(self, after):
        for question, (code, out) in self.kept.items():
            answer = self.ledger.json(*question)
            self.assertEqual((answer.code, answer.out), (code, out), f"{question} changed by {after}")

    def test_it_is_final_only_once_something_is_recorded_after_it(self):
        self.recorded("2024-01-02", *found_unit()["acts"], hire("P1", on="2024-01-02"))
        for known_at, is_final in (("2024-01-02T02:59:59Z", True), ("2024-01-02T03:00:00Z", False), ("2024-05-01T00:00:00Z", False)):
            answer = self.ledger.json("policy", "list", "--known-at", known_at).one()
            self.assertEqual(answer["final"], is_final, known_at)
        self.assertFalse(self.ledger.json("show", "P1").one()["final"], "of now")
        self.recorded("2024-01-02", act("trained", "P1", "2024-01-02", course="law", hours=1))  # the same instant
        self.assertFalse(self.ledger.json("show", "P1", "--known-at", "2024-01-02T03:00:00Z").one()["final"])
        self.recorded("2024-01-03", act("trained", "P1", "2024-01-02", course="law", hours=2))
        self.assertTrue(self.ledger.json("show", "P1", "--known-at", "2024-01-02T03:00:00Z").one()["final"])

    def test_nothing_recorded_later_changes_it(self):
        self.recorded("2023-01-02", *found_unit()["acts"], *found_unit(unit="U2")["acts"])
        first = self.recorded("2023-01-02", hire("P1", on="2023-01-02", probation_months=0, post="U1-1"), hire("P2", on="2023-01-02", probation_months=0))
        step = self.recorded("2024-02-01", act("step_raised", "P1", "2024-02-01", kind="regular", step=2))
        sanction = self.recorded("2024-03-04", act("sanctioned", "P1", "2024-03-04", case="C1", kind="reprimand", misconduct="general", misconduct_on="2024-02-01"))
        move = self.recorded("2024-04-01", act("transferred", "P2", "2024-04-01", unit="U1", post="U1-2"))
        self.recorded("2024-05-01", act("trained", "P2", "2024-05-01", course="law", hours=1))
        self.keep("2024-04-15T00:00:00Z")
        later = (
            ("a late act", lambda on: self.recorded(on, act("sanction_requested", "P2", "2024-02-15", case="L1", weight="light", misconduct="general", misconduct_on="2024-01-10"))),
            ("a later person", lambda on: self.recorded(on, hire("P3", on="2024-06-03"), issued_on="2024-06-02")),
            ("a corrected hire", lambda on: self.recorded(on, act("rectified", "P1", on, target=first, effective_on="2022-12-01", data={"post": "U1-9"}))),
            ("an annulled sanction", lambda on: self.recorded(on, act("annulled", "P1", on, target=sanction, ground="SPOA:15"))),
            ("a corrected step", lambda on: self.recorded(on, act("step_corrected", "P1", "2023-01-02", target=first, step=2, remainder_months=3))),
            ("an annulled move", lambda on: self.recorded(on, act("annulled", "P2", on, target=move, ground="error"))),
            ("an act moved to another person", lambda on: self.recorded(on, act("rectified", "P1", on, target=step, person="P2"))),
            ("a name", lambda on: self.recorded(on, {**act("personal_updated", "P1", "2024-01-05"), "personal": {"name": "김둘"}})),
            ("a rule of the past", lambda on: self.recorded(on, adopted("min_time_in_grade", "2020-01-01", {"id": "9", "value": 99, "unit": "months"}, effective_on=on))),
            ("a pay table of the past", lambda on: self.recorded(on, adopted("pay_table", "2024-01-01", {"id": "general.9.1", "value": 1}, {"id": "general.9.2", "value": 2}, effective_on=on))),
            ("a unit renamed and abolished", lambda on: self.recorded(
                on, {"act": "unit_renamed", "effective_on": "2024-01-01", "data": {"unit": "U2", "name_ko": "나", "name_en": "B"}},
                {"act": "unit_abolished", "effective_on": on, "data": {"unit": "U2"}})),
            ("two ids that were one person", lambda on: self.recorded(on, act("persons_merged", "P1", on, duplicate="P2"))),
        )
        for i in range(0, len(later), 4):
            for j, (_, record) in enumerate(later[i:i + 4]):
                record(f"2024-06-{i + j + 3:02}")
            self.check_kept(" or ".join(name for name, _ in later[i:i + 4]))
            if i == 4:
                self.keep("2024-06-09T12:00:00Z")  # as known before the last of these
        self.assertEqual(self.ledger.json("rebuild").code, 0)
        self.check_kept("a rebuild of the views")
        self.assertNotEqual(self.ledger.json("show", "P1", "--as-of", DAYS[1]).one()["findings"], "the record itself has moved on")


if __name__ == "__main__":
    unittest.main()
