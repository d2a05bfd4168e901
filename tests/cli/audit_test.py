"""audit: each rule is found in an imported history that breaks it, and in nothing else."""
import json
import pathlib
import re
import unittest

from program import Ledger, OnALedger, act, found_unit, hire, order

ROOT = pathlib.Path(__file__).resolve().parents[2]

NOW = "2024-12-31"
KEYS = {"rule", "person", "positions", "effective_on", "message", "legal_reference"}


def hired(person, on="2024-01-02", **data):
    """Everybody has a name of his or her own: two of one name and birthday would be a finding."""
    return hire(person, on=on, name=f"김{person}", **{"probation_months": 0, **data})


def sanctioned(person, on, case="C1", misconduct_on="2024-01-05", kind="reprimand"):
    return act("sanctioned", person, on, case=case, kind=kind, misconduct="general", misconduct_on=misconduct_on)


def requested(person, on, misconduct_on="2024-01-05"):
    return act("sanction_requested", person, on, case="C1", weight="light", misconduct="general", misconduct_on=misconduct_on)


def learned(each, on):
    return {**each, "source_recorded_at": f"{on}T00:00:00Z"}


# What breaks a rule: the acts, each an order of its own day unless the header says otherwise; the last one is at fault.
# Name of the case, what it is found as, words that ask for it, acts, header of the last order.
BREACHES = [
    ("two employments at once", "person.exists", ("overlap", "person"), lambda p: [hired(p), hired(p, on="2024-06-03")], {}),
    ("two secondments at once", "state.seconded", ("overlap", "state"),
     lambda p: [hired(p), *(act("seconded", p, on, host="PMO", ground="2", until="2025-03-01") for on in ("2024-03-04", "2024-05-06"))], {}),
    ("two leaves at once", "state.on_leave", ("overlap",),
     lambda p: [hired(p), *(act("leave_started", p, on, ground="LV.SICK", until="2025-02-01") for on in ("2024-03-04", "2024-05-06"))], {}),
    ("a gap of two weeks", "gap", ("gap",), lambda p: [hired(p), act("resigned", p, "2024-04-01"), hired(p, on="2024-04-15", route="rehire")], {}),
    ("a promotion before its time", "promotion.minimum_time", ("promotion",), lambda p: [hired(p), act("promoted", p, "2024-12-31", kind="ordinary", grade=8)], {}),
    ("a promotion in a restriction", "promotion.restricted", ("promotion",),
     lambda p: [hired(p, on="2023-01-02"), act("step_raised", p, "2024-02-01", kind="regular", step=2), requested(p, "2024-02-05"), sanctioned(p, "2024-03-04"),
                act("promoted", p, "2024-07-01", kind="ordinary", grade=8)], {}),
    ("a step that no act raised", "step.missed", ("step_without_act", "step"), lambda p: [hired(p, on="2023-01-02")], {}),
    ("two steps at once", "step.differs", ("step_without_act", "step"), lambda p: [hired(p, on="2023-01-02"), act("step_raised", p, "2024-02-01", kind="regular", step=3)], {}),
    ("a step before its day", "step.too_early", ("step_without_act", "step"), lambda p: [hired(p), act("step_raised", p, "2024-12-01", kind="regular", step=2)], {}),
    ("an act learned late", "act.late", ("late", "act"), lambda p: [learned(hired(p), "2024-02-15")], {}),
    ("an act before its order", "order.back_dated", ("back_dated", "order"), lambda p: [hired(p)], {"on": "2024-01-03"}),
    ("an act on the record of its drafter", "act.own_record", ("self_dealing", "act"), lambda p: [hired(p)], {"drafted_by": "SELF", "approved_by": "lee"}),
    ("one officer for two", "authority.same_person", ("self_dealing", "authority"), lambda p: [hired(p)], {"drafted_by": "kim", "approved_by": "kim"}),
    ("a move too soon", "transfer.minimum_stay", ("transfer",), lambda p: [hired(p), act("transferred", p, "2024-12-30", unit="U1", post="U1-3")], {}),
    ("a sanction that nobody requested", "sanction.without_request", ("sanction",), lambda p: [hired(p), sanctioned(p, "2024-03-04")], {}),
    ("a request after the prescription", "sanction.prescribed", ("sanction",), lambda p: [hired(p), requested(p, "2024-03-04", misconduct_on="2021-03-04")], {}),
    ("a leave beyond its limit", "leave.too_long", ("leave",), lambda p: [hired(p), act("leave_started", p, "2024-03-04", ground="LV.FAMILY", until="2025-03-05")], {}),
    ("a leave without a return", "leave.overdue", ("gap", "leave"), lambda p: [hired(p), act("leave_started", p, "2024-03-04", ground="LV.SICK", until="2024-11-01")], {}),
    ("a unit that never was", "organization.unknown_unit", ("organization",), lambda p: [hired(p, unit="NOPE")], {}),
]
# Their neighbours, that break nothing.
CLEAN = [
    ("one employment after another", lambda p: [hired(p), act("resigned", p, "2024-04-01"), hired(p, on="2024-04-01", route="rehire")], {}),
    ("a gap of months", lambda p: [hired(p), act("resigned", p, "2024-04-01"), hired(p, on="2024-05-03", route="rehire")], {}),
    ("a promotion on its day", lambda p: [hired(p, on="2023-12-31"), act("promoted", p, "2024-12-31", kind="ordinary", grade=8)], {}),
    ("a promotion after a restriction", lambda p: [hired(p, on="2022-12-31"), act("step_raised", p, "2024-01-01", kind="regular", step=2), requested(p, "2024-02-05"),
                                                   sanctioned(p, "2024-03-04"), act("promoted", p, "2024-09-05", kind="ordinary", grade=8)], {}),
    ("a step on its day", lambda p: [hired(p, on="2023-01-02"), act("step_raised", p, "2024-02-01", kind="regular", step=2)], {}),
    ("an act learned in time", lambda p: [learned(hired(p), "2024-02-01")], {}),
    ("an act nobody knows when learned", lambda p: [hired(p)], {}),
    ("an act on the day of its order", lambda p: [hired(p)], {"on": "2024-01-02", "drafted_by": "kim", "approved_by": "lee"}),
    ("a request in time", lambda p: [hired(p), requested(p, "2024-03-03", misconduct_on="2021-03-04")], {}),
    ("a leave of its limit", lambda p: [hired(p), act("leave_started", p, "2024-03-04", ground="LV.CHILD", child=1, until="2027-03-04")], {}),
    ("a leave with a return", lambda p: [hired(p), act("leave_started", p, "2024-03-04", ground="LV.SICK", until="2024-11-01"), act("reinstated", p, "2024-11-01")], {}),
]


