"""What a refusal says: the first code by the contract's order, the others, the act, the person, the law and its row."""
import json
import unittest

from program import Ledger, act, found_unit, hire, order

NOW = "2024-06-03"


def leave(person, on=NOW, until="2024-12-01", ground="LV.SICK"):
    return act("leave_started", person, on, ground=ground, until=until)


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """P1 serves, restricted since March; P2 has resigned; P3 has died; P4 is unremarkable; QUOTA is full."""
        cls.ledger = Ledger()
        start = order("1", *(hire(person, on="2024-01-02", probation_months=0) for person in ("P1", "P2", "P3", "P4")),
                      {"act": "unit_created", "effective_on": "2024-01-02", "data": {"unit": "QUOTA", "name_ko": "가", "name_en": "Q", "kind": "office"}},
                      {"act": "quota_set", "effective_on": "2024-01-02", "data": {"unit": "QUOTA", "grade": 9, "count": 0}},
                      act("transferred", "P4", "2024-01-02", unit="U1", post="U1-4"), on="2024-01-02")
        answer = cls.ledger.submit(
            found_unit(), start, order("2", act("sanctioned", "P1", "2024-03-04", case="C1", kind="reprimand", misconduct="general", misconduct_on="2024-01-05"), on="2024-03-04"),
            order("3", act("resigned", "P2", "2024-04-01"), act("died", "P3", "2024-04-30"), on="2024-04-01"),
            order("4", act("rectified", "P4", "2024-05-01", target=cls.ledger.begin + 7, data={"post": "U1-5"}), on="2024-05-01"), found_unit("NOW", "U9", on=NOW))
        if answer.code != 0:
            raise AssertionError(str(answer))
        cls.first = cls.ledger.begin + 1  # the hire of P1; the other three follow

    @classmethod
    def tearDownClass(cls):
        cls.ledger.close()

    def refused(self, *acts, code=None, on=NOW, **header):
        size = self.ledger.size()
        answer = self.ledger.submit(order("X", *acts, on=on, **header))
        self.assertEqual((answer.code, self.ledger.size()), (1, size), str(answer))
        receipt = answer.one()
        self.assertEqual(set(receipt), {"order", "status", "code", "also", "act", "person", "message", "legal_reference", "policy"})
        self.assertEqual((receipt["order"], receipt["status"]), ("X", "refused"))
        if code:
            self.assertEqual(receipt["code"], code, str(answer))
        return receipt


class Receipts(Base):
    def reasons(self):
        """Codes in the contract's order, each with one act that has no other reason against it."""
        return [("person.unknown", act("resigned", "NOBODY", NOW)), ("state.not_active", act("resigned", "P2", NOW)),
                ("correction.target_unknown", act("annulled", "P4", NOW, target=99999, ground="error")),
                ("organization.unknown_unit", act("transferred", "P4", NOW, unit="NOPE")), ("leave.too_long", leave("P4", until="2025-06-04")),
                ("step.restricted", act("step_raised", "P1", NOW, kind="regular", step=2)),
                ("promotion.minimum_time", act("promoted", "P4", NOW, kind="ordinary", grade=8)),
                ("revision.conflict", {**act("trained", "P4", NOW, course="law", hours=1), "expected_revision": 99}),
                ("quota.exceeded", act("transferred", "P1", NOW, unit="QUOTA"))]

    def test_the_first_code_is_the_first_of_the_contract_and_the_rest_go_into_also(self):
        reasons = self.reasons()
        for i, (code, _) in enumerate(reasons):
            # Backwards in the order, so that it is not the first act's reason that comes first.
            receipt = self.refused(*(each for _, each in reversed(reasons[i:])), code=code)
            self.assertEqual(sorted(receipt["also"]), sorted(later for later, _ in reasons[i + 1:]))
            self.assertEqual(receipt["act"], len(reasons) - 1 - i)

    def test_what_is_wrong_with_the_order_itself_comes_before_its_acts(self):
        acts = [each for _, each in reversed(self.reasons())]
        both = {"drafted_by": "kim", "approved_by": "kim"}
        self.assertEqual(self.refused(*acts, code="authority.same_person", **both)["also"][0], "person.unknown")
        late = self.refused(*acts, leave("P4", on="2024-06-02", until="2024-07-01", ground="LV.FAMILY"), code="order.back_dated", **both)
        self.assertIn("authority.same_person", late["also"])
        self.assertEqual((late["act"], late["person"]), (len(acts), "P4"))

    def test_the_act_the_person_the_law_and_its_row(self):
        fine = act("trained", "P4", NOW, course="law", hours=1)
        for code, person, reference, policy, each in (
                ("promotion.minimum_time", "P4", "DAPO:31", "min_time_in_grade@2024-01-31", act("promoted", "P4", NOW, kind="ordinary", grade=8)),
                ("promotion.restricted", "P1", "DAPO:32", "sanction_restriction@1949-08-12", act("promoted", "P1", NOW, kind="ordinary", grade=8)),
                ("leave.too_long", "P4", "SPOA:72", "leave_max@1949-08-12", leave("P4", until="2025-06-04")),
                ("state.resignation_barred", "P4", "SPOA:78-4", None, act("resigned", "P4", NOW)),
                ("quota.exceeded", "P4", "ORG:24", None, act("transferred", "P4", NOW, unit="QUOTA"))):
            with self.subTest(code):
                before = [act("sanction_requested", "P4", NOW, case="C9", weight="heavy", misconduct="general", misconduct_on="2024-05-01")] if code == "state.resignation_barred" else [fine]
                receipt = self.refused(*before, each, code=code)
                self.assertEqual((receipt["act"], receipt["person"], receipt["legal_reference"], receipt["policy"]), (1, person, reference, policy))
                self.assertTrue(receipt["message"])

    def test_a_reason_of_no_act_names_none(self):
        size = self.ledger.size()
        answer = self.ledger.submit(order("1", hire("PX"), on="2024-01-02"))
        self.assertEqual((answer.code, self.ledger.size()), (1, size))
        receipt = answer.one()
        self.assertEqual([receipt[part] for part in ("code", "act", "person", "policy")], ["order.number_reused", None, None, None])

    def test_a_refused_number_can_be_used_again(self):
        for status, person in (("refused", "NOBODY"), ("recorded", "P4")):
            receipt = self.ledger.submit(order("AGAIN", act("trained", person, NOW, course="law", hours=2), on=NOW))
            self.assertEqual(receipt.one()["status"], status, str(receipt))


