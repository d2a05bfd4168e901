"""submit --dry-run of a correction: what rests on it and what pay it moves, and nothing recorded (domain §11, 4 A)."""
import unittest

from program import OnALedger, act, found_unit, hire, order


class Cascade(OnALedger):
    def dry_run(self, *lines, code=0):
        """What is said, while size, record and digests stay as they are."""
        before = self.ledger.size(), self.ledger.run("digest").out
        answer = self.ledger.json("submit", "--dry-run", self.ledger.file("dry.jsonl", *lines))
        self.assertEqual(answer.code, code, str(answer))
        self.assertEqual((self.ledger.size(), self.ledger.run("digest").out), before, "nothing is recorded")
        return answer.one()


class Jung(Cascade):
    """Step 1 at the hire, where an earlier career gives step 2 and six months; found in May 2025."""

    def setUp(self):
        super().setUp()
        self.hired = self.ledger.begin + 1
        self.recorded(found_unit(), order("1", hire("Jung", on="2023-01-01", grade=7, probation_months=0), on="2023-01-01"),
                      order("2", act("step_raised", "Jung", "2024-01-01", kind="regular", step=2), on="2024-01-01"),
                      order("3", act("trained", "Jung", "2024-06-03", course="law", hours=3), on="2024-06-03"),
                      order("4", act("step_raised", "Jung", "2025-01-01", kind="regular", step=3), on="2025-01-01"))
        self.correction = order("5", act("step_corrected", "Jung", "2023-01-01", target=self.hired, step=2, remainder_months=6), on="2025-05-10")

    def test_the_pay_of_2024(self):
        told = self.dry_run(self.correction)
        self.assertEqual((told["status"], told["dry_run"]), ("recorded", True))
        months = {each["month"]: each for each in told["pay_months"] if each["person"] == "Jung"}
        of_2024 = [months[f"2024-{month:02}"] for month in range(1, 13)]
        self.assertEqual([(each["before"], each["after"]) for each in of_2024], [(2125400, 2209000)] * 6 + [(2125400, 2302400)] * 6)
        self.assertEqual(sum(each["difference"] for each in of_2024), 1_563_600)

    def test_a_month_no_table_knows_is_not_guessed(self):
        months = {each["month"]: each for each in self.dry_run(self.correction)["pay_months"]}
        # The cell of step 2 in 2023 is printed nowhere.
        self.assertEqual((months["2023-01"]["after"], months["2023-01"]["difference"]), (None, None))
        self.assertNotIn("2022-12", months)

    def test_the_later_acts_and_whether_they_hold(self):
        touched = [each for each in self.dry_run(self.correction)["cascade"] if each["position"] != self.hired]
        self.assertEqual([(each["position"], each["act"], each["effective_on"], each["holds"], each["code"]) for each in touched],
                         [(self.hired + 1, "step_raised", "2024-01-01", False, "step.corrected"), (self.hired + 2, "trained", "2024-06-03", True, None),
                          (self.hired + 3, "step_raised", "2025-01-01", False, "step.corrected")])
        self.assertTrue(touched[0]["message"])

    def test_as_text(self):
        file = self.ledger.file("dry.jsonl", self.correction)
        text = self.ledger.run("submit", "--dry-run", file).out
        self.assertIn("(dry run)", text)
        self.assertIn("2024-07  Jung  base pay 2125400 -> 2302400", text)
        self.assertRegex(text, rf"2024-01-01  Jung  position {self.hired + 1}  step_raised: step.corrected: ")
        self.assertRegex(text, rf"2024-06-03  Jung  position {self.hired + 2}  trained: holds")

    def test_once_it_is_recorded_the_record_says_so_and_the_old_answer_stays(self):
        self.dry_run(self.correction)
        self.assertEqual(self.ledger.json("show", "Jung", "--as-of", "2024-07-01").one()["base_pay"], 2125400)
        self.recorded(self.correction)
        for as_of, known_at, step, pay in (("2024-06-30", None, 3, 2209000), ("2024-07-01", None, 4, 2302400), ("2024-07-01", "2025-01-15T00:00:00Z", 2, 2125400)):
            record = self.ledger.json("show", "Jung", "--as-of", as_of, *(("--known-at", known_at) if known_at else ())).one()
            self.assertEqual((record["step"], record["base_pay"]), (step, pay), as_of)
        self.assertEqual(self.ledger.json("show", "Jung", "--as-of", "2025-05-10").one()["next_step_on"], "2025-07-01")

    def test_it_holds_from_the_same_day_whichever_it_is_dated(self):
        first = self.dry_run(self.correction)
        dated_late = order("5", act("step_corrected", "Jung", "2025-05-10", target=self.hired, step=2, remainder_months=6), on="2025-05-10")
        self.assertEqual(self.dry_run(dated_late)["pay_months"], first["pay_months"])
        self.recorded(dated_late)
        steps = [self.ledger.json("show", "Jung", "--as-of", day).one()["step"]
                 for day in ("2023-06-30", "2023-07-01", "2024-06-30", "2024-07-01", "2025-05-09", "2025-05-10", "2025-06-30")]
        self.assertEqual(steps, [2, 3, 3, 4, 4, 4, 4])
        self.assertEqual(self.ledger.json("show", "Jung", "--as-of", "2025-05-10").one()["next_step_on"], "2025-07-01")
        self.assertTrue(self.ledger.json("verify", "--views").one()["ok"])

    def test_and_so_it_does_behind_years_of_other_acts(self):
        acts = [act("transferred", "Lang", f"20{year}-03-02", unit="U1", post=f"U1-{year}") for year in range(21, 25)]
        self.recorded(order("L-1", hire("Lang", on="2020-03-02", step=1, probation_months=0), on="2020-03-02"))
        hired = self.ledger.size() - 1
        for each in acts:
            self.recorded(order(each["effective_on"], each, on=each["effective_on"]))
        for number, target in (("L-2", hired), ("L-3", hired + 4)):  # from long ago, and of what is no step
            self.recorded(order(number, act("step_corrected", "Lang", "2024-05-10", target=target, step=3, remainder_months=2), on="2024-05-10"))
            self.assertTrue(self.ledger.json("verify", "--views").one()["ok"], number)
        self.assertEqual(self.ledger.json("show", "Lang", "--as-of", "2020-03-02").one()["step"], 3)

    def test_fixed_anew_instead_nothing_is_paid_for_the_past(self):
        refixed = order("5", act("step_refixed", "Jung", "2025-06-01", step=4, remainder_months=11, ground="late_evidence"), on="2025-05-10")
        told = self.dry_run(refixed)
        self.assertEqual([each for each in told.get("pay_months", []) if each["month"] < "2025-06"], [])