def orders_of(person, acts, header):
    last = {key: person if value == "SELF" else value for key, value in header.items()}
    for i, each in enumerate(acts):
        more = last if i + 1 == len(acts) else {}
        yield order(f"{person}-{i}", each, **{"on": each["effective_on"], **more})


class Audit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()
        cls.cases = {f"X{i}": case for i, case in enumerate(BREACHES)}
        cls.clean = {f"C{i}": case for i, case in enumerate(CLEAN)}
        lines = [found_unit(), found_unit("UNIT-2", "U2")]
        for person, case in cls.cases.items():
            lines += orders_of(person, case[3](person), case[4])
        for person, case in cls.clean.items():
            lines += orders_of(person, case[1](person), case[2])
        lines.append(found_unit("NOW", "U9", on=NOW))
        answer = cls.ledger.json("import", cls.ledger.file("old.jsonl", *lines), "--trust", "system")
        if answer.code != 0:
            raise AssertionError(str(answer))
        *receipts, _ = answer.lines()
        cls.at_fault = {receipt["order"].rsplit("-", 1)[0]: receipt["positions"][0] for receipt in receipts}  # the last order of each person

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def audit(self, *options):
        answer = self.ledger.json("audit", *options)
        self.assertEqual(answer.code, 0, str(answer))
        return answer.lines()

    def test_every_breach_is_found_and_nothing_else(self):
        found = self.audit()
        for person, (name, rule, *_) in self.cases.items():
            with self.subTest(name):
                self.assertEqual([each["rule"] for each in found if each["person"] == person], [rule])
        for person, (name, *_) in self.clean.items():
            with self.subTest(name):
                self.assertEqual([each["rule"] for each in found if each["person"] == person], [])

    def test_a_finding_says_where_and_why(self):
        for each in self.audit():
            with self.subTest(each["rule"]):
                self.assertLessEqual(KEYS, set(each))
                self.assertIn(self.at_fault[each["person"]], each["positions"])
                self.assertRegex(each["effective_on"], r"^\d{4}-\d{2}-\d{2}$")
                self.assertTrue(each["message"])
                if not each["rule"].startswith(("person.", "organization.")):
                    self.assertRegex(each["legal_reference"], r"^[A-Z]+:")

    def test_a_rule_or_the_word_for_several_finds_its_own(self):
        everything = self.audit()
        for person, (name, rule, words, *_) in self.cases.items():
            with self.subTest(name):
                if rule not in words:
                    self.assertEqual(self.audit("--rule", rule), [each for each in everything if each["rule"] == rule])
                for word in words:
                    found = self.audit("--rule", word)
                    self.assertIn(person, {each["person"] for each in found}, word)
                    self.assertLess(len(found), len(everything), word)

    def test_days_are_half_open(self):
        def found(*days):
            return {each["person"] for each in self.audit("--rule", "promotion.minimum_time", *days)}
        early = {person for person, case in self.cases.items() if case[1] == "promotion.minimum_time"}  # on 2024-12-31
        self.assertEqual(found("--from", "2024-12-31"), early)
        self.assertEqual(found("--from", "2025-01-01"), set())
        self.assertEqual(found("--to", "2024-12-31"), set())
        self.assertEqual(found("--from", "2024-12-31", "--to", "2025-01-01"), early)

    def test_as_text_with_a_count_of_each(self):
        lines = self.ledger.run("audit").out.splitlines()
        self.assertIn(f"{len(BREACHES)} findings", lines)
        self.assertRegex(lines[0], r"^\d{4}-\d{2}-\d{2}  [a-z_.]+ +X\d+  position \d+: ")

    def test_wrong_use(self):
        for code, options in ((2, ["--from", "2023-02-29"]), (2, ["--to", "soon"]), (1, ["--unit", "NO-SUCH"])):
            with self.subTest(options):
                answer = self.ledger.json("audit", *options)
                self.assertEqual((answer.code, answer.out), (code, ""), str(answer))
                self.assertIn(options[1], json.loads(answer.err.splitlines()[-1])["error"]["message"] + answer.err)