class Impossible(Base):
    """Lines that can't be, with a good one after each: the good ones are recorded, the others leave nothing."""

    def submit_with_good_lines(self, kind, bad):
        good = [order(f"{kind}-good-{i}", act("trained", "P4", NOW, course="law", hours=i + 1), on=NOW) for i in range(len(bad))]
        size = self.ledger.size()
        answer = self.ledger.submit(*(line for pair in zip(bad, good) for line in pair))
        receipts = {receipt["order"]: receipt for receipt in answer.lines()}
        self.assertEqual([receipts[line["order"]]["status"] for line in good], ["recorded"] * len(good))
        self.assertEqual(self.ledger.size(), size + len(good))
        return answer, receipts

    def test_acts_that_cannot_be(self):
        hired, move = self.first + 3, self.ledger.begin + 7
        cases = (
            ("on a person nobody knows", "person.unknown", leave("NOBODY")),
            ("after the death", "state.not_active", leave("P3")),
            ("a promotion after the death", "state.not_active", act("promoted", "P3", NOW, kind="ordinary", grade=8)),
            ("hired after the death", "state.not_active", hire("P3", on=NOW)),
            ("hired before the birth", "person.not_born", hire("P9", on="1997-12-31")),
            ("a rectification of another person's act", "correction.target_unknown", act("rectified", "P1", NOW, target=hired, data={"step": 2})),
            ("an annulment of another person's act", "correction.target_unknown", act("annulled", "P1", NOW, target=hired, ground="error")),
            ("a rectification of nothing", "correction.target_unknown", act("rectified", "P4", NOW, target=99999, data={"step": 2})),
            ("the hire annulled from under what follows", "person.unknown", act("annulled", "P4", NOW, target=hired, ground="error")),
            ("what was never annulled brought back", "correction.target_unknown", act("reinstated_act", "P4", NOW, target=move)),
            ("a leave that ends before it begins", "state.ends_before_start", leave("P4", until="2024-06-02")),
            ("a leave that ends as it begins", "state.ends_before_start", leave("P4", until=NOW)),
            ("a secondment that ends before it begins", "state.ends_before_start", act("seconded", "P4", NOW, host="PMO", ground="2", until="2024-01-01")),
            ("a term that ends before it begins", "state.ends_before_start", hire("P9", on=NOW, route="fixed_term", until="2024-01-01")),
            ("a career that ends before it begins", "state.ends_before_start",
             hire("P9", on=NOW, prior_career=[{"from": "2020-01-01", "to": "2019-01-01", "grade": 9, "percent": 100}])))
        lines = [order(f"bad-{i}", each, on=min(NOW, each["effective_on"])) for i, (_, _, each) in enumerate(cases)]
        answer, receipts = self.submit_with_good_lines("act", lines)
        self.assertEqual(answer.code, 1, str(answer))
        for i, (name, code, each) in enumerate(cases):
            with self.subTest(name):
                receipt = receipts[f"bad-{i}"]
                self.assertEqual([receipt.get(part) for part in ("status", "code", "act", "person")], ["refused", code, 0, each["person"]])

    def test_dates_that_are_none(self):
        def lines(bad):
            yield "issued_on", order("bad", leave("P4"), on=bad)
            for field, each in (("effective_on", leave("P4", on=bad)), ("data.until", leave("P4", until=bad)),
                                ("data.misconduct_on", act("sanction_requested", "P4", NOW, case="C2", weight="light", misconduct="general", misconduct_on=bad)),
                                ("data.prior_career[0].to", hire("P9", on=NOW, prior_career=[{"from": "2019-01-01", "to": bad, "grade": 9, "percent": 100}])),
                                ("data.effective_on", act("rectified", "P4", NOW, target=self.first + 3, effective_on=bad))):
                yield f"acts[0].{field}", order("bad", each, on=NOW)
        dates = "2023-02-29", "2100-02-29", "2024-02-30", "2024-00-10", "24-06-03", "2024/06/03", "2024-06-03 ", "", "20240603", "today"
        cases = [case for bad in dates for case in lines(bad)]
        answer, receipts = self.submit_with_good_lines("date", [line for _, line in cases])
        self.assertEqual((answer.code, "bad" in receipts), (3, False))
        told = [json.loads(line)["error"]["where"] for line in answer.err.splitlines() if line.startswith("{")]
        self.assertEqual(len(told), len(cases))
        for i, (where, (field, line)) in enumerate(zip(told, cases)):
            self.assertIn(f"orders.jsonl:{2 * i + 1}: {field}", where, str(line))