class Others(Cascade):
    def test_a_later_hire_leaves_a_promotion_too_early(self):
        self.recorded(found_unit(), order("1", hire("P1", on="2024-02-01", grade=8, probation_months=0), on="2024-02-01"),
                      order("2", act("promoted", "P1", "2025-02-03", kind="ordinary", grade=7), on="2025-02-03"))
        told = self.dry_run(order("3", act("rectified", "P1", "2025-03-03", target=self.ledger.begin + 1, effective_on="2024-02-15"), on="2025-03-03"))
        self.assertEqual([(each["act"], each["holds"], each["code"]) for each in told["cascade"]], [("promoted", False, "promotion.minimum_time")])

    def test_an_ordinary_act_touches_nothing(self):
        self.recorded(found_unit(), order("1", hire("P1", on="2024-02-01", probation_months=0), on="2024-02-01"))
        told = self.dry_run(order("2", act("trained", "P1", "2024-06-03", course="law", hours=3), on="2024-06-03"))
        self.assertEqual([told.get(part, []) for part in ("cascade", "pay_months")], [[], []])

    def test_a_refused_one_is_refused_and_the_next_line_goes_on(self):
        self.recorded(found_unit(), order("1", hire("P1", on="2024-02-01", probation_months=0), on="2024-02-01"))
        bad = order("2", act("annulled", "P1", "2024-06-03", target=99999, ground="error"), on="2024-06-03")
        size = self.ledger.size()
        answer = self.ledger.json("submit", "--dry-run", self.ledger.file("dry.jsonl", bad, b"{", order("3", hire("P2", on="2024-06-04"), on="2024-06-04")))
        self.assertEqual(answer.code, 3, str(answer))
        self.assertEqual([(each["status"], each["dry_run"]) for each in answer.lines()], [("refused", True), ("recorded", True)])
        self.assertEqual((self.ledger.size(), self.ledger.json("show", "P2").code), (size, 1))

    def test_two_lines_are_decided_one_after_the_other(self):
        self.recorded(found_unit())
        lines = order("1", hire("P1", on="2024-02-01"), on="2024-02-01"), order("2", act("trained", "P1", "2024-06-03", course="law", hours=3), on="2024-06-03")
        size = self.ledger.size()
        answer = self.ledger.json("submit", "--dry-run", self.ledger.file("dry.jsonl", *lines))
        self.assertEqual(([each["status"] for each in answer.lines()], self.ledger.size()), (["recorded"] * 2, size), str(answer))


if __name__ == "__main__":
    unittest.main()