class Rules(OnALedger):
    # Of acts on acts and units, and of dry runs: nothing that a career is found to break.
    NO_FINDINGS = {"policy.unreadable", "step.corrected", "authority.not_granted"}

    def test_the_list_holds_every_rule_and_no_other(self):
        listed = [each["rule"] for each in self.ledger.json("audit", "--list").lines()]
        self.assertEqual(len(listed), len(set(listed)))
        said = set()
        for folder in ("ledger/rules", "projections/audit"):
            for source in (ROOT / folder).glob("*.cc"):
                if source.name != "audit.cc":
                    said |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', source.read_text()))
        said |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', (ROOT / "projections/audit/duplicates.h").read_text()))
        self.assertEqual(set(listed) - said, {"gap", "post.two_holders"}, "said in another way")
        self.assertEqual(said - set(listed), self.NO_FINDINGS)


class Elsewhere(OnALedger):
    def found(self, *options):
        answer = self.ledger.json("audit", *options)
        self.assertEqual(answer.code, 0, str(answer))
        return [(each["rule"], each["person"]) for each in answer.lines()]

    def test_one_person_under_two_ids(self):
        same = hire("P1"), hire("P2"), hire("P3", name="이둘")
        numbered = [{**hired(person, on="2024-03-02"), "personal": {"name": f"김{person}", "resident_no": number}}
                    for person, number in (("R1", "980504-2000001"), ("R2", "980504-2000001"), ("R3", "980504-2000002"))]
        self.recorded(found_unit(), order("1", *same), order("2", *numbered))
        self.assertEqual(self.found(), [("person.duplicate_suspected", "P2"), ("person.duplicate_suspected", "R2")])
        self.assertEqual(self.found("--rule", "duplicate_person"), self.found())
        first = self.ledger.json("audit").lines()[0]
        self.assertEqual((first["positions"], KEYS - set(first)), ([self.ledger.begin + 2, self.ledger.begin + 1], set()))
        self.assertNotIn("김하나", self.ledger.json("audit").out, "it is told by the ids, not by the name")
        self.recorded(order("3", act("persons_merged", "P1", "2024-04-01", duplicate="P2"), on="2024-04-01"))
        self.assertEqual(self.found("--rule", "duplicate_person"), [("person.duplicate_suspected", "R2")])

    def test_of_two_ids_one_was_never_in_office(self):
        self.recorded(found_unit(), order("1", hire("R"), on="2024-03-02"),
                      order("2", act("appointment_cancelled", "R", "2024-05-01", ground="no degree"), on="2024-05-01"),
                      order("3", hire("P", on="2024-05-03"), on="2024-05-03"))
        [found] = [each for each in self.ledger.json("audit").lines() if each["rule"] == "person.duplicate_suspected"]
        self.assertEqual((found["person"], found["effective_on"]), ("R", "2024-03-02"))

    def test_live_acts_are_looked_at_as_well(self):
        self.recorded(found_unit(), order("1", hired("P1", on="2024-03-02")),
                      order("2", act("trained", "P1", "2024-03-04", course="law", hours=3), on="2024-03-04", recorded_at="2024-06-01T00:00:00Z"),
                      order("3", act("transferred", "P1", "2024-06-03", unit="U1", post="U1-3"), on="2024-06-03", drafted_by="P1", approved_by="lee"))
        self.assertEqual(self.found(), [("act.late", "P1"), ("transfer.minimum_stay", "P1"), ("act.own_record", "P1")])

    def test_what_a_correction_puts_right_is_found_no_more(self):
        self.recorded(found_unit(), order("1", hired("P1", on="2024-03-02")), order("2", act("transferred", "P1", "2024-06-03", unit="U1", post="U1-3"), on="2024-06-03"))
        self.assertEqual(self.found(), [("transfer.minimum_stay", "P1")])
        self.recorded(order("3", act("annulled", "P1", "2024-06-10", target=self.ledger.begin + 2, ground="error"), on="2024-06-10"))
        self.assertEqual(self.found(), [])

    def test_of_a_unit_and_what_stands_below_it(self):
        def unit(code, parent=None):
            return {"act": "unit_created", "effective_on": "2000-01-01",
                    "data": {"unit": code, "name_ko": "가", "name_en": code, "kind": "office", **({"parent": parent} if parent else {})}}
        self.recorded(order("U", unit("A"), unit("A1", "A"), unit("A11", "A1"), unit("B"), on="2000-01-01"))
        moves = [order(f"H-{place}", hired(f"P-{place}", on="2024-03-02", unit=place)) for place in ("A", "A11", "B")]
        moves += [order(f"M-{place}", act("transferred", f"P-{place}", "2024-06-03", unit=place, post=f"{place}-1"), on="2024-06-03") for place in ("A", "A11", "B")]
        self.recorded(*moves)
        for place, persons in (("A", ["P-A", "P-A11"]), ("A1", ["P-A11"]), ("A11", ["P-A11"]), ("B", ["P-B"])):
            self.assertEqual([person for _, person in self.found("--unit", place)], persons, place)
        self.assertEqual(len(self.found()), 3)


if __name__ == "__main__":
    unittest.main()