class OnCorrections(unittest.TestCase):
    """Acts on acts that are on acts, or on what is annulled."""

    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        self.count = 0
        self.recorded(*found_unit()["acts"], on="2000-01-01")
        self.hired = self.recorded(hire("P1", probation_months=0))
        self.move = self.recorded(act("transferred", "P1", "2024-03-04", unit="U1", post="ONE"), on="2024-03-04")
        self.mended = self.correct("rectified", self.move, data={"post": "TWO"})

    def recorded(self, *acts, on="2024-03-02"):
        self.count += 1
        answer = self.ledger.submit(order(f"N-{self.count}", *acts, on=on))
        self.assertEqual(answer.code, 0, str(answer))
        return answer.one()["positions"][0]

    def correct(self, name, target, **data):
        return self.recorded(act(name, "P1", "2024-04-01", target=target, **data), on="2024-04-01")

    def post(self):
        return self.ledger.json("show", "P1", "--as-of", "2024-05-01").one()["post"]

    def event(self, position):
        return next(each for each in self.ledger.json("history", "P1").one()["events"] if each["position"] == position)

    def test_a_rectification_rectified_is_one_more_of_what_it_rectifies(self):
        self.assertEqual(self.post(), "TWO")
        again = self.correct("rectified", self.mended, data={"post": "THREE"})
        self.assertEqual(self.post(), "THREE")
        self.assertEqual((self.event(again)["target"], self.event(self.mended)["act"]), (self.mended, "rectified"))
        size = self.ledger.size()
        unfit = self.ledger.submit(order("B", act("rectified", "P1", "2024-04-01", target=again, data={"ground": "x", "until": "2024-05-01"}), on="2024-04-01"))
        self.assertEqual((unfit.code, self.ledger.size()), (3, size), "a transfer has no end, in whatever correction of it")

    def test_a_rectification_annulled_leaves_what_was_before_it(self):
        self.correct("annulled", self.mended, ground="error")
        self.assertEqual(self.post(), "ONE")

    def test_an_annulled_act_says_nothing_until_it_is_brought_back(self):
        self.correct("annulled", self.move, ground="error")
        self.assertIsNone(self.post())
        answer = self.ledger.submit(order("B", act("rectified", "P1", "2024-04-01", target=self.move, data={"post": "THREE"}), on="2024-04-01"))
        self.assertEqual((answer.code, answer.one()["code"]), (1, "correction.target_annulled"), str(answer))
        self.correct("reinstated_act", self.move)
        self.assertEqual(self.post(), "TWO")
        self.correct("rectified", self.move, data={"post": "THREE"})
        self.assertEqual(self.post(), "THREE")

    def test_the_hire_goes_together_with_all_that_rests_on_it(self):
        size = self.ledger.size()
        alone = self.ledger.submit(order("B", act("annulled", "P1", "2024-04-01", target=self.hired, ground="error"), on="2024-04-01"))
        self.assertEqual((alone.code, alone.one()["code"], self.ledger.size()), (1, "person.unknown", size), str(alone))
        self.recorded(*(act("annulled", "P1", "2024-04-01", target=target, ground="error") for target in (self.move, self.hired)), on="2024-04-01")
        self.assertEqual(self.ledger.json("show", "P1").one()["status"], "none")


if __name__ == "__main__":
    unittest.main()
